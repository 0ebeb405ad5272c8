/** Entry points that calls declare, other than HTTP: queue workers, schedules, brokers' consumers, sockets, commands. */
import type { EntryPointFact, EntryPointKind, Expr } from '../../model/index.js';
import { nameOf } from './decorated.js';
import {
  type CallSite,
  calledName,
  entryOf,
  knownOf,
  type Lookup,
  specifierOf,
  spelledOf,
  textOf,
  typeNameOf,
  writtenOf,
} from './lookup.js';

const WORKER_PACKAGES = /^(?:bullmq|bull|bee-queue|@taskforcesh\/bullmq-pro|groupmq)$/;
const CRON_PACKAGES = /^(?:node-cron|cron|croner|node-schedule|@hokify\/agenda|agenda|toad-scheduler)$/;

export const JOB_CALLS: readonly string[] = [
  'Worker',
  'WorkerPro',
  'CronJob',
  'Cron',
  'process',
  'schedule',
  'scheduleJob',
  'consume',
  'run',
  'subscribe',
  'on',
  'action',
];

export function calledJobs(lookup: Lookup): EntryPointFact[] {
  const found: EntryPointFact[] = [];
  for (const site of lookup.calls) {
    const fact = site.expr.kind === 'new' ? constructed(lookup, site) : called(lookup, site);
    if (fact !== undefined) found.push(fact);
  }
  return found;
}

function entry(
  kind: EntryPointKind,
  verb: string,
  name: string | undefined,
  handler: Expr | undefined,
  site: CallSite,
): EntryPointFact {
  return {
    kind,
    verb,
    name: name ?? '',
    handler: handler === undefined ? '' : spelledOf(handler),
    line: site.expr.line,
  };
}

/** `new Worker('orders', handler)` of bullmq, `new CronJob('0 * * * *', handler)`. */
function constructed(lookup: Lookup, site: CallSite): EntryPointFact | undefined {
  const { callee, args } = site.expr;
  const spelled = spelledOf(callee);
  const from = specifierOf(lookup, spelled.split('.')[0] as string);
  const first = nameOf(lookup, args[0], site.fn);
  if (isWorker(lookup, site.expr)) return entry('queue', first ?? '', first, args[1], site);
  if (/^(?:CronJob|Cron)$/.test(spelled) && CRON_PACKAGES.test(from))
    return entry('cron', first ?? '', first, args.at(-1), site);
  return undefined;
}

/** `new Worker('orders', handler)` of bullmq: it consumes the queue. */
export function isWorker(lookup: Lookup, expr: CallSite['expr']): boolean {
  const isNamed = expr.kind === 'new' && /^Worker(?:Pro)?$/.test(calledName(expr));
  return isNamed && WORKER_PACKAGES.test(specifierOf(lookup, spelledOf(expr.callee).split('.')[0] as string));
}

function called(lookup: Lookup, site: CallSite): EntryPointFact | undefined {
  const { callee, args } = site.expr;
  const name = calledName(site.expr);
  const first = nameOf(lookup, args[0], site.fn);
  if (callee.kind !== 'member')
    return name === 'scheduleJob' && CRON_PACKAGES.test(specifierOf(lookup, name))
      ? entry('cron', first ?? '', first, args.at(-1), site)
      : undefined;
  const receiver = spelledOf(callee.object);
  switch (name) {
    case 'process':
      return isQueue(lookup, callee.object, site.fn) && args.length > 0
        ? processed(lookup, site, callee.object)
        : undefined;
    case 'schedule':
    case 'scheduleJob':
      return CRON_PACKAGES.test(specifierOf(lookup, receiver.split('.')[0] as string)) && args.length > 1
        ? entry('cron', first ?? '', first, args.at(-1), site)
        : undefined;
    case 'consume':
      return /channel|^ch$|\.ch$/i.test(receiver) ? entry('queue', 'consume', first, args[1], site) : undefined;
    case 'run':
      return consumerRun(lookup, site, receiver);
    case 'on':
      return isSocket(lookup, receiver) &&
        first !== undefined &&
        !/^(?:connect(?:ion)?|disconnect(?:ing)?|error|close)$/.test(first)
        ? entry('websocket', 'on', first, args[1], site)
        : undefined;
    case 'action':
      return command(lookup, site, callee.object);
    default:
      return undefined;
  }
}

