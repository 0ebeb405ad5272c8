/** Sequelize's connections: which values are one, and the defaults that each gives to the models near it. */
import type { Expr } from '../../../model/index.js';
import { alternatives, bare, type Link, type Scope, type Value } from '../../program/index.js';
import type { World } from '../world.js';
import { FAMILY } from './library.js';
import { type Options, optionsOf } from './options.js';

export function isFamily(value: Value): value is Value & { kind: 'external' | 'import' } {
  return (value.kind === 'external' || value.kind === 'import') && isFamilyPackage(value.package);
}

export function isFamilyPackage(name: string): boolean {
  return FAMILY.some((one) => name === one || name.startsWith(`${one}/`));
}

/** Defaults of the connections, each for the files near it when there are several. */
export type Defaults = (path: string) => Options;

/** `new Sequelize({ define: { underscored: true } })`, `SequelizeModule.forRoot({ define })`. */
export function connectionDefaults(world: World): Defaults {
  const found: { path: string; define: Value | undefined }[] = [];
  for (const name of ['Sequelize', 'forRoot', 'forRootAsync']) {
    for (const chain of world.calls(name)) {
      for (const link of chain.links) {
        if (link.name !== name || link.expr.kind === 'tagged') continue;
        const isOurs =
          name === 'Sequelize' ? isFamily(world.value(link.expr, chain.scope)) : isNestModule(world, link, chain.scope);
        if (!isOurs || chain.file.role === 'test') continue;
        const defines = link.args.map(
          (arg) => world.object(arg, chain.scope) && world.option(arg, chain.scope, 'define'),
        );
        found.push({ path: chain.file.path, define: defines.find((one) => one !== undefined) });
      }
    }
  }
  return (path) => {
    const nearness = found.map((one) => sharedFolders(one.path, path));
    const nearest = Math.max(0, ...nearness);
    const near = found.filter((_, index) => nearness[index] === nearest);
    return optionsOf(
      world,
      near.flatMap((one) => one.define ?? []),
    );
  };
}

/** Folders that two paths have in common. */
function sharedFolders(a: string, b: string): number {
  const [left, right] = [a.split('/').slice(0, -1), b.split('/').slice(0, -1)];
  const end = left.findIndex((part, index) => part !== right[index]);
  return end < 0 ? left.length : end;
}

function isNestModule(world: World, link: Link, scope: Scope): boolean {
  const module = link.receiver && world.value(link.receiver, scope);
  return module !== undefined && isFamily(module);
}

/** A Sequelize instance; or a value nobody types that is named `sequelize`, as in `(sequelize, DataTypes) => …`. */
export function isConnection(world: World, expr: Expr, scope: Scope): boolean {
  const value = world.value(expr, scope);
  for (const one of alternatives(value)) {
    if (one.kind === 'external' && isFamily(one)) return isConnectionType(one.name);
  }
  const inner = bare(expr);
  const name = inner.kind === 'name' || inner.kind === 'member' ? inner.name.replace(/#\d+$/, '') : '';
  return isOpenValue(value) && /^_?sequelize$/i.test(name);
}

/** `new Sequelize(…)`; of `import Sequelize from 'sequelize'` the class is the module. */
function isConnectionType(name: string): boolean {
  return name === 'Sequelize' || name === 'default' || name === 'Sequelize.Sequelize';
}

/** Nothing says what it is. */
export function isOpenValue(value: Value): boolean {
  if (value.kind === 'unknown' || value.kind === 'param') return true;
  if (value.kind === 'part') return isOpenValue(value.object);
  // A name that an own file does not export, as far as can be seen.
  if (value.kind === 'import')
    return value.package.startsWith('.') || (value.package === '' && value.name === 'require');
  if (value.kind === 'made') return value.callee.kind === 'import' && isOpenValue(value.callee);
  return value.kind === 'external' && value.package === '' && value.name === 'any';
}
