/** Attributes of a Prisma field or block: `@map("x")`, `@relation(name: "y", fields: [a], references: [b])`. */

export type Attribute = {
  /** With its `@` or `@@`. */
  readonly name: string;
  /** Value per argument name; the first unnamed one is ''. Strings come without quotes, lists as their items. */
  readonly args: ReadonlyMap<string, string | readonly string[]>;
};

export function readAttributes(text: string): Attribute[] {
  const found: Attribute[] = [];
  const start = /@@?[A-Za-z][\w.]*/g;
  for (let match = start.exec(text); match !== null; match = start.exec(text)) {
    const end = match.index + match[0].length;
    const open = /^\s*\(/.exec(text.slice(end, end + 20));
    if (open === null) {
      found.push({ name: match[0], args: new Map() });
      continue;
    }
    const close = closing(text, end + open[0].length);
    found.push({ name: match[0], args: readArguments(text.slice(end + open[0].length, close)) });
    start.lastIndex = close;
  }
  return found;
}

/** Value of `name`, or of the unnamed argument, when it is a string or word. */
export function textArgument(attribute: Attribute | undefined, name: string): string | undefined {
  const value = attribute?.args.get(name) ?? attribute?.args.get('');
  return typeof value === 'string' ? value : undefined;
}

export function listArgument(attribute: Attribute | undefined, name: string): readonly string[] {
  const value = attribute?.args.get(name);
  return value === undefined ? [] : typeof value === 'string' ? [value] : value;
}

function readArguments(text: string): Map<string, string | readonly string[]> {
  const args = new Map<string, string | readonly string[]>();
  for (const part of splitTopLevel(text)) {
    const named = /^\s*([A-Za-z]\w*)\s*:(.*)$/s.exec(part);
    const key = named?.[1] ?? '';
    const raw = (named?.[2] ?? part).trim();
    if (raw === '' || args.has(key)) continue;
    args.set(key, raw.startsWith('[') ? splitTopLevel(raw.slice(1, -1)).map((item) => bare(item)) : bare(raw));
  }
  return args;
}

/** `"x"` → x; `id(sort: Desc)` → id. */
function bare(text: string): string {
  const trimmed = text.trim();
  const quoted = /^"((?:[^"\\]|\\.)*)"/.exec(trimmed);
  if (quoted !== null) return (quoted[1] ?? '').replace(/\\(.)/g, '$1');
  return trimmed.replace(/\(.*$/s, '').trim();
}

function splitTopLevel(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (c === '"') i = endOfString(text, i);
    else if (c === '(' || c === '[' || c === '{') depth++;
    else if (c === ')' || c === ']' || c === '}') depth--;
    else if (c === ',' && depth === 0) {
      parts.push(text.slice(start, i));
      start = i + 1;
    }
  }
  parts.push(text.slice(start));
  return parts.filter((part) => part.trim() !== '');
}

/** Index of the parenthesis that closes one opened before `from`; the text's end when there is none. */
function closing(text: string, from: number): number {
  let depth = 1;
  for (let i = from; i < text.length; i++) {
    const c = text[i];
    if (c === '"') i = endOfString(text, i);
    else if (c === '(') depth++;
    else if (c === ')' && --depth === 0) return i;
  }
  return text.length;
}

function endOfString(text: string, start: number): number {
  for (let i = start + 1; i < text.length; i++) {
    if (text[i] === '\\') i++;
    else if (text[i] === '"') return i;
  }
  return text.length;
}
