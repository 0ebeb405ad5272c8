/**
 * Event flows: publishers and consumers of one event name in different files. A constant or a class is followed to
 * where it is declared, so that `OrderEvents.PAID` here and `'order.paid'` there are one event. The consumer depends on
 * the publisher's contract: the edge leads from consumer to publisher.
 */
import {
  type EventFact,
  type EventFlow,
  type Evidence,
  type Expr,
  type FileFacts,
  type ModuleEdge,
  moduleId,
  sortedBy,
} from '../../model/index.js';
import type { Symbols } from './symbols.js';

type Place = { readonly path: string; readonly fact: EventFact };
type Files = ReadonlyMap<string, FileFacts>;
type Flow = { readonly name: string; readonly publishers: Place[]; readonly consumers: Place[] };

/** Only events of runtime code count: a test that listens couples nothing. */
export function linkEvents(
  facts: readonly FileFacts[],
  symbols: Symbols,
  isRuntime: (path: string) => boolean,
): { flows: EventFlow[]; edges: ModuleEdge[] } {
  const programs = new Map(facts.map((file) => [file.path, file]));
  const flows = new Map<string, Flow>();
  for (const { path, events } of facts) {
    if (!isRuntime(path)) continue;
    for (const fact of events) {
      const { key, name } = identityOf(path, fact, symbols, programs);
      let flow = flows.get(key);
      if (flow === undefined) {
        flow = { name, publishers: [], consumers: [] };
        flows.set(key, flow);
      }
      (fact.direction === 'publish' ? flow.publishers : flow.consumers).push({ path, fact });
    }
  }
  const found = [...flows.values()];
  return {
    flows: sortedBy(found.map(describe), ({ name, mechanism, publishers, consumers }) => [
      name,
      mechanism,
      (publishers[0] ?? consumers[0])?.path ?? '',
    ]),
    edges: edgesOf(found),
  };
}

