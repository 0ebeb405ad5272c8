/**
 * Events, messages and jobs by name: who publishes, who consumes. A call counts when its receiver is an emitter, bus,
 * queue or broker (by declared type, by how it was made, or by name) AND the event has a name: a literal, the class of
 * a `new` event, or a constant. `emit(value)` of a component or `on(callback)` of a stream has none.
 */
import type { EventFact, Expr, TypeRef } from '../../model/index.js';
import { decoratorArgs, decoratorName, decoratorOf } from './decorated.js';
import { type EventName, eventNames } from './event-names.js';
import { isQueue, isWorker, queueArgument } from './jobs.js';
import {
  type CallSite,
  calledName,
  classAround,
  entryOf,
  functionName,
  knownOf,
  type Lookup,
  specifierOf,
  spelledOf,
  typeNameOf,
  writtenOf,
} from './lookup.js';

type Emitter = 'event-emitter' | 'event-bus' | 'command-bus' | 'query-bus' | 'message-broker';

const PUBLISH = new Set([
  'emit',
  'emitAsync',
  'publish',
  'publishAll',
  'dispatch',
  'trigger',
  'raise',
  'fire',
  'notify',
  'execute',
  'send',
  'sendToQueue',
  'produce',
  'broadcast',
]);
const CONSUME = new Set([
  'on',
  'once',
  'addListener',
  'prependListener',
  'subscribe',
  'ofType',
  'listen',
  'consume',
  'register',
  'registerListener',
  'addHandler',
  'onEvent',
]);
const RAISE = new Set([
  'apply',
  'addDomainEvent',
  'addEvent',
  'raise',
  'raiseEvent',
  'recordEvent',
  'registerEvent',
  'record',
  'recordThat',
]);
export const EVENT_CALLS: readonly string[] = [...PUBLISH, ...CONSUME, ...RAISE, 'add', 'addBulk', 'process'];
const EMITTERS =
  /(?:emitter|events?|bus|pubsub|publisher|mediator|dispatcher|hub)_?(?:service|client|module|gateway)?_?2?$/i;
const EMITTER_TYPES =
  /EventBus|PubSub|(?:EventEmitter\d?|Event(?:Publisher|Dispatcher|sService|Service)|Emittery|Mediator)$/;
const BROKER_TYPES =
  /^(?:ClientProxy|ClientKafka(?:Proxy)?|ClientRMQ|ClientRedis|ClientNats|AmqpConnection|Producer|Channel|ConfirmChannel|Redis|RedisClientType)$/;
const HANDLER_TYPES =
  /^(?:IEventHandler|EventHandler|IDomainEventHandler|DomainEventHandler|DomainEventSubscriber|IHandleEvent|IHandle|Handles)$/;
const CLASS_DECORATORS: ReadonlyMap<string, string> = new Map([
  ['EventsHandler', 'event-bus'],
  ['EventHandler', 'event-bus'],
  ['CommandHandler', 'command-bus'],
  ['QueryHandler', 'query-bus'],
  ['Processor', 'queue'],
]);
const METHOD_DECORATORS: ReadonlyMap<string, string> = new Map([
  ['OnEvent', 'event-emitter'],
  ['OnDomainEvent', 'event-emitter'],
  ['EventPattern', 'message-broker'],
  ['MessagePattern', 'message-broker'],
  ['RabbitSubscribe', 'message-broker'],
  ['RabbitRPC', 'message-broker'],
  ['SqsMessageHandler', 'message-broker'],
  ['Process', 'queue'],
]);

/** What every connection or stream says of itself; no event of the system. */
const LIFECYCLE =
  /^(?:error|connect|connected|connection|disconnect|disconnected|close|closed|ready|end|data|finish|exit|drain|open|listening|timeout|reconnecting|newListener)$/;

export function eventFacts(lookup: Lookup): EventFact[] {
  const found: EventFact[] = [];
  for (const site of lookup.calls) {
    if (site.expr.kind === 'call') ofCall(lookup, site, found);
    else if (isWorker(lookup, site.expr))
      push(lookup, found, site, 'consume', 'queue', eventNames(lookup, site.expr.args[0], site.fn, 'queue'));
  }
  ofClasses(lookup, found);
  return found.sort((a, b) => a.line - b.line);
}

