/**
 * Entry points that decorators declare: HTTP controllers (Nest, routing-controllers, tsoa, inversify, Ts.ED), GraphQL
 * resolvers, message and event patterns, gateways, schedules, queue processors, commands. A method's decorator counts
 * only with the decorator its class must have, where the framework asks for one: `@Get` alone means nothing.
 */
import type { ClassFact, ClassMember, Decorator, EntryPointFact, EntryPointKind, Expr } from '../../model/index.js';
import { entryOf, type Lookup, spelledOf, textOf } from './lookup.js';

const CONTROLLERS = new Set(['Controller', 'RestController', 'JsonController', 'controller', 'Route', 'ApiController']);
const HTTP = /^(?:http)?(Get|Post|Put|Patch|Delete|Head|Options|All|Search|Sse)(?:Mapping)?$/;
const RESOLVERS = new Set(['Resolver', 'ResolverOf']);
const FIELDS = new Set([
  'Query',
  'Mutation',
  'Subscription',
  'ResolveField',
  'ResolveProperty',
  'FieldResolver',
  'ResolveReference',
]);

/** Decorators that make an entry point by themselves: what kind, and under which decorator of the class. */
const METHODS: ReadonlyMap<string, { kind: EntryPointKind; classNeeds?: string }> = new Map([
  ['MessagePattern', { kind: 'rpc' }],
  ['GrpcMethod', { kind: 'rpc' }],
  ['GrpcStreamMethod', { kind: 'rpc' }],
  ['EventPattern', { kind: 'event' }],
  ['OnEvent', { kind: 'event' }],
  ['RabbitSubscribe', { kind: 'queue' }],
  ['RabbitRPC', { kind: 'rpc' }],
  ['SqsMessageHandler', { kind: 'queue' }],
  ['SubscribeMessage', { kind: 'websocket', classNeeds: 'WebSocketGateway' }],
  ['Cron', { kind: 'cron' }],
  ['Interval', { kind: 'cron' }],
  ['Timeout', { kind: 'cron' }],
  ['Process', { kind: 'queue', classNeeds: 'Processor' }],
] as const);

export function decoratedEntryPoints(lookup: Lookup): EntryPointFact[] {
  const found: EntryPointFact[] = [];
  for (const owner of lookup.program.classes) {
    ofClass(lookup, owner, found);
    for (const member of owner.members)
      for (const decorator of member.decorators ?? []) ofMember(lookup, owner, member, decorator, found);
  }
  return found;
}

/** Name of a decorator without its namespace: `Get` of `@Get('x')` and `@common.Get('x')`. */
export function decoratorName({ expression }: Decorator): string {
  const named = expression.kind === 'call' ? expression.callee : expression;
  return named.kind === 'name' || named.kind === 'member' ? named.name : '';
}

export function decoratorArgs({ expression }: Decorator): readonly Expr[] {
  return expression.kind === 'call' ? expression.args : [];
}

export function decoratorOf(owner: ClassFact, name: string): Decorator | undefined {
  return owner.decorators?.find((decorator) => decoratorName(decorator) === name);
}

function ofClass(lookup: Lookup, owner: ClassFact, found: EntryPointFact[]): void {
  const processor = decoratorOf(owner, 'Processor');
  if (processor !== undefined && !hasProcessMethods(owner)) {
    const [queue] = decoratorArgs(processor);
    const name = nameOf(lookup, queue, owner.parent) ?? '';
    found.push({ kind: 'queue', verb: name, name, handler: `${owner.name}.process`, line: processor.line });
  }
  const command = decoratorOf(owner, 'Command');
  if (command === undefined || !owner.members.some(({ name }) => name === 'run')) return;
  const name = textOf(lookup, entryOf(decoratorArgs(command)[0], 'name'), owner.parent) ?? '';
  found.push({ kind: 'cli', verb: 'command', name, handler: `${owner.name}.run`, line: command.line });
}

function hasProcessMethods(owner: ClassFact): boolean {
  return owner.members.some((member) => member.decorators?.some((d) => decoratorName(d) === 'Process'));
}