/** Names that sockets, streams and processes use: equal names there mean nothing. */
const COMMON =
  /^(?:message|messages|error|errors|close|closed|open|data|end|finish|exit|connect|connected|connection|disconnect|ready|change|changed|update|done|timeout|abort|drain|pipe|load|unload|start|stop|beforeExit|uncaughtException|unhandledRejection|SIG[A-Z]+|[*.#:/_-]+)$/;

/** Queues, brokers and events are apart: a queue `orders` is no event `orders`. */
function familyOf(mechanism: string): string {
  return /queue|bull|job/i.test(mechanism)
    ? 'queue'
    : /broker|kafka|rabbit|amqp|sqs|sns|nats|redis/i.test(mechanism)
      ? 'broker'
      : 'event';
}

/** Literal names meet by their text, classes and constants by the file that declares them. */
function identityOf(path: string, fact: EventFact, symbols: Symbols, files: Files): { key: string; name: string } {
  const { name, nameKind, mechanism, line } = fact;
  const family = familyOf(mechanism);
  const literal = (text: string): { key: string; name: string } => {
    // A name with holes, or everybody's name, is no meeting point: it stays with its place.
    const isAlone = text.includes('*') || (mechanism === 'event-emitter' && COMMON.test(text));
    return { key: `${family}\0literal\0${text}${isAlone ? `\0${path}\0${line}` : ''}`, name: text };
  };
  if (nameKind === 'literal') return literal(name);
  const declared = declarationOf(path, name.split('.'), symbols);
  if (declared === undefined) return { key: `${family}\0${nameKind}\0${name}`, name };
  const { local, members } = declared;
  const value = nameKind === 'constant' ? constantOf(files.get(declared.path), local, members) : undefined;
  if (value !== undefined) return literal(value);
  const full = [local, ...members].join('.');
  return { key: `${family}\0${nameKind}\0${declared.path}\0${full}`, name: full };
}

/** The text behind a constant of a file's, `Queues.Export.name`, or undefined. */
export function textBehind(path: string, name: string, symbols: Symbols, files: Files): string | undefined {
  const declared = declarationOf(path, name.split('.'), symbols);
  return declared && constantOf(files.get(declared.path), declared.local, declared.members);
}

/** Files whose constants name events of others: told apart from the rest of a file only by parsing it. */
export function filesBehindEvents(
  facts: readonly FileFacts[],
  symbols: Symbols,
  isRuntime: (path: string) => boolean,
): string[] {
  return facts.flatMap(({ path, events }) =>
    (isRuntime(path) ? events : [])
      .filter(({ nameKind }) => nameKind === 'constant')
      .map(({ name }) => declarationOf(path, name.split('.'), symbols)?.path ?? path),
  );
}

type Declared = { readonly path: string; readonly local: string; readonly members: readonly string[] };

/** Where the first name of `a.b.c` is declared; a namespace import is passed through. */
function declarationOf(path: string, names: readonly string[], symbols: Symbols): Declared | undefined {
  const [head, ...members] = names as [string, ...string[]];
  let target = symbols.resolveImport(path, head);
  if (target === undefined) return { path, local: head, members };
  while (target.kind === 'namespace' && members.length > 0)
    target = symbols.resolveExport(target.path, members.shift() as string);
  return target.kind === 'declared' ? { path: target.path, local: target.local, members } : undefined;
}

/** The text behind `Enum.MEMBER`, `Constants.a.b`, `Class.Events.PAID` or a plain constant. */
function constantOf(facts: FileFacts | undefined, local: string, members: readonly string[]): string | undefined {
  const { program } = facts ?? {};
  if (program === undefined) return undefined;
  const inEnum = program.enums.find(({ name }) => name === local)?.members.find(({ name }) => name === members[0]);
  if (inEnum?.value !== undefined) return textOf(inEnum.value);
  const owner = program.classes.find(({ name }) => name === local);
  const inClass = owner?.members.find(({ name, isStatic }) => isStatic && name === members[0]);
  const inFile = program.functions[0]?.locals.find(({ name }) => name === local);
  const found = owner === undefined ? memberOf(inFile?.init, members) : memberOf(inClass?.init, members.slice(1));
  return found === undefined ? undefined : textOf(found);
}

function memberOf(start: Expr | undefined, members: readonly string[]): Expr | undefined {
  let value = start;
  for (const member of members) {
    while (value?.kind === 'cast') value = value.value;
    // `Object.freeze({ … })` and the like hand their argument on.
    if (value?.kind === 'call') value = value.args[0];
    value = value?.kind === 'object' ? value.entries.find(({ key }) => key === member)?.value : undefined;
  }
  return value;
}

function textOf(expression: Expr): string | undefined {
  let value = expression;
  while (value.kind === 'cast') value = value.value;
  if (value.kind === 'string') return value.value;
  return value.kind === 'template' && value.holes.length === 0 ? value.texts[0] : undefined;
}

function describe({ name, publishers, consumers }: Flow): EventFlow {
  const mechanisms = [...new Set([...publishers, ...consumers].map(({ fact }) => fact.mechanism))].sort();
  return {
    name,
    mechanism: mechanisms.join('+'),
    publishers: evidenceOf(publishers),
    consumers: evidenceOf(consumers),
  };
}

function evidenceOf(places: readonly Place[]): Evidence[] {
  const evidence = places.map(({ path, fact }) => ({
    path,
    line: fact.line,
    ...(fact.function === '' ? {} : { function: fact.function }),
  }));
  return sortedBy(evidence, ({ path, line }) => [path, line]);
}

/** One edge per pair of files; its symbols are the event names between them. */
function edgesOf(flows: readonly Flow[]): ModuleEdge[] {
  const drafts = new Map<string, { from: string; to: string; names: Set<string>; evidence: Map<string, Evidence> }>();
  for (const { name, publishers, consumers } of flows) {
    for (const consumer of consumers) {
      for (const publisher of publishers) {
        if (consumer.path === publisher.path) continue;
        const key = `${consumer.path}\0${publisher.path}`;
        const draft = drafts.get(key) ?? {
          from: consumer.path,
          to: publisher.path,
          names: new Set<string>(),
          evidence: new Map<string, Evidence>(),
        };
        drafts.set(key, draft);
        draft.names.add(name);
        for (const [place, note] of [
          [consumer, 'consumes'],
          [publisher, 'publishes'],
        ] as const) {
          const { line, function: inFunction } = place.fact;
          const evidence = { path: place.path, line, ...(inFunction === '' ? {} : { function: inFunction }), note };
          draft.evidence.set(`${place.path}\0${line}`, evidence);
        }
      }
    }
  }
  const edges = [...drafts.values()].map(
    ({ from, to, names, evidence }): ModuleEdge => ({
      from: moduleId(from),
      to: moduleId(to),
      kind: 'event',
      symbols: [...names].sort(),
      weight: names.size,
      evidence: sortedBy(evidence.values(), (item) => [item.path === from ? 0 : 1, item.line]),
      traits: [],
    }),
  );
  return sortedBy(edges, ({ from, to }) => [from, to]);
}
