/** Analyses to draw: every fixture of the repository, and one whose names are all hostile. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { analyze } from '../../src/analyze.js';
import { type Analysis, EMPTY_CONFIG } from '../../src/model/index.js';

const FIXTURES = join(import.meta.dirname, '../../fixtures');

export async function fixtureAnalyses(): Promise<{ readonly name: string; readonly analysis: Analysis }[]> {
  const folders = ['systems', 'orm'].flatMap((part) =>
    readdirSync(join(FIXTURES, part), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => `${part}/${name}`),
  );
  const analyses: { name: string; analysis: Analysis }[] = [];
  for (const name of folders.sort()) analyses.push({ name, analysis: await analysisOf(name) });
  return analyses;
}

/** Of one fixture, `systems/bakery-prisma` for example. */
export function analysisOf(name: string): Promise<Analysis> {
  return analyze(join(FIXTURES, name), { config: EMPTY_CONFIG, useGit: false });
}

/** What a stranger's folder, table or context may be called, each with a trap for one format or another. */
export const HOSTILE_NAMES = [
  'end',
  'graph',
  '__proto__',
  'constructor',
  'o"x',
  '</script><img src=x onerror=globalThis.hit=1>',
  'two\nlines\r\n::error::',
  '%%{init: {"theme":"dark"}}%%',
  '#35;#quot;',
  '\\N\\G\\',
  '(auth)',
  '[id]',
  '\u202egnp.\u2066exe\u200b',
  '😀 주문',
  'a */ b',
  '${HOME} $x',
  'A --> B; C',
  'x: y | z',
  '`code` **bold** @everyone',
  '=HYPERLINK("http://example.org")',
  '\u001b[31mred\u001b[0m\u0000',
  "it's { } ; 100%",
  '&lt;&amp;',
  ']]>',
  '--- !!js/function',
  'style',
  ' ',
] as const;

/** The analysis with every path, table and context renamed; nothing else changes. */
export function withHostileNames(analysis: Analysis): Analysis {
  const names = new Map<string, string>();
  const hostile = (text: string, i: number): string => `${HOSTILE_NAMES[i % HOSTILE_NAMES.length]}${text}`;
  analysis.graph.nodes.forEach(({ id, ...node }, i) => {
    const colon = id.indexOf(':') + 1;
    const label = hostile(id.slice(colon), i);
    names.set(id, id.slice(0, colon) + label);
    if (node.kind === 'module') names.set(node.path, label);
    else names.set(node.name, hostile(node.name, i));
  });
  analysis.contextMap.contexts.forEach(({ id, name }, i) => {
    names.set(name, hostile(name, i + 5));
    names.set(id, hostile(id, i + 5));
  });
  names.set(analysis.project.name, HOSTILE_NAMES.join(' '));
  for (const [i, { id }] of analysis.transactions.entries()) names.set(id, hostile(id, i));
  const renamed = (value: unknown): unknown => {
    if (typeof value === 'string') return names.get(value) ?? value;
    if (Array.isArray(value)) return value.map(renamed);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, key === 'kind' ? each : renamed(each)]));
  };
  return renamed(analysis) as Analysis;
}

/** The analysis with its first saga parted: the second step or the third one, then perhaps the last, for each line; the first is come back to. */
export function withBranchedSaga(analysis: Analysis): Analysis {
  const [first, ...others] = analysis.sagas;
  if (first === undefined || first.steps.length < 4) throw new Error('the analysis has no saga of four steps');
  const shortcut = { at: 'src/orders/cancel.ts:12-20', arm: 0 };
  const arms = [
    undefined,
    [shortcut],
    [{ ...shortcut, arm: 1 }],
    [{ at: 'src/orders/cancel.ts:30-33', arm: 0, isRepeated: true as const }],
  ];
  const folded = { at: [{ path: 'src/orders/cancel.ts', line: 41 }], over: ['inventory'], isReadOnly: false };
  const steps = first.steps.map((step, i) => ({
    ...step,
    ...(i === 0 ? { folded } : {}),
    ...(arms[i] === undefined ? {} : { arms: arms[i] }),
  }));
  return { ...analysis, sagas: [{ ...first, steps }, ...others] };
}

/** The contexts of a system, and as many more of which each depends on three others: larger than any page. */
export function largeShop(analysis: Analysis, count: number): Analysis {
  const { contexts, relations } = analysis.contextMap;
  const [context, relation] = [contexts[0]!, relations[0]!];
  const id = (n: number): string => `shop-${n % count}`;
  const numbers = Array.from({ length: count }, (_, n) => n);
  const more = numbers.map((n) => ({ ...context, id: id(n), name: `Shop ${n}`, modules: [], tables: [] }));
  const added = numbers.flatMap((n) =>
    [1, 7, 13].map((far) => ({ ...relation, downstream: id(n), upstream: id(n + far), weight: 99 })),
  );
  const contextMap = { ...analysis.contextMap, contexts: [...contexts, ...more], relations: [...relations, ...added] };
  return { ...analysis, contextMap };
}