/** Built here from a queue class, declared as one, or named `…queue`. */
export function isQueue(lookup: Lookup, receiver: Expr, fn: number): boolean {
  const known = knownOf(lookup, receiver, fn);
  if (known?.init !== undefined && /^(?:Queue|Bull|BullQueue|QueuePro)$/.test(calledName(known.init))) return true;
  if (/^(?:Queue|QueuePro|BullQueue)$/.test(typeNameOf(known?.type))) return true;
  return known?.init?.kind !== 'array' && /queue$/i.test(writtenOf(receiver));
}

/** What names the queue: the argument of `new Queue('orders')` or `@InjectQueue('orders')`. */
export function queueArgument(lookup: Lookup, receiver: Expr, fn: number): Expr | undefined {
  const known = knownOf(lookup, receiver, fn);
  const { init } = known ?? {};
  if (init?.kind === 'new' || init?.kind === 'call') return init.args[0];
  for (const { expression } of known?.decorators ?? [])
    if (calledName(expression) === 'InjectQueue' && expression.kind === 'call') return expression.args[0];
  return undefined;
}

/** `queue.process('job', handler)` or `queue.process(handler)`. */
function processed(lookup: Lookup, site: CallSite, queue: Expr): EntryPointFact | undefined {
  const { args } = site.expr;
  const last = args.at(-1) as Expr;
  if (args.length === 1 && last.kind !== 'function' && last.kind !== 'name' && last.kind !== 'member') return undefined;
  const job = args.length > 1 ? nameOf(lookup, args[0], site.fn) : undefined;
  const named = nameOf(lookup, queueArgument(lookup, queue, site.fn), site.fn) ?? spelledOf(queue);
  return entry('queue', named, job ?? named, last, site);
}

/** kafkajs: the topic stands in `consumer.subscribe({ topic })` beside `consumer.run({ eachMessage })`. */
function consumerRun(lookup: Lookup, site: CallSite, receiver: string): EntryPointFact | undefined {
  const [options] = site.expr.args;
  const each = entryOf(options, 'eachMessage') ?? entryOf(options, 'eachBatch');
  if (each === undefined) return undefined;
  const subscribed = lookup.calls.find(
    ({ expr }) =>
      calledName(expr) === 'subscribe' && expr.callee.kind === 'member' && spelledOf(expr.callee.object) === receiver,
  );
  const options2 = subscribed?.expr.args[0];
  const topic = entryOf(options2, 'topic') ?? entryOf(options2, 'topics');
  return entry('queue', 'kafka', subscribed && nameOf(lookup, topic, subscribed.fn), each, site);
}

function isSocket(lookup: Lookup, receiver: string): boolean {
  if (!/^(?:socket|client|ws)$|\.socket$/.test(receiver)) return false;
  return [...lookup.imported.values()].some(({ specifier }) => specifier === 'socket.io');
}

/** commander: `.command('deploy <name>')…​.action(handler)`. */
function command(lookup: Lookup, site: CallSite, chain: Expr): EntryPointFact | undefined {
  let name: string | undefined;
  let next = chain;
  while (next.kind === 'call' && next.callee.kind === 'member') {
    if (next.callee.name === 'command' && name === undefined) name = textOf(lookup, next.args[0], site.fn);
    next = next.callee.object;
  }
  if (next.kind === 'new' && calledName(next) === 'Command') name ??= textOf(lookup, next.args[0], site.fn);
  const known = knownOf(lookup, next, site.fn);
  if (name === undefined && known?.init !== undefined) name = commandOf(lookup, known.init, site.fn);
  const usesCommander = [...lookup.imported.values()].some(({ specifier }) =>
    /^(?:commander|@commander-js\/|cac$)/.test(specifier),
  );
  if (!usesCommander && !(name !== undefined && /^(?:program|cli|cmd)$/.test(spelledOf(next)))) return undefined;
  return entry('cli', 'command', name?.split(' ')[0], site.expr.args[0], site);
}

/** `const deploy = program.command('deploy')`. */
function commandOf(lookup: Lookup, init: Expr, fn: number): string | undefined {
  for (let next = init; next.kind === 'call' || next.kind === 'new'; ) {
    const isNamed = calledName(next) === 'command' || calledName(next) === 'Command';
    if (isNamed) return textOf(lookup, next.args[0], fn);
    if (next.callee.kind !== 'member') return undefined;
    next = next.callee.object;
  }
  return undefined;
}