function ofMember(
  lookup: Lookup,
  owner: ClassFact,
  member: ClassMember,
  decorator: Decorator,
  found: EntryPointFact[],
): void {
  if (member.kind !== 'method' && member.function === undefined) return;
  const name = decoratorName(decorator);
  const place = { handler: `${owner.name}.${member.name}`, line: decorator.line };
  const [argument, second] = decoratorArgs(decorator);
  const http = HTTP.exec(name);
  if (http !== null) {
    const verb = (http[1] as string).toUpperCase();
    for (const route of routesOf(lookup, owner, argument)) found.push({ kind: 'http', verb, name: route, ...place });
    return;
  }
  if (FIELDS.has(name)) {
    if (!owner.decorators?.some((d) => RESOLVERS.has(decoratorName(d)))) return;
    found.push({ kind: 'graphql', verb: name, name: fieldName(lookup, owner, member, decorator), ...place });
    return;
  }
  const known = METHODS.get(name);
  if (known === undefined || (known.classNeeds && decoratorOf(owner, known.classNeeds) === undefined)) return;
  const isGrpc = name.startsWith('Grpc');
  const topic = nameOf(lookup, argument, owner.parent) ?? '';
  const full = isGrpc ? [topic, nameOf(lookup, second, owner.parent) ?? member.name].filter(Boolean).join('.') : topic;
  found.push({
    kind: known.kind,
    verb: verbOf(lookup, owner, name, topic),
    name: full === '' ? member.name : full,
    ...place,
  });
}

/** A cron expression, a queue's name; else the decorator. */
function verbOf(lookup: Lookup, owner: ClassFact, decorator: string, topic: string): string {
  if (decorator === 'Cron' || decorator === 'Interval' || decorator === 'Timeout') return topic;
  const processor = decorator === 'Process' ? decoratorOf(owner, 'Processor') : undefined;
  return processor === undefined ? decorator : (nameOf(lookup, decoratorArgs(processor)[0], owner.parent) ?? '');
}

/** Prefixes of the controller × paths of the method. No controller, no route. */
function routesOf(lookup: Lookup, owner: ClassFact, path: Expr | undefined): string[] {
  const controller = owner.decorators?.find((decorator) => CONTROLLERS.has(decoratorName(decorator)));
  if (controller === undefined) return [];
  const prefixes = pathsOf(lookup, decoratorArgs(controller)[0], owner.parent);
  const paths = pathsOf(lookup, path, owner.parent);
  return prefixes.flatMap((prefix) => paths.map((tail) => joinRoute(prefix, tail)));
}

function pathsOf(lookup: Lookup, argument: Expr | undefined, fn: number): string[] {
  if (argument === undefined) return [''];
  if (argument.kind === 'array') return argument.items.map((item) => nameOf(lookup, item, fn) ?? '');
  if (argument.kind !== 'object') return [nameOf(lookup, argument, fn) ?? ''];
  return pathsOf(lookup, entryOf(argument, 'path'), fn);
}

/** `/orders` + `:id` → `/orders/:id`, with one slash between and one in front. */
export function joinRoute(prefix: string, path: string): string {
  return `/${prefix}/${path}`.replace(/\/{2,}/g, '/').replace(/(.)\/$/, '$1');
}

/** Text of a literal or constant; of a constant from elsewhere its spelling; of an options object what names it. */
export function nameOf(lookup: Lookup, argument: Expr | undefined, fn: number): string | undefined {
  if (argument === undefined) return undefined;
  if (argument.kind === 'literal') return argument.text;
  if (argument.kind === 'array') return nameOf(lookup, argument.items[0], fn);
  if (argument.kind === 'object') {
    for (const key of ['name', 'cmd', 'routingKey', 'queue', 'topic', 'event', 'pattern']) {
      const named = nameOf(lookup, entryOf(argument, key), fn);
      if (named !== undefined) return named;
    }
    return undefined;
  }
  return textOf(lookup, argument, fn) ?? (spelledOf(argument) || undefined);
}

/** `@Query(() => Order, { name: 'order' })`, `@ResolveField('lines')`, else the method's name; fields with their type. */
function fieldName(lookup: Lookup, owner: ClassFact, member: ClassMember, decorator: Decorator): string {
  let own = member.name;
  for (const argument of decoratorArgs(decorator)) {
    const named = argument.kind === 'object' ? textOf(lookup, entryOf(argument, 'name'), owner.parent) : undefined;
    own = named ?? (argument.kind === 'string' ? argument.value : own);
  }
  const kind = decoratorName(decorator);
  if (kind === 'Query' || kind === 'Mutation' || kind === 'Subscription') return own;
  const type = resolverType(lookup, owner);
  return type === '' ? own : `${type}.${own}`;
}

/** `Order` of `@Resolver(() => Order)`, `@Resolver('Order')`, `@Resolver(Order)`. */
function resolverType(lookup: Lookup, owner: ClassFact): string {
  const [argument] = owner.decorators?.filter((d) => RESOLVERS.has(decoratorName(d))).flatMap(decoratorArgs) ?? [];
  if (argument === undefined) return '';
  if (argument.kind !== 'function') return nameOf(lookup, argument, owner.parent) ?? '';
  const returned = lookup.program.functions[argument.index]?.returns[0];
  return returned === undefined ? '' : spelledOf(returned);
}
