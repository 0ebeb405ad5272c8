/** What the methods of a MongoDB collection or model do, and the collections that an aggregation joins or writes. */
import type { AccessKind, Expr } from '../../../model/index.js';
import { alternatives, type Chain, hangsOnCaller, type Scope, type Value, variableKey } from '../../program/index.js';
import type { Access } from '../dialect.js';
import type { World } from '../world.js';

const names = (text: string): readonly string[] => text.split(' ');

export const OPERATIONS: ReadonlyMap<string, readonly AccessKind[]> = new Map<string, readonly AccessKind[]>([
  ...names(
    'find findOne findById exists count countDocuments estimatedDocumentCount distinct aggregate watch mapReduce where findCursor',
  ).map((name): [string, AccessKind[]] => [name, ['read']]),
  ...names(
    'create insert insertOne insertMany save bulkSave update updateOne updateMany replaceOne findOneAndUpdate findOneAndReplace findByIdAndUpdate findAndModify ' +
      'bulkWrite initializeUnorderedBulkOp initializeOrderedBulkOp findOrCreate',
  ).map((name): [string, AccessKind[]] => [name, ['write']]),
  ...names(
    'deleteOne deleteMany remove removeOne findOneAndDelete findOneAndRemove findByIdAndDelete findByIdAndRemove',
  ).map((name): [string, AccessKind[]] => [name, ['delete']]),
  ...names(
    'createCollection createIndex createIndexes ensureIndexes syncIndexes dropIndex dropIndexes drop dropCollection rename',
  ).map((name): [string, AccessKind[]] => [name, ['ddl']]),
]);

/** What plug-ins add to Mongoose's models: mongoose-delete, mongoose-paginate. */
const PLUGIN_OPERATIONS: readonly (readonly [string, readonly AccessKind[]])[] = [
  ...names(
    'findDeleted findWithDeleted findOneDeleted findOneWithDeleted countDeleted countWithDeleted countDocumentsDeleted ' +
      'countDocumentsWithDeleted aggregateDeleted aggregateWithDeleted paginate aggregatePaginate',
  ).map((name): [string, AccessKind[]] => [name, ['read']]),
  ...names(
    'restore updateDeleted updateWithDeleted updateOneDeleted updateOneWithDeleted updateManyDeleted ' +
      'updateManyWithDeleted findOneAndUpdateDeleted findOneAndUpdateWithDeleted',
  ).map((name): [string, AccessKind[]] => [name, ['write']]),
  ...names('delete deleteById').map((name): [string, AccessKind[]] => [name, ['delete']]),
];
export const MODEL_OPERATIONS: ReadonlyMap<string, readonly AccessKind[]> = new Map([
  ...OPERATIONS,
  ...PLUGIN_OPERATIONS,
]);

const JOINS = new Set(['$lookup', '$graphLookup', '$unionWith']);
const OUTPUTS = new Set(['$out', '$merge']);

/**
 * Collections named by the stages of an aggregation, nested pipelines included: `from` and `coll` are read, `$out` and
 * `$merge` written. They are collection names, not models.
 */
export function stageAccesses(world: World, pipeline: Expr | undefined, scope: Scope): Access[] {
  const found: Access[] = [];
  const open: { readonly expr: Expr; readonly scope: Scope }[] = pipeline ? [{ expr: pipeline, scope }] : [];
  for (let steps = 0; open.length > 0 && steps < 2_000; steps++) {
    const { expr, scope: at } = open.pop() as (typeof open)[number];
    if (expr.kind === 'array')
      open.push(...expr.items.map((item) => ({ expr: item.kind === 'spread' ? item.value : item, scope: at })));
    else if (expr.kind === 'either') open.push(...expr.options.map((option) => ({ expr: option, scope: at })));
    else if (expr.kind === 'object') {
      for (const entry of expr.entries) {
        const collection = namedBy(world, entry.key, entry.value, at);
        if (collection !== undefined) {
          const op = OUTPUTS.has(entry.key) ? 'write' : 'read';
          found.push({
            table: { name: collection },
            op,
            ...(at.file === scope.file ? { line: entry.line } : {}),
            ...(op === 'read' ? { joined: true as const } : {}),
            note: entry.key,
          });
        }
        open.push({ expr: entry.value, scope: at });
      }
    } else if (expr.kind === 'name' || expr.kind === 'member' || expr.kind === 'call') {
      // Stages kept in a constant, pushed into a list, or made by a function.
      open.push(...objectsIn(world.value(expr, at)));
      if (expr.kind === 'name') open.push(...pushedInto(at, expr.name).map((pushed) => ({ expr: pushed, scope: at })));
    }
  }
  return found.reverse();
}

/** Whether a caller tells the stages: the pipeline is a parameter of a method, or made of one. */
export function isPipelineOpen(chain: Chain, pipeline: Expr | undefined): boolean {
  if (pipeline === undefined || chain.scope.self === undefined) return false;
  const parts = pipeline.kind === 'array' ? pipeline.items : [pipeline];
  return parts.some((one) => {
    const part = one.kind === 'spread' ? one.value : one;
    return part.kind === 'name' && hangsOnCaller(chain.file, chain.fn, part);
  });
}

function objectsIn(value: Value, depth = 0): { readonly expr: Expr; readonly scope: Scope }[] {
  return alternatives(value).flatMap((one) => {
    if (one.kind === 'object') return [{ expr: one.expr, scope: one.scope }];
    if (one.kind !== 'array' || depth > 3) return [];
    return [...(one.items ?? []), one.element].flatMap((item) => objectsIn(item, depth + 1));
  });
}

/** What statements push into a list, seen from where it is used. */
function pushedInto({ file, fn }: Scope, name: string): Expr[] {
  for (let at = fn; at >= 0; at = file.program.functions[at]?.parent ?? -1) {
    const pushed = file.uses().pushed.get(variableKey(at, name));
    if (pushed) return pushed.map(({ expr }) => expr);
    if (file.names(at).has(name)) return [];
  }
  return [];
}

function namedBy(world: World, key: string, value: Expr, scope: Scope): string | undefined {
  if (JOINS.has(key)) {
    return (
      world.constant(value, scope) ??
      constantOption(world, value, scope, 'from') ??
      constantOption(world, value, scope, 'coll')
    );
  }
  if (!OUTPUTS.has(key)) return undefined;
  return (
    world.constant(value, scope) ??
    constantOption(world, value, scope, 'into') ??
    constantOption(world, value, scope, 'coll')
  );
}

function constantOption(world: World, expr: Expr, scope: Scope, name: string): string | undefined {
  const entry = expr.kind === 'object' ? expr.entries.find(({ key }) => key === name) : undefined;
  if (entry) return world.constant(entry.value, scope) ?? constantOption(world, entry.value, scope, 'coll');
  const value = world.option(expr, scope, name);
  return value?.kind === 'text' && value.holes.length === 0 ? value.texts[0] : undefined;
}
