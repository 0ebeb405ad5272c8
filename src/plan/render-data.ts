/** Section 2: tables to take, shared tables, foreign tables, keys and joins, each with what replaces it. */
import type { Dossier, Use } from './dossier.js';
import { cell, code, table } from './markdown.js';
import { shortName } from './plan-view.js';
import type { Pen } from './render-context.js';

export function renderData({ data }: Dossier, pen: Pen): string[] {
  const { say } = pen;
  const uses = (list: readonly Use[]) =>
    list.map((use) => `${cell(use.context)} (${use.count}): ${pen.places(use.places, 2)}`).join('; ');
  const own = data.own.map((t) => [code(shortName(t.table)), list(t.otherReaders), list(t.otherWriters)]);
  const shared = data.shared.map((t) => [code(shortName(t.table)), uses(t.otherWriters)]);
  const foreign = data.foreign.map((t) => [
    code(shortName(t.table)),
    cell(t.owner),
    pen.places(t.reads),
    pen.places(t.writes),
    say(`replacement.${t.replacement}`),
  ]);
  const keys = data.keys.map((k) => [
    `${code(`${shortName(k.from)}${k.columns.length > 0 ? `(${k.columns.join(', ')})` : ''}`)} → ${code(shortName(k.to))}`,
    cell(k.neighbour),
    pen.places(k.evidence, 2),
    say(`replacement.${k.replacement}`),
  ]);
  const joins = data.joins.map((j) => [
    j.tables.map((t) => code(shortName(t))).join(', '),
    cell(j.owner),
    cell(j.by),
    pen.places(j.places),
    say(`replacement.${j.replacement}`),
  ]);
  return [
    ...pen.heading(1, say('data')),
    say('dataStages'),
    '',
    ...block(pen, 'ownTables', table([say('table'), say('readers'), say('writers')], own, pen.limit)),
    ...untouched(data.own, pen),
    ...block(pen, 'sharedTables', table([say('table'), say('writers')], shared, pen.limit)),
    ...block(
      pen,
      'foreignTables',
      table([say('table'), say('owner'), say('reads'), say('writes'), say('instead')], foreign, pen.limit),
    ),
    ...block(pen, 'keys', table([say('keys'), say('with'), say('places'), say('instead')], keys, pen.limit)),
    ...block(
      pen,
      'joins',
      table([say('table'), say('owner'), say('by'), say('places'), say('instead')], joins, pen.limit),
    ),
  ];
}

function untouched(own: Dossier['data']['own'], pen: Pen): string[] {
  const names = own.filter(({ isUntouched }) => isUntouched).map(({ table: id }) => code(shortName(id)));
  if (names.length === 0) return [];
  return [pen.say('untouched', { count: names.length, tables: names.join(', ') }), ''];
}

function list(uses: readonly Use[]): string {
  return uses.map((use) => `${cell(use.context)} (${use.count})`).join(', ');
}

function block(
  pen: Pen,
  title: 'ownTables' | 'sharedTables' | 'foreignTables' | 'keys' | 'joins',
  lines: readonly string[],
): string[] {
  return lines.length === 0 ? [] : [...pen.heading(2, pen.say(title)), ...lines];
}
