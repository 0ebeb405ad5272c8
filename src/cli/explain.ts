/** `msa-map explain`: a metric or rule from its table, anything else from an analysis. */
import { statSync } from 'node:fs';
import { isAbsolute, resolve } from 'node:path';
import { METRICS } from '../cluster/index.js';
import { type Explanation, explain } from '../explain/index.js';
import { printable, RULE_INFO, RULES } from '../model/index.js';
import type { Palette } from '../report/index.js';
import { type Io, write } from './io.js';
import { paletteFor, usesColor } from './palette.js';
import type { Exit } from './program.js';
import { type MapOptions, openSession } from './session.js';
import { lineReader } from './source-line.js';

export async function runExplain(
  io: Io,
  _exit: Exit,
  words: readonly string[],
  options: MapOptions & { readonly format?: string },
): Promise<void> {
  const { subjects, dir } = split(io, words);
  const entry = subjects.length === 1 ? glossary(subjects[0] as string) : undefined;
  const session = entry ? undefined : await openSession(io, dir, { ...options, quiet: true });
  const explanation = entry ?? explain((session as NonNullable<typeof session>).analysis, subjects);
  if (options.format === 'json') return write(io.stdout, `${JSON.stringify(explanation, null, 2)}\n`);
  const palette = paletteFor(usesColor(io.stdout, io.env, options.color));
  await write(
    io.stdout,
    renderExplanation(explanation, palette, session?.root === undefined ? undefined : lineReader(session.root)),
  );
}

/** `A B dir`, `A dir`, `A B`, `A`, `"A B"`, `A->B`: the last word is the directory when it is one and another word is left. */
function split(io: Io, words: readonly string[]): { subjects: string[]; dir: string } {
  const last = words.at(-1) as string;
  const isDir =
    words.length > 1 &&
    statSync(isAbsolute(last) ? last : resolve(io.cwd, last), { throwIfNoEntry: false })?.isDirectory() === true;
  const rest = isDir ? words.slice(0, -1) : words;
  const subjects = rest.flatMap((word) => word.split(/\s*(?:->|→)\s*|\s+/)).filter((word) => word !== '');
  return { subjects: subjects.slice(0, 2), dir: isDir ? last : '.' };
}

function glossary(name: string): Explanation | undefined {
  const metric = Object.values(METRICS).find(({ id }) => id.toLowerCase() === name.toLowerCase());
  if (metric) {
    return {
      subject: metric.title,
      kind: 'metric',
      sections: [
        { title: 'Meaning', lines: [metric.meaning] },
        { title: 'Formula', lines: [metric.formula] },
        {
          title: `Reading it: ${metric.direction}, ${metric.range}`,
          lines: metric.thresholds.map(({ limit, reading }) => `${limit}: ${reading}`),
        },
        { title: 'Source', lines: [metric.source, metric.note] },
      ],
    };
  }
  const rule = RULES.find((id) => id === name);
  if (rule === undefined) return undefined;
  const { title, severity, why, fix } = RULE_INFO[rule];
  return {
    subject: rule,
    kind: 'rule',
    sections: [
      { title, lines: [why, `severity unless the config says otherwise: ${severity}`] },
      { title: 'How to fix', lines: [fix] },
    ],
  };
}

function renderExplanation(
  explanation: Explanation,
  palette: Palette,
  readLine: ((path: string, line: number) => string | undefined) | undefined,
): string {
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
