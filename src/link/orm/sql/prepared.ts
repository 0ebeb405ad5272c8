/**
 * Statements of `.sql` files that a loop prepares into a dictionary (`stmts[name] = db.prepare(sql)`), and that code runs by their
 * names: `this.stmts.shop.selectLoaf.get({ id })`. Nothing shows which entry is which, but the names do: a comment alone on the line
 * before a statement (`-- selectLoaf`, as yesql reads them).
 */
import type { Expr } from '../../../model/index.js';
import { bare, chainsOf, type Link } from '../../program/index.js';
import type { Access } from '../dialect.js';
import type { World } from '../world.js';

/** What runs a prepared statement. */
const RUNS: ReadonlySet<string> = new Set(['run', 'get', 'all', 'iterate', 'each']);
const NAME = /^--[ \t]*([a-z_][\w$]{3,})[ \t]*\r?\n(?=\s*(?:SELECT|INSERT|UPDATE|DELETE|REPLACE|WITH)\b)/gim;

type Statement = { readonly path: string; readonly text: string };

export type PreparedAccess = { readonly call: Expr; readonly name: string; readonly accesses: readonly Access[] };

export function preparedAccesses(world: World): readonly PreparedAccess[] {
  const named = namedStatements(world);
  if (named.size === 0) return [];
  const found: PreparedAccess[] = [];
  for (const file of world.ev.files.values()) {
    const chains = [...chainsOf(file)];
    if (!chains.some(({ links }) => links.some(({ name }) => name === 'prepare'))) continue;
    for (const { links } of chains)
      for (const link of links) {
        const statement = statementOf(named, link);
        if (statement === undefined) continue;
        const read = world.sqlFinding(
          { kind: 'text', texts: [statement.text], holes: [] },
          { line: 1, dialect: 'sqlite' },
        );
        const accesses = (read?.accesses ?? []).map(
          (access): Access => ({ ...access, line: link.line, confidence: 'convention', note: statement.path }),
        );
        if (accesses.length > 0) found.push({ call: link.expr, name: link.name, accesses });
      }
  }
  return found;
}

function namedStatements(world: World): ReadonlyMap<string, readonly Statement[]> {
  const named = new Map<string, Statement[]>();
  for (const { path, text } of world.sources.sql) {
    const marks = [...text.matchAll(NAME)];
    marks.forEach((mark, at) => {
      const name = mark[1] as string;
      const statement = { path, text: text.slice(mark.index, marks[at + 1]?.index ?? text.length) };
      named.set(name, [...(named.get(name) ?? []), statement]);
    });
  }
  return named;
}

/** Of several of a name the one whose folder or file the dictionary is called: `stmts.shop` is of `sql/shop/…`. */
function statementOf(named: ReadonlyMap<string, readonly Statement[]>, link: Link): Statement | undefined {
  const taken = RUNS.has(link.name) && link.receiver ? bare(link.receiver) : undefined;
  if (taken?.kind !== 'member') return undefined;
  const all = named.get(taken.name) ?? [];
  if (all.length < 2) return all[0];
  const owner = bare(taken.object);
  const near = owner.kind === 'member' || owner.kind === 'name' ? owner.name : '';
  const [only, ...others] = all.filter(({ path }) => path.split(/[/.]/).includes(near));
  return others.length === 0 ? only : undefined;
}
