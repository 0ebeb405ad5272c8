/** `msa-map explain`: a metric or rule from its table, anything else from an analysis. */
import { statSync } from 'node:fs';
import { isAbsolute, resolve } from 'node:path';
import { METRICS } from '../cluster/index.js';
import { RULE_TABLE } from '../check/index.js';
import { explain, type Explanation } from '../explain/index.js';
import { printable } from '../model/index.js';
import type { Palette } from '../report/index.js';
import { type Io, write } from './io.js';
import { paletteFor, usesColor } from './palette.js';
import type { Exit } from './program.js';
import { type MapOptions, openSession } from './session.js';
import { lineReader } from './source-line.js';

export async function runExplain(io: Io, _exit: Exit, words: readonly string[], options: MapOptions & { readonly format?: string }): Promise<void> {
  const { subjects, dir } = split(io, words);
  const entry = subjects.length === 1 ? glossary(subjects[0] as string) : undefined;
  const session = entry ? undefined : await openSession(io, dir, { ...options, quiet: true });
  const explanation = entry ?? explain((session as NonNullable<typeof session>).analysis, subjects);
  if (options.format === 'json') return write(io.stdout, `${JSON.stringify(explanation, null, 2)}\n`);
  const palette = paletteFor(usesColor(io.stdout, io.env, options.color));
  await write(io.stdout, renderExplanation(explanation, palette, session?.root === undefined ? undefined : lineReader(session.root)));
}

/** `A B dir`, `A dir`, `A B`, `A`, `"A B"`, `A->B`: the last word is the directory when it is one and another word is left. */
function split(io: Io, words: readonly string[]): { subjects: string[]; dir: string } {
  const last = words.at(-1) as string;
  const isDir = words.length > 1 && statSync(isAbsolute(last) ? last : resolve(io.cwd, last), { throwIfNoEntry: false })?.isDirectory() === true;
  const rest = isDir ? words.slice(0, -1) : words;
  const subjects = rest.flatMap((word) => word.split(/\s*(?:->|→)\s*|\s+/)).filter((word) => word !== '');
  return { subjects: subjects.slice(0, 2), dir: isDir ? last : '.' };
}

function glossary(name: string): Explanation | undefined {
  const metric = METRICS.find(({ id }) => id.toLowerCase() === name.toLowerCase());
  if (metric) {
    const { title, direction, formula, source, meaning, thresholds } = metric;
    return { subject: title, kind: 'metric', sections: [
      { title: 'Meaning', lines: [meaning] },
      { title: 'Formula', lines: [formula] },
      { title: 'Reading it', lines: [`better when ${direction}`, thresholds] },
      { title: 'Source', lines: [source] },
    ] };
  }
  const rule = RULE_TABLE.find(({ id }) => id === name);
  return rule && { subject: rule.id, kind: 'rule', sections: [
    { title: rule.title, lines: [rule.explanation, `default severity: ${rule.severity}`] },
    { title: 'How to fix', lines: [rule.fix] },
  ] };
}

function renderExplanation(explanation: Explanation, palette: Palette, readLine: ((path: string, line: number) => string | undefined) | undefined): string {
  const lines = [`${palette.bold(printable(explanation.subject))} ${palette.dim(explanation.kind)}`];
  for (const section of explanation.sections) {
    lines.push('', palette.bold(printable(section.title)), ...section.lines.map((line) => `  ${printable(line)}`));
    for (const { path, line, text } of section.places ?? []) {
      lines.push(`  ${palette.cyan(`${printable(path)}:${line}`)}  ${printable(text)}`);
      const code = readLine?.(path, line)?.trim();
      if (code) lines.push(`      ${palette.dim(printable(code))}`);
    }
  }
  return `${lines.join('\n')}\n`;
}
