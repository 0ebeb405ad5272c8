/**
 * Statements of PgTyped, which are kept in a variable and run with a client: `findSeats.run({ row }, client)`. They happen
 * where they are run, so in the transaction of that client; one that its own file never runs counts where it is written.
 */
import {
  alternatives,
  bare,
  type Chain,
  chainsToSearch,
  expose,
  type Link,
  type ProgramFile,
} from '../../program/index.js';
import type { Finding } from '../dialect.js';
import type { World } from '../world.js';
import { statementFinding } from './raw.js';

export type KeptStatements = {
  /** What `statement.run(…)` does; undefined when it is no kept statement. */
  readonly ranBy: (chain: Chain, link: Link) => Finding | undefined;
  /** The template is kept in a variable that its file runs. */
  readonly isRunLater: (chain: Chain, link: Link) => boolean;
};

export function createKeptStatements(world: World): KeptStatements {
  const byFile = new Map<string, ReadonlySet<string>>();
  const runIn = (file: ProgramFile): ReadonlySet<string> => {
    let names = byFile.get(file.path);
    if (names === undefined) {
      names = namesRunIn(file);
      byFile.set(file.path, names);
    }
    return names;
  };
  return {
    ranBy(chain, link) {
      if (link.name !== 'run' || link.receiver === undefined) return undefined;
      for (const value of alternatives(world.value(link.receiver, chain.scope))) {
        if (value.kind !== 'made' || value.made.expr.kind !== 'tagged') continue;
        const { callee } = value;
        if (callee.kind !== 'import' || !callee.package.startsWith('@pgtyped/')) continue;
        return statementFinding(world, value, { scope: chain.scope, line: link.line, dialect: 'postgres' });
      }
      return undefined;
    },
    isRunLater({ file, fn }, link) {
      const kept = file.program.functions[fn]?.locals.find(({ init }) => init && bare(init) === link.expr);
      return kept !== undefined && runIn(file).has(kept.name);
    },
  };
}

function namesRunIn(file: ProgramFile): Set<string> {
  const names = new Set<string>();
  for (const { links, fn } of chainsToSearch(file)) {
    for (const { name, receiver } of links) {
      const on = receiver && bare(receiver);
      if (name !== 'run' || on?.kind !== 'name') continue;
      expose(file.program.functions[fn]);
      names.add(on.name);
    }
  }
  return names;
}
