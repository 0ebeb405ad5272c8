/** What CommonJS writes at the top of a file, in its plainest forms; all others are left to the parser. */
import type { ImportBinding, ImportFact } from '../../model/index.js';
import { lineOf } from './lines.js';
import type { ModuleRecord } from './record.js';
import { type Lexer, odd } from './state.js';
import { T } from './tokens.js';

const END = String.raw`(?=\s*;|[ \t]*\r?\n\s*(?:[\w$'"@]|/[/*]|$)|\s*$)`;
const EXPORTED =
  /exports\.([\w$]+)\s*=\s*(?:(?:async\s+)?function\b|(?:async\s*)?\([^()]*\)\s*=>|[{['"`\d]|([\w$]+)(?=\s*;))/y;
const EQUALS = /module\.exports\s*=\s*(?:([\w$]+)(?=\s*;)|\{\s*([\w$]+(?:\s*,\s*[\w$]+)*)\s*,?\s*\}(?=\s*(?:;|$)))/y;
const REQUIRE = new RegExp(String.raw`require\(\s*(?:'([^'\\\n]+)'|"([^"\\\n]+)")\s*\)${END}`, 'y');
const DECLARED = /(?:^|[;}\n])\s*(?:const|let|var)\s+(?:([\w$]+)|\{([^{}]*)\})\s*=\s*$/;

/** A word that is no name. */
const NO_NAME = /^(?:undefined|null|true|false|this|require|function|class|new|async|await|void|typeof|\d.*)$/;

/** `exports.bake = …`, `module.exports = bakery`: from the first word. */
export function readExported(lexer: Lexer, record: ModuleRecord): void {
  const { text, start } = lexer;
  if (!beginsStatement(lexer)) {
    odd(lexer);
    return;
  }
  const line = lineOf(record.lines, start);
  EXPORTED.lastIndex = start;
  const [all, name, given] = EXPORTED.exec(text) ?? [];
  if (name !== undefined && (given === undefined || !NO_NAME.test(given)) && all !== undefined) {
    record.exports.push({ kind: 'local', name, local: given ?? `exports.${name}`, isType: false, line });
    return;
  }
  EQUALS.lastIndex = start;
  const [, whole, list] = EQUALS.exec(text) ?? [];
  const names = list?.match(/[\w$]+/g) ?? [];
  if (names.some((item) => NO_NAME.test(item)) || (whole === undefined ? list === undefined : NO_NAME.test(whole))) {
    odd(lexer);
    return;
  }
  record.exports.push({ kind: 'equals', local: whole ?? 'module.exports', line });
  let from = text.indexOf('{', start);
  for (const item of names) {
    from = text.slice(from).search(new RegExp(`(?<![\\w$])${item.replaceAll('$', '\\$')}(?![\\w$])`)) + from;
    record.exports.push({ kind: 'local', name: item, local: item, isType: false, line: lineOf(record.lines, from) });
  }
}

function beginsStatement({ before, isNewLine }: Lexer): boolean {
  if (before === T.start || before === T.semicolon) return true;
  const isEnd = before === T.closeBrace || before === T.closeParen || before === T.literal || before === T.name;
  return isNewLine && isEnd;
}

/** `const bread = require('./bread')`, from `require`; with where the statement begins. Undefined, and odd, when it is another. */
export function readRequire(lexer: Lexer, record: ModuleRecord): { fact: ImportFact; start: number } | undefined {
  const { text, start } = lexer;
  REQUIRE.lastIndex = start;
  const asked = REQUIRE.exec(text);
  const from = Math.max(0, start - 400);
  const declared = DECLARED.exec(text.slice(from, start));
  const specifier = asked?.[1] ?? asked?.[2];
  const bindings = declared === null ? undefined : bindingsOf(declared[1], declared[2]);
  if (specifier === undefined || declared === null || bindings === undefined) {
    odd(lexer);
    return undefined;
  }
  const line = lineOf(record.lines, start);
  const fact: ImportFact = {
    ...{ form: 'require', specifier: lexer.intern(specifier), isLiteral: true, line, isTypeOnly: false },
    bindings: bindings.map(({ imported, local }) => bound(lexer.intern(imported), lexer.intern(local))),
  };
  return { fact, start: from + declared.index };
}

type Names = { readonly imported: string; readonly local: string };

function bindingsOf(name: string | undefined, list: string | undefined): Names[] | undefined {
  if (name !== undefined) return [{ imported: '*', local: name }];
  const items = (list ?? '').split(',').filter((item) => item.trim() !== '');
  const found = items.map((item) => /^\s*([\w$]+)(?:\s*:\s*([\w$]+))?\s*$/.exec(item));
  if (items.length === 0 || found.includes(null)) return undefined;
  return found.map((match) => ({ imported: match?.[1] ?? '', local: match?.[2] ?? match?.[1] ?? '' }));
}

function bound(imported: string, local: string): ImportBinding {
  return { imported, local, isTypeOnly: false, valueUses: 0, typeUses: 0, lines: [] };
}
