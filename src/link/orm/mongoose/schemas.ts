/**
 * References of a Mongoose schema: `ref` anywhere in its definition (nested objects, arrays), `@Prop({ ref })`
 * and Typegoose's `@prop({ ref: () => X })`. Paths are dotted; array positions leave no trace.
 */
import type { Evidence, Expr } from '../../../model/index.js';
import {
  alternatives,
  type ClassValue,
  callFunction,
  classFact,
  constantOf,
  type Scope,
  type Value,
} from '../../program/index.js';
import type { World } from '../world.js';

export type Reference = {
  readonly path: string;
  readonly target: string;
  readonly at: Evidence;
  /** Can be populated, but is kept in no document. */
  readonly isVirtual?: true;
};

const MAX_ENTRIES = 2_000;

export function referencesOf(world: World, schema: Value | undefined, of: ClassValue | undefined): Reference[] {
  return [...(schema ? fromSchema(world, schema) : []), ...(of ? fromClass(world, of) : [])];
}

function fromSchema(world: World, schema: Value): Reference[] {
  return alternatives(schema).flatMap((one) => {
    if (
      one.kind !== 'external' ||
      one.made === undefined ||
      (one.made.expr.kind !== 'new' && one.made.expr.kind !== 'call')
    )
      return [];
    const [definition] = one.made.expr.args;
    return definition ? fromDefinition(world, definition, one.made.scope) : [];
  });
}

/** Depth first through objects and arrays; a nested schema's references count with its path. */
function fromDefinition(world: World, definition: Expr, scope: Scope): Reference[] {
  const found: Reference[] = [];
  const open: { readonly expr: Expr; readonly scope: Scope; readonly path: string }[] = [
    { expr: definition, scope, path: '' },
  ];
  for (let steps = 0; open.length > 0 && steps < MAX_ENTRIES; steps++) {
    const { expr, scope: at, path } = open.pop() as (typeof open)[number];
    if (expr.kind === 'array') {
      open.push(...expr.items.map((item) => ({ expr: item, scope: at, path })));
      continue;
    }
    const object =
      expr.kind === 'object'
        ? { expr, scope: at }
        : expr.kind === 'name' || expr.kind === 'call' || expr.kind === 'new'
          ? schemaObject(world, expr, at)
          : undefined;
    if (!object) continue;
    for (const entry of object.expr.entries) {
      if (entry.key === 'ref') {
        const target = targetOf(world, entry.value, object.scope);
        if (target !== undefined && path !== '')
          found.push({ path, target, at: { path: object.scope.file.path, line: entry.line } });
      } else {
        const isOption = entry.key === 'type' || entry.key === 'of' || entry.key === '...';
        open.push({
          expr: entry.value,
          scope: object.scope,
          path: isOption ? path : path === '' ? entry.key : `${path}.${entry.key}`,
        });
      }
    }
  }
  return found;
}

function schemaObject(
  world: World,
  expr: Expr,
  scope: Scope,
): { expr: Extract<Expr, { kind: 'object' }>; scope: Scope } | undefined {
  for (const one of alternatives(world.value(expr, scope))) {
    if (one.kind === 'object') return { expr: one.expr, scope: one.scope };
    if (one.kind === 'external' && one.name === 'Schema' && one.made?.expr.kind === 'new') {
      const [definition] = one.made.expr.args;
      const inner = definition && world.object(definition, one.made.scope);
      if (inner) return { expr: inner.expr, scope: inner.scope };
    }
  }
  return undefined;
}

/** Properties with `@Prop({ type, ref })` or `@prop({ ref })`, those of base classes included. */
function fromClass(world: World, of: ClassValue): Reference[] {
  const fact = classFact(of);
  return fact.members.flatMap((member) => {
    if (member.kind !== 'field' || !member.decorators) return [];
    return world.decorators(member.decorators, of.scope).flatMap((one): Reference[] => {
      if (!/^[Pp]rop$/.test(one.name)) return [];
      return one.args.flatMap((arg) =>
        refsBelow(world, arg, one.scope).map((target) => ({
          path: member.name,
          target,
          at: { path: of.file.path, line: member.line },
        })),
      );
    });
  });
}

function refsBelow(world: World, expr: Expr, scope: Scope): string[] {
  const found: string[] = [];
  const open: Expr[] = [expr];
  for (let steps = 0; open.length > 0 && steps < 200; steps++) {
    const next = open.pop() as Expr;
    if (next.kind === 'array') open.push(...next.items);
    if (next.kind !== 'object') continue;
    for (const entry of next.entries) {
      const target = entry.key === 'ref' ? targetOf(world, entry.value, scope) : undefined;
      if (target !== undefined) found.push(target);
      open.push(entry.value);
    }
  }
  return found;
}

/** `ref: 'Film'`, `ref: Film.name`, `ref: Film`, `ref: () => Film`. */
export function targetOf(world: World, expr: Expr, scope: Scope): string | undefined {
  for (const one of alternatives(world.value(expr, scope))) {
    const name =
      nameIn(one) ?? (one.kind === 'function' ? nameIn(callFunction(world.ev, one, undefined, undefined)) : undefined);
    if (name !== undefined) return name;
  }
  return undefined;
}

function nameIn(value: Value): string | undefined {
  if (value.kind === 'class') return classFact(value.of).name;
  if (value.kind === 'external') return value.args.map(nameIn).find((name) => name !== undefined);
  return constantOf(value);
}
