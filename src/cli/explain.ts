/** `msa-map explain`: a metric or rule from its table, anything else from an analysis. */
import { isAbsolute, resolve } from 'node:path';
import { CONTEXT_METRICS, METRICS } from '../cluster/index.js';
import { statsOf } from '../disk/index.js';
import { type Explanation, explain, explainWord } from '../explain/index.js';
import { type Analysis, type Palette, printable, printableJson, UserError } from '../model/index.js';
import { SCORE_METRICS } from '../score/index.js';
import { type Io, write } from './io.js';
import { paletteFor, usesColor } from './palette.js';
import type { Exit } from './program.js';
import { type MapOptions, openSession } from './session.js';
import { lineReader } from './source-line.js';

export async function runExplain(
  io: Io,
  _exit: Exit,
  words: readonly string[],
  options: MapOptions & { readonly format?: string; readonly lang?: 'en' | 'ko' },
): Promise<void> {
  const { subjects, dir } = split(io, words);
  // `quick win` and `shared data` are one word of a report, and no two things.
  const phrase = subjects.join(' ');
  const word = subjects.length === 1 || explainWord(phrase, FIGURES, undefined) !== undefined ? phrase : undefined;
  // A word of the report needs no analysis; its values here are told when the user says where "here" is.
  const meaning = word === undefined ? undefined : explainWord(word, FIGURES, undefined, options.lang);
  const isAsked = dir !== undefined || options.from !== undefined || options.graph !== undefined;
  const session = meaning && !isAsked ? undefined : await openSession(io, dir ?? '.', { ...options, quiet: true });
  const explanation =
    session === undefined
      ? (meaning as Explanation)
      : explainIn(
          session.analysis,
          meaning && word !== undefined ? [word] : subjects,
          meaning && word,
          options.lang ?? session.config.language,
        );
  if (options.format === 'json') return write(io.stdout, printableJson(explanation));
  const palette = paletteFor(usesColor(io.stdout, io.env, options.color));
  await write(
    io.stdout,
    renderExplanation(explanation, palette, session?.root === undefined ? undefined : lineReader(session.root)),
  );
}

const FIGURES = [...Object.values(METRICS), ...CONTEXT_METRICS, ...SCORE_METRICS];

function explainIn(
  analysis: Analysis,
  subjects: readonly string[],
  word: string | undefined,
  language: 'en' | 'ko' | undefined,
): Explanation {
  try {
    return explain(analysis, subjects, language);
  } catch (error) {
    if (!(error instanceof UserError) || error.code !== 'MSA062') throw error;
    // A context called "pilot" is meant before the word.
    if (word !== undefined) return explainWord(word, FIGURES, analysis, language) as Explanation;
    const known = FIGURES.map(({ id }) => id).join(', ');
    throw new UserError(error.code, error.message, `${error.hint} Figures it explains: ${known}.`);
  }
}

/** `A B dir`, `A dir`, `A B`, `A`, `"A B"`, `A->B`: the last word is the directory when it is one and another word is left. */
function split(io: Io, words: readonly string[]): { subjects: string[]; dir: string | undefined } {
  const last = words.at(-1) as string;
  const isDir = words.length > 1 && statsOf(isAbsolute(last) ? last : resolve(io.cwd, last))?.isDirectory() === true;
  const rest = isDir ? words.slice(0, -1) : words;
  const subjects = rest.flatMap((word) => word.split(/\s*(?:->|→)\s*|\s+/)).filter((word) => word !== '');
  return { subjects: subjects.slice(0, 2), dir: isDir ? last : undefined };
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
