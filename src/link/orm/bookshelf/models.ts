/**
 * Bookshelf's models: classes below `bookshelf.Model`, `extend({…})`, `bookshelf.model('Loaf', {…})`. The table is the
 * `tableName` they give. A relation is a method that returns `this.hasMany(Loaf)`; its junction is named, else both
 * table names in order, joined by `_`.
 */
import type { Evidence, Expr } from '../../../model/index.js';
import {
  alternatives,
  bare,
  type ClassValue,
  callFunction,
  classFact,
  classKey,
  constantOf,
  lineageOf,
  type ObjectExpr,
  type Value,
  type ValueOf,
} from '../../program/index.js';
import type { TableName } from '../dialect.js';
import { parseTableName } from '../sql/table-names.js';
import type { World } from '../world.js';
import { PACKAGE } from './library.js';
import { relationsOf } from './relations.js';

export type RelationKind = 'hasMany' | 'hasOne' | 'belongsTo' | 'belongsToMany' | 'morphMany' | 'morphOne' | 'morphTo';

export type Relation = {
  readonly name: string;
  readonly kind: RelationKind;
  /** Several for `morphTo`. */
  readonly targets: readonly Model[];
  /** Junction of `belongsToMany`, table of the model in between of `through`. */
  readonly between: TableName | undefined;
  /** The junction is named in the call. */
  readonly isNamed: boolean;
  /** The column that refers: of the owner for `belongsTo`, else of the target or the junction. */
  readonly columns: readonly [string, string];
  readonly call: Expr;
  readonly at: Evidence;
};

export type Model = {
  readonly name: string;
  readonly table: TableName;
  readonly at: Evidence;
  readonly relations: () => ReadonlyMap<string, Relation>;
};

/** What a value of the library acts on: a model's table, or a relation's. */
export type Subject = { readonly model: Model; readonly relation?: Relation };

export type ModelIndex = {
  readonly all: readonly Model[];
  readonly of: (value: Value) => Model | undefined;
  readonly subjects: (value: Value) => readonly Subject[];
};

export function readModels(world: World): ModelIndex {
  const byClass = new Map<string, Model>();
  const byObject = new Map<ObjectExpr, Model>();
  const byName = new Map<string, Model>();
  const byCall = new Map<Expr, Relation>();
  const all: Model[] = [];

  const of = (value: Value, depth = 0): Model | undefined => {
    if (depth > 12) return undefined;
    for (const one of alternatives(value)) {
      const found = ofOne(one, depth);
      if (found) return found;
    }
    return undefined;
  };
  const ofOne = (value: Value, depth: number): Model | undefined => {
    if (value.kind === 'class' || value.kind === 'instance') {
      for (const above of lineageOf(world.ev, { kind: 'instance', of: value.of, args: [] })) {
        if (above.kind === 'library') return of(above.value, depth + 1);
        const found = byClass.get(classKey(above.of));
        if (found) return found;
      }
      return undefined;
    }
    if (value.kind === 'text') return byName.get(constantOf(value) ?? '');
    if (value.kind === 'object') return byObject.get(value.expr);
    if (value.kind === 'both') return value.of.map((one) => of(one, depth + 1)).find((one) => one !== undefined);
    if (value.kind === 'array') return of(value.element, depth + 1);
    if (value.kind !== 'external' || value.package !== PACKAGE) return undefined;
    if (value.name === 'Related') return subjectOf(value, depth)?.relation?.targets[0];
    return value.args.map((arg) => of(arg, depth + 1)).find((one) => one !== undefined);
  };
  /** `loaf.related('oven')`, `loaf.oven()`. */
  const subjectOf = (value: ValueOf<'external'>, depth: number): Subject | undefined => {
    const [owner, name] = value.args;
    const model = owner && of(owner, depth + 1);
    if (model === undefined) return undefined;
    const relations = model.relations();
    const made = value.made && byCall.get(value.made.expr);
    const relation = made ?? (name && relations.get(constantOf(name) ?? ''));
    return relation && { model, relation };
  };
  const add = (model: Model): Model => {
    all.push(model);
    if (model.name !== '') byName.set(model.name, byName.get(model.name) ?? model);
    return model;
  };
  const make = (name: string, self: Value, at: Evidence): Model | undefined => {
    const table = tableOf(world, self);
    if (table === undefined) return undefined;
    let relations: ReadonlyMap<string, Relation> | undefined;
    const model: Model = {
      name,
      table,
      at,
      relations() {
        if (relations === undefined) {
          relations = relationsOf(world, model, self, (value) => of(value));
          for (const relation of relations.values()) byCall.set(relation.call, relation);
        }
        return relations;
      },
    };
    return model;
  };

  for (const { declared, name, at } of modelClasses(world)) {
    const model = make(name, { kind: 'instance', of: declared, args: [] }, at);
    if (model) byClass.set(classKey(declared), add(model));
  }
  for (const { value, name, registered, at } of extendedModels(world)) {
    const definition = ownModel(value)?.args[0];
    if (definition?.kind === 'object' && !byObject.has(definition.expr)) {
      const model = make(name, value, at);
      if (model) byObject.set(definition.expr, add(model));
    }
    const known = registered === undefined ? undefined : of(value);
    if (known) byName.set(registered!, known);
  }
  // Relations are also known by the calls that make them.
  for (const model of all) model.relations();
  return {
    all,
    of: (value) => of(value),
    subjects(value) {
      return alternatives(value).flatMap((one): Subject[] => {
        const part = one.kind === 'both' ? (one.of.find((part) => part.kind === 'external') ?? one) : one;
        if (part.kind === 'external' && part.package === PACKAGE && part.name === 'Related') {
          const subject = subjectOf(part, 0);
          return subject ? [subject] : [];
        }
        const model = of(one);
        return model ? [{ model }] : [];
      });
    },
  };
}

