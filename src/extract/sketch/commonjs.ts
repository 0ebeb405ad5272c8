/** What CommonJS writes at the top of a file, in its plainest forms; all others are left to the parser. */
import type { ImportBinding, ImportFact } from '../../model/index.js';
import { lineOf } from './lines.js';
import type { ModuleRecord } from './record.js';
import { type Lexer, odd } from './state.js';
import { T, word } from './tokens.js';

const NEXT = String.raw`[ \t]*\r?\n\s*(?:(?!(?:in|instanceof|as|satisfies)\b)[\w$'"@}]|$)`;
const END = `(?=\\s*;|${NEXT}|\\s*$)`;
const EXPORTED = new RegExp(
  String.raw`exports\.([\w$]+)\s*=\s*(?:(?:async\s+)?function\b|(?:async\s*)?\([^()]*\)\s*=>|[{['"` +
    '`' +
    String.raw`\d]|([\w$]+)${END})`,
  'y',
);
const EQUALS = new RegExp(
  String.raw`module\.exports\s*=\s*(?:([\w$]+)${END}|\{\s*(?:([\w$]+(?:\s*,\s*[\w$]+)*)\s*)?(?:,\s*)?\}${END}|([\w$]+)\()`,
  'y',
);
const BACKTICK = '`';
const LITERAL = String.raw`\(\s*(?:'([^'\\\n]+)'|"([^"\\\n]+)"|${BACKTICK}([^${BACKTICK}\\$]+)${BACKTICK})\s*\)`;
const REQUIRE = new RegExp(`require${LITERAL}${END}`, 'y');
const AWAITED = new RegExp(`import${LITERAL}${END}`, 'y');
const LAZY = new RegExp(String.raw`import${LITERAL}(?=\s*[,;)}\]]|${NEXT}|\s*$)`, 'y');
const DECLARED = /(?:^|[;{}\n])\s*(?:const|let|var)\s+(?:([\w$]+)|\{([^{}]*)\})\s*=\s*$/;
const DECLARED_AWAITED = /(?:^|[;{}\n])\s*(?:const|let|var)\s+(?:([\w$]+)|\{([^{}]*)\})\s*=\s*await\s+$/;

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
  const found = EQUALS.exec(text);
  const [, whole, list, called] = found ?? [];
  const names = list?.match(/[\w$]+/g) ?? [];
  if (found === null || [...names, whole ?? called ?? ''].some((item) => NO_NAME.test(item))) {
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

/** What a call asks for, and where the declaration of its names begins; undefined, and odd, when it is another call. */
export type Asked = { readonly fact: ImportFact; readonly start: number };

/** `const bread = require('./bread')`, from `require`. */
export function readRequire(lexer: Lexer, record: ModuleRecord): Asked | undefined {
  return declaredCall(lexer, record, 'require', REQUIRE, DECLARED);
}

/** `const { bake } = await import('./oven')`, `() => import('./oven')`, from `import`. */
export function readDynamic(lexer: Lexer, record: ModuleRecord): Asked | undefined {
  const isLazy = lexer.before === T.arrow || lexer.wordBefore === W.return;
  if (!isLazy) return declaredCall(lexer, record, 'dynamic-import', AWAITED, DECLARED_AWAITED);
  const specifier = specifierAt(lexer, LAZY);
  if (specifier !== undefined) return asked(lexer, record, 'dynamic-import', specifier, [], lexer.start);
  odd(lexer);
  return undefined;
}

const W = { return: word('return') };

function declaredCall(
  lexer: Lexer,
  record: ModuleRecord,
  form: ImportFact['form'],
  call: RegExp,
  declaration: RegExp,
): Asked | undefined {
  const { text, start } = lexer;
  const from = Math.max(0, start - 400);
  const specifier = specifierAt(lexer, call);
  const declared = specifier === undefined ? null : declaration.exec(text.slice(from, start));
  const names = declared === null ? undefined : namesOf(declared[1], declared[2]);
  if (specifier !== undefined && declared !== null && names !== undefined) {
    return asked(lexer, record, form, specifier, names, from + declared.index);
  }
  odd(lexer);
  return undefined;
}

function specifierAt({ text, start }: Lexer, call: RegExp): string | undefined {
  call.lastIndex = start;
  const found = call.exec(text);
  return found?.[1] ?? found?.[2] ?? found?.[3];
}

function asked(
  lexer: Lexer,
  record: ModuleRecord,
  form: ImportFact['form'],
  specifier: string,
  names: readonly Names[],
  start: number,
): Asked {
  const line = lineOf(record.lines, lexer.start);
  const bindings = names.map(({ imported, local }) => bound(lexer.intern(imported), lexer.intern(local)));
  const fact = { form, specifier: lexer.intern(specifier), isLiteral: true, line, isTypeOnly: false, bindings };
  return { fact, start };
}

type Names = { readonly imported: string; readonly local: string };

function namesOf(name: string | undefined, list: string | undefined): Names[] | undefined {
  if (name !== undefined) return [{ imported: '*', local: name }];
  const items = (list ?? '').split(',').filter((item) => item.trim() !== '');
  const found = items.map((item) => /^\s*([\w$]+)(?:\s*:\s*([\w$]+))?\s*$/.exec(item));
  if (items.length === 0 || found.includes(null)) return undefined;
  return found.map((match) => ({ imported: match?.[1] ?? '', local: match?.[2] ?? match?.[1] ?? '' }));
}

/** Through a whole module anything may be read. */
function bound(imported: string, local: string): ImportBinding {
  const use = { isTypeOnly: false, valueUses: 0, typeUses: 0, lines: [] };
  return imported === '*' ? { imported, local, open: 'all', ...use } : { imported, local, ...use };
}
