/**
 * Text of one `.prisma` file → its blocks, with line numbers. Lenient and line by line, so that a schema cut in half
 * or written for another Prisma version still tells what it can: comments vanish, text after an opening brace is
 * ignored (as Prisma does), attributes may span lines inside parentheses, a missing `}` ends at the next block.
 */

export type PrismaBlock = {
  readonly kind: 'model' | 'view' | 'type' | 'enum' | 'datasource' | 'generator';
  readonly name: string;
  readonly line: number;
  /** Logical lines of the body: several lines of text when parentheses span them. */
  readonly body: readonly { readonly text: string; readonly line: number }[];
};

const HEAD = /^\s*(model|view|type|enum|datasource|generator)\s+([A-Za-z][\w-]*)\s*\{(.*)$/;
/** An attribute longer than this is taken for a missing parenthesis. */
const MAX_ATTRIBUTE_LINES = 100;

export function readBlocks(text: string): PrismaBlock[] {
  const lines = withoutComments(text).split(/\r?\n/);
  const blocks: PrismaBlock[] = [];
  let current: { body: { text: string; line: number }[] } | undefined;
  let open = 0;
  let openLines = 0;
  lines.forEach((text, i) => {
    const head = HEAD.exec(text);
    if (head !== null) {
      const body: { text: string; line: number }[] = [];
      blocks.push({ kind: head[1] as PrismaBlock['kind'], name: head[2] as string, line: i + 1, body });
      current = (head[3] ?? '').trimEnd().endsWith('}') ? undefined : { body };
      open = 0;
      return;
    }
    if (current === undefined) return;
    if (open <= 0 && text.trim().startsWith('}')) {
      current = undefined;
      return;
    }
    const last = current.body.at(-1);
    if (open > 0 && last !== undefined && openLines < MAX_ATTRIBUTE_LINES) {
      last.text += ` ${text.trim()}`;
      openLines++;
    } else if (text.trim() !== '') {
      current.body.push({ text: text.trim(), line: i + 1 });
      open = 0;
      openLines = 0;
    }
    open += balance(text);
  });
  return blocks;
}

export type SchemaFault = { readonly line: number; readonly message: string };

/** Where a schema does not end as it should: blocks without their `}`, text that is none of Prisma's. */
export function schemaFaults(text: string): SchemaFault[] {
  const faults: SchemaFault[] = [];
  let open: { readonly name: string; readonly line: number } | undefined;
  const lines = withoutComments(text).split(/\r?\n/);
  lines.forEach((text, i) => {
    const head = HEAD.exec(text);
    if (head !== null) {
      if (open) faults.push({ line: open.line, message: `"${open.name}" has no closing brace` });
      const isClosed = (head[3] ?? '').trimEnd().endsWith('}');
      open = isClosed ? undefined : { name: `${head[1]} ${head[2]}`, line: i + 1 };
    } else if (text.trim().startsWith('}')) open = undefined;
    else if (open === undefined && text.trim() !== '') faults.push({ line: i + 1, message: 'text outside of a block' });
  });
  if (open)
    faults.push({
      line: (open as { line: number }).line,
      message: `"${(open as { name: string }).name}" has no closing brace`,
    });
  return faults;
}

/** Opening minus closing parentheses and brackets, outside strings. */
function balance(text: string): number {
  let depth = 0;
  for (const part of outsideStrings(text)) {
    for (const c of part) {
      if (c === '(' || c === '[') depth++;
      else if (c === ')' || c === ']') depth--;
    }
  }
  return depth;
}

function outsideStrings(text: string): string[] {
  return text.replace(/"(?:[^"\\]|\\.)*"?/g, '\u0000').split('\u0000');
}

/** Comments blanked, offsets and lines kept, strings respected. */
function withoutComments(text: string): string {
  return text.replace(/"(?:[^"\\\n]|\\.)*"?|\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/g, (match) =>
    match.startsWith('"') ? match : match.replace(/[^\r\n]/g, ' '),
  );
}