function ofCall(lookup: Lookup, site: CallSite, found: EventFact[]): void {
  const { callee, args } = site.expr;
  if (callee.kind !== 'member') {
    emitStep(lookup, site, found);
    return;
  }
  const { name, object } = callee;
  if ((name === 'add' || name === 'addBulk' || name === 'process') && isQueue(lookup, object, site.fn)) {
    job(lookup, site, object, found);
    return;
  }
  if (RAISE.has(name) && isAggregate(lookup, object, site) && args[0]?.kind === 'new')
    push(lookup, found, site, 'publish', 'aggregate', eventNames(lookup, args[0], site.fn, 'aggregate'));
  const isPublish = PUBLISH.has(name);
  if (!isPublish && !CONSUME.has(name)) return;
  const emitter = emitterOf(lookup, object, site.fn);
  if (emitter === undefined || !fits(emitter, name, args)) return;
  const names =
    emitter === 'message-broker' ? brokerNames(lookup, site, name) : eventNames(lookup, args[0], site.fn, emitter);
  push(lookup, found, site, isPublish ? 'publish' : 'consume', emitter, names);
}

/** `execute` belongs to command and query buses; a consumer by literal name needs a callback. */
function fits(emitter: Emitter, method: string, args: readonly Expr[]): boolean {
  const isBus = emitter === 'command-bus' || emitter === 'query-bus';
  if (method === 'execute') return isBus;
  if (isBus) return method === 'send' || method === 'dispatch';
  if (method === 'send' || method === 'sendToQueue') return emitter === 'message-broker';
  return method === 'ofType' || !CONSUME.has(method) || args.length > 1 || emitter === 'message-broker';
}

function push(
  lookup: Lookup,
  found: EventFact[],
  site: CallSite,
  direction: EventFact['direction'],
  mechanism: string,
  names: readonly EventName[],
): void {
  for (const named of names)
    if (!LIFECYCLE.test(named.name))
      found.push({ direction, ...named, mechanism, function: functionName(lookup, site.fn), line: site.expr.line });
}

/** What the receiver is: declared type, how it was made, else its name. */
function emitterOf(lookup: Lookup, object: Expr, fn: number): Emitter | undefined {
  let receiver = object;
  // `this.eventBus.withTransaction(manager).emit(…)`
  while (receiver.kind === 'call' && receiver.callee.kind === 'member') receiver = receiver.callee.object;
  if (receiver.kind === 'this') return isEmitterClass(lookup, fn) ? 'event-emitter' : undefined;
  const known = knownOf(lookup, receiver, fn);
  if (known?.init !== undefined && isAngularOutput(lookup, known.init)) return undefined;
  const declared = typeNameOf(known?.type) || calledName(known?.init ?? { kind: 'unknown' });
  if (/^(?:I?CommandBus|\w*CommandBus)$/.test(declared)) return 'command-bus';
  if (/^(?:I?QueryBus|\w*QueryBus)$/.test(declared)) return 'query-bus';
  if (BROKER_TYPES.test(declared)) return 'message-broker';
  if (/^EventEmitter\d?$|^Emittery$/.test(declared)) return 'event-emitter';
  if (EMITTER_TYPES.test(declared)) return 'event-bus';
  return emitterByName(writtenOf(receiver) || calledName(receiver));
}

function emitterByName(spelled: string): Emitter | undefined {
  const last = spelled.slice(spelled.lastIndexOf('.') + 1);
  if (/command_?bus_?$/i.test(last)) return 'command-bus';
  if (/query_?bus_?$/i.test(last)) return 'query-bus';
  if (/^(?:producer|kafkaProducer|channel|amqpConnection|kafkaClient|rabbitClient)_?$/i.test(last))
    return 'message-broker';
  if (/emitter_?2?$/i.test(last)) return 'event-emitter';
  return EMITTERS.test(last) ? 'event-bus' : undefined;
}

function isAngularOutput(lookup: Lookup, init: Expr): boolean {
  const spelled = init.kind === 'new' || init.kind === 'call' ? spelledOf(init.callee) : '';
  return /^@angular\//.test(specifierOf(lookup, spelled)) || spelled === 'output';
}

