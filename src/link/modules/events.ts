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
type Flow = { readonly name: string; readonly publishers: Place[]; readonly consumers: Place[] };

export function linkEvents(facts: readonly FileFacts[], symbols: Symbols): { flows: EventFlow[]; edges: ModuleEdge[] } {
  const programs = new Map(facts.map((file) => [file.path, file]));
  const flows = new Map<string, Flow>();
  for (const { path, events } of facts) {
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

/** Literal names meet by their text, classes and constants by the file that declares them. */
function identityOf(
  path: string,
  { name, nameKind }: EventFact,
  symbols: Symbols,
  files: ReadonlyMap<string, FileFacts>,
): { key: string; name: string } {
  if (nameKind === 'literal') return { key: `literal\0${name}`, name };
  const [head, ...members] = name.split('.') as [string, ...string[]];
  const target = symbols.resolveImport(path, head);
  const declaredIn = target === undefined ? path : target.kind === 'declared' ? target.path : undefined;
  if (declaredIn === undefined) return { key: `${nameKind}\0${name}`, name };
  const local = target?.kind === 'declared' ? target.local : head;
  if (nameKind === 'constant') {
    const value = constantOf(files.get(declaredIn), local, members);
    if (value !== undefined) return { key: `literal\0${value}`, name: value };
  }
  const full = [local, ...members].join('.');
  return { key: `${nameKind}\0${declaredIn}\0${full}`, name: full };
}

/** The text behind `Enum.MEMBER`, `Constants.a.b`, `Class.NAME` or a plain constant. */
function constantOf(facts: FileFacts | undefined, local: string, members: readonly string[]): string | undefined {
  const { program } = facts ?? {};
  if (program === undefined) return undefined;
  const inEnum = program.enums.find(({ name }) => name === local)?.members.find(({ name }) => name === members[0]);
  if (inEnum?.value !== undefined) return textOf(inEnum.value);
  const inClass = program.classes
    .find(({ name }) => name === local)
    ?.members.find(({ name, isStatic }) => isStatic && name === members[0]);
  if (inClass?.init !== undefined) return textOf(inClass.init);
  let value = program.functions[0]?.locals.find(({ name }) => name === local)?.init;
  for (const member of members) {
    while (value?.kind === 'cast') value = value.value;
    value = value?.kind === 'object' ? value.entries.find(({ key }) => key === member)?.value : undefined;
  }
  return value === undefined ? undefined : textOf(value);
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
