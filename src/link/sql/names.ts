/** Reading a possibly qualified name out of tokens: `a`, `s.a`, `db.s.a`, `db..a`, with holes. */
import type { SqlName } from '../../model/index.js';
import { foldsCase, type SqlDialect } from './dialect.js';
import { HOLE_MARK, type SqlToken } from './tokens.js';

export type NameAt = {
  /** Absent when the name itself is not known (a hole, a parameter). */
  readonly name?: SqlName;
  /** Holes that make up the unknown name; -1 for templating. */
  readonly holes: readonly number[];
  /** Index of the token after the name. */
  readonly next: number;
};

/** The name that starts at `index`; undefined when none can start there. */
export function readName(tokens: readonly SqlToken[], index: number, dialect?: SqlDialect): NameAt | undefined {
  if (!startsName(tokens[index])) return undefined;
  const parts: SqlToken[] = [tokens[index] as SqlToken];
  let next = index + 1;
  while (tokens[next]?.key === '.') {
    if (tokens[next + 1]?.key === '.') next++;
    const part = tokens[next + 1];
    if (!startsName(part)) break;
    parts.push(part as SqlToken);
    next += 2;
  }
  const last = parts.at(-1) as SqlToken;
  const holes = holesOf(last);
  if (holes.length > 0) return { holes, next };
  const name = spelled(last, dialect);
  const owner = parts.at(-2);
  if (name === '' || name.includes(HOLE_MARK)) return { holes: [], next };
  if (owner === undefined || holesOf(owner).length > 0) return { name: { name }, holes: [], next };
  return { name: { schema: spelled(owner, dialect), name }, holes: [], next };
}

function startsName(token: SqlToken | undefined): boolean {
  return token?.kind === 'word' || token?.kind === 'quoted' || token?.kind === 'hole';
}

/** Numbers of the holes in a token's text. */
function holesOf(token: SqlToken): number[] {
  if (token.kind === 'hole') return [token.hole];
  if (!token.text.includes('{')) return [];
  return [...token.text.matchAll(/\$\{(\w*)\}|\{\{/g)].map((m) => (/^\d+$/.test(m[1] ?? '') ? Number(m[1]) : -1));
}

export function spelled(token: SqlToken, dialect?: SqlDialect): string {
  return token.kind === 'word' && foldsCase(dialect) ? token.text.toLowerCase() : token.text;
}