/** Classes right below the library's. */
function modelClasses(world: World): { readonly declared: ClassValue; readonly name: string; readonly at: Evidence }[] {
  return world.classes().flatMap((declared) => {
    const base = world.libraryBase(declared);
    if (base?.kind !== 'external' || base.package !== PACKAGE || base.name !== 'Model') return [];
    const { name, line } = classFact(declared);
    return [{ declared, name, at: { path: declared.file.path, line } }];
  });
}

type Extended = {
  readonly value: Value;
  /** Registered, else that of the variable that holds it. */
  readonly name: string;
  /** `bookshelf.model('Loaf', …)`, not what only looks one up. */
  readonly registered: string | undefined;
  readonly at: Evidence;
};

/** What calls of `extend` and then of `model` give; the registration may name what `extend` made. */
function extendedModels(world: World): Extended[] {
  const found: Extended[] = [];
  for (const call of ['extend', 'model']) {
    for (const chain of world.calls(call)) {
      for (const link of chain.links) {
        if (link.name !== call || link.expr.kind === 'tagged') continue;
        const text = call === 'model' ? world.constant(link.args[0], chain.scope) : undefined;
        const locals = chain.file.program.functions[chain.fn]?.locals ?? [];
        const variable = locals.find(({ init }) => init && bare(init) === link.expr);
        found.push({
          value: world.value(link.expr, chain.scope),
          name: text ?? variable?.name ?? '',
          registered: link.args.length > 1 ? text : undefined,
          at: { path: chain.file.path, line: link.line },
        });
      }
    }
  }
  return found;
}

/** The library's side of a model that `extend` or `model` made. */
function ownModel(value: Value): ValueOf<'external'> | undefined {
  const parts = value.kind === 'both' ? value.of : [value];
  return parts.find(
    (one): one is ValueOf<'external'> =>
      one.kind === 'external' && one.package === PACKAGE && one.name === 'Model' && one.args[0]?.kind === 'object',
  );
}

/** `tableName` of the definition, of the rows (a getter or field), or of the class. */
function tableOf(world: World, self: Value): TableName | undefined {
  const places = self.kind === 'instance' ? [self, { kind: 'class', of: self.of } as const] : [self];
  for (const place of places) {
    for (const one of alternatives(world.member(place, 'tableName'))) {
      const name = constantOf(one.kind === 'function' ? callFunction(world.ev, one, undefined, undefined) : one);
      if (name !== undefined && name !== '') return parseTableName(name);
    }
  }
  return undefined;
}
