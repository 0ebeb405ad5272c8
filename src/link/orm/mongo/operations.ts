/** What the methods of a MongoDB collection or model do, and the collections that an aggregation joins or writes. */
import type { AccessKind, Expr } from '../../../model/index.js';
import { alternatives, type Scope } from '../../program/index.js';
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
            line: entry.line,
            ...(op === 'read' ? { joined: true as const } : {}),
            note: entry.key,
          });
        }
        open.push({ expr: entry.value, scope: at });
      }
    } else if (expr.kind === 'name' || expr.kind === 'member') {
      // A stage kept in a constant.
      for (const value of alternatives(world.value(expr, at)))
        if (value.kind === 'object') open.push({ expr: value.expr, scope: value.scope });
    }
  }
  return found.reverse();
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
