/** Sections 3, 4 and 9: the facade, the callbacks, the tests that hold them. */
import type { Dossier, Operation, SeamSymbol } from './dossier.js';
import { cell, code, list, table } from './markdown.js';
import type { Pen } from './render-context.js';

export function renderFacade({ facade }: Dossier, pen: Pen): string[] {
  const { say } = pen;
  if (facade.operations.length + facade.symbols.length === 0)
    return [...pen.heading(1, say('facade')), say('facadeNone'), ''];
  const modules = new Set(facade.operations.flatMap((o) => o.callers.map((c) => c.path))).size;
  const calls = facade.operations.reduce((sum, o) => sum + o.calls, 0);
  const operations = facade.operations.map((o) => [
    `${code(`${o.name}`)}<br>${code(o.path)}`,
    say(`style.${o.style}`),
    String(o.calls),
    callers(o, pen),
  ]);
  const symbols = facade.symbols.map((s) => [
    `${code(s.symbol)}<br>${code(s.path)}`,
    say(`kind.${s.kind}`) + (s.isEntity ? `; ${say('entity')}` : ''),
    users(s, pen),
  ]);
  return [
    ...pen.heading(1, say('facade')),
    say('facadeIntro', { operations: facade.operations.length, calls, modules, symbols: facade.symbols.length }),
    '',
    ...table([say('operation'), say('style'), say('calls'), say('callers')], operations, pen.limit),
    ...(symbols.length > 0 ? pen.heading(2, say('leaks')) : []),
    ...table([say('symbol'), say('kind'), say('users')], symbols, pen.limit),
  ];
}

function callers(operation: Operation, pen: Pen): string {
  const places = operation.callers.flatMap((c) =>
    (c.lines.length === 0 ? [0] : c.lines).map((line) => ({ path: c.path, line })),
  );
  const contexts = [...new Set(operation.callers.map((c) => c.context))].sort();
  return `${contexts.map(cell).join(', ')}: ${pen.places(places)}`;
}

function users(symbol: SeamSymbol, pen: Pen): string {
  return `${[...new Set(symbol.users.map((u) => u.context))].sort().map(cell).join(', ')}: ${pen.places(symbol.users)}`;
}

export function renderCallbacks({ callbacks }: Dossier, pen: Pen): string[] {
  const { say } = pen;
  const names = (items: readonly string[]) => [...new Set(items)].slice(0, pen.limit.rows).map(code).join(', ');
  const rows = callbacks.map((c) => [
    cell(c.context),
    say(c.isStillInside ? 'stillInside' : 'alreadyOut'),
    [
      ...(c.operations.length > 0 ? [say('operationsOf', { names: names(c.operations.map((o) => o.name)) })] : []),
      ...(c.symbols.length > 0 ? [say('symbolsOf', { names: names(c.symbols.map((s) => s.symbol)) })] : []),
    ].join('<br>'),
    pen.places([
      ...c.operations.flatMap((o) => o.callers.map((x) => ({ path: x.path, line: x.lines[0] ?? 0 }))),
      ...c.symbols.flatMap((s) => s.users),
    ]),
  ]);
  return [
    ...pen.heading(1, say('callbacksHead')),
    ...(rows.length === 0
      ? [say('callbacksNone'), '']
      : table([say('context'), '', say('name'), say('places')], rows, pen.limit)),
  ];
}

export function renderTests({ tests }: Dossier, pen: Pen): string[] {
  const { say } = pen;
  return [
    ...pen.heading(1, say('tests')),
    say('testsLine', { count: tests.covering.length }),
    '',
    ...list(
      tests.covering.map((t) => `${code(t.path)}: ${t.providers.map(code).join(', ')}`),
      pen.limit,
    ),
    ...(tests.uncovered.length > 0
      ? [say('uncovered', { names: '' }).trim(), '', ...list(tests.uncovered.map(code), pen.limit)]
      : []),
  ];
}