function isEmitterClass(lookup: Lookup, fn: number): boolean {
  const base = classAround(lookup, fn)?.extends;
  return base !== undefined && /EventEmitter\d?$|EventBus$|Emittery$/.test(spelledOf(base));
}

/** `this.apply(new OrderPaid())`, `order.addDomainEvent(new OrderPaid())`: the argument must be named like an event. */
function isAggregate(lookup: Lookup, object: Expr, { expr, fn }: CallSite): boolean {
  const event = calledName(expr.args[0] ?? { kind: 'unknown' });
  if (/Event$/.test(event)) return true;
  const base = object.kind === 'this' ? classAround(lookup, fn)?.extends : undefined;
  return base !== undefined && /AggregateRoot$/.test(spelledOf(base.kind === 'call' ? base.callee : base));
}

/** `producer.send({ topic })`, `channel.publish(exchange, key)`, `channel.sendToQueue('orders')`. */
function brokerNames(lookup: Lookup, { expr, fn }: CallSite, method: string): EventName[] {
  const [first, second] = expr.args;
  if (method === 'publish' && expr.args.length > 2 && second !== undefined) {
    const key = eventNames(lookup, second, fn, 'message-broker');
    if (key.length > 0) return key;
  }
  const topic = entryOf(first, 'topic') ?? entryOf(first, 'topics') ?? first;
  return eventNames(lookup, topic, fn, 'message-broker');
}

/** `queue.add('job', data)` and `queue.process('job', handler)`: the queue when known, else the job. */
function job(lookup: Lookup, site: CallSite, queue: Expr, found: EventFact[]): void {
  const { args } = site.expr;
  const isConsumer = calledName(site.expr) === 'process';
  if (args.length === 0) return;
  const named = eventNames(lookup, queueArgument(lookup, queue, site.fn), site.fn, 'queue');
  const jobs = args.length > 1 ? eventNames(lookup, args[0], site.fn, 'queue') : [];
  const names = named.length > 0 ? named : jobs;
  push(lookup, found, site, isConsumer ? 'consume' : 'publish', 'queue', names);
}

/** `emitEventStep({ eventName, data })` of workflow steps. */
function emitStep(lookup: Lookup, site: CallSite, found: EventFact[]): void {
  const { callee, args } = site.expr;
  if (callee.kind !== 'name' || !/^(?:emit|publish)\w+$/.test(callee.name) || !callee.name.includes('Event')) return;
  const names = eventNames(lookup, args[0], site.fn, 'event-bus');
  push(lookup, found, site, 'publish', 'event-bus', names);
}

function ofClasses(lookup: Lookup, found: EventFact[]): void {
  for (const owner of lookup.program.classes) {
    for (const decorator of owner.decorators ?? []) {
      const mechanism = CLASS_DECORATORS.get(decoratorName(decorator));
      if (mechanism === undefined) continue;
      for (const argument of decoratorArgs(decorator))
        for (const named of eventNames(lookup, argument, owner.parent, mechanism))
          found.push({ direction: 'consume', ...named, mechanism, function: owner.name, line: decorator.line });
    }
    const isDecorated = decoratorOf(owner, 'EventsHandler') !== undefined;
    for (const type of isDecorated ? [] : (owner.implements ?? []))
      for (const name of handledEvents(type))
        found.push({
          direction: 'consume',
          name,
          nameKind: 'class',
          mechanism: 'event-bus',
          function: owner.name,
          line: owner.line,
        });
    for (const member of owner.members)
      for (const decorator of member.decorators ?? []) {
        const mechanism = METHOD_DECORATORS.get(decoratorName(decorator));
        if (mechanism === undefined) continue;
        const where = { mechanism, function: `${owner.name}.${member.name}`, line: decorator.line };
        for (const named of eventNames(lookup, decoratorArgs(decorator)[0], owner.parent, mechanism))
          found.push({ direction: 'consume', ...named, ...where });
      }
  }
}

/** `implements IEventHandler<OrderPaid>`. */
function handledEvents(type: TypeRef): string[] {
  if (type.kind !== 'ref' || !HANDLER_TYPES.test(type.name)) return [];
  const [event] = type.args;
  const events = event?.kind === 'union' ? event.of : event === undefined ? [] : [event];
  return events.map(typeNameOf).filter((name) => name !== '');
}
