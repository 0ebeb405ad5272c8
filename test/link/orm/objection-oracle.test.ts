/**
 * Objection tells the truth itself: generated models are made as its own classes, which are asked for their tables,
 * relations and join tables, and for the SQL of queries; the same models as text must give the same.
 */
import fc from 'fast-check';
import createKnex from 'knex';
import { Model, type RelationMapping } from 'objection';
import { beforeAll, expect, it } from 'vitest';
import { loadSqlReader, type SqlReader } from '../../../src/link/sql/index.js';
import { isTableEdge, labelOf } from '../../../src/model/index.js';
import { linked } from '../tables/system.js';
import { accessesOfFile, accessesOfSql, tableName } from './generated.js';

const db = createKnex({ client: 'pg' });
let reader: SqlReader;

beforeAll(async () => {
  reader = await loadSqlReader();
});

type Kind = 'BelongsToOneRelation' | 'HasManyRelation' | 'HasOneRelation' | 'ManyToManyRelation';
type Relation = { readonly kind: Kind; readonly from: number; readonly to: number; readonly junction: string };
type Schema = {
  readonly tables: readonly string[];
  /** How each class says its table. */
  readonly spelling: readonly number[];
  readonly relations: readonly Relation[];
};

const schema: fc.Arbitrary<Schema> = fc.uniqueArray(tableName, { minLength: 3, maxLength: 6 }).chain((names) => {
  const [junction = '', ...tables] = names;
  const index = fc.nat({ max: tables.length - 1 });
  const kind = fc.constantFrom<Kind>('BelongsToOneRelation', 'HasManyRelation', 'HasOneRelation', 'ManyToManyRelation');
  return fc.record({
    tables: fc.constant(tables),
    spelling: fc.array(fc.nat({ max: 3 }), { minLength: tables.length, maxLength: tables.length }),
    relations: fc.array(fc.record({ kind, from: index, to: index, junction: fc.constant(junction) }), { maxLength: 5 }),
  });
});

/** `join` of a relation, with the tables' names. */
function joinOf({ tables }: Schema, { kind, from, to, junction }: Relation): RelationMapping<Model>['join'] {
  const [a, b] = [tables[from], tables[to]];
  if (kind === 'BelongsToOneRelation') return { from: `${a}.other_id`, to: `${b}.id` };
  if (kind !== 'ManyToManyRelation') return { from: `${a}.id`, to: `${b}.owner_id` };
  const through = { from: `${junction}.left_id`, to: `${junction}.right_id` };
  return { from: `${a}.id`, through, to: `${b}.id` };
}

function realModels(given: Schema): (typeof Model)[] {
  const classes = given.tables.map((table) => {
    const made = class extends Model {};
    made.tableName = table;
    made.knex(db);
    return made;
  });
  classes.forEach((made, at) => {
    const own = given.relations.flatMap((one, name) =>
      one.from === at
        ? [
            [
              `r${name}`,
              { relation: Model[one.kind], modelClass: classes[one.to] as typeof Model, join: joinOf(given, one) },
            ] as const,
          ]
        : [],
    );
    Object.defineProperty(made, 'relationMappings', { value: Object.fromEntries(own) });
  });
  return classes;
}

const SPELLINGS = [
  (table: string) => `static tableName = '${table}';`,
  (table: string) => `static get tableName() { return '${table}'; }`,
  (table: string) => `static get tableName(): string { return \`${table}\`; }`,
  (table: string) => `static override readonly tableName: string = NAMES.${table};`,
];

/** All models in one file, as people write them. */
function writtenModels(given: Schema): string {
  const classes = given.tables.map((table, at) => {
    const own = given.relations.flatMap((one, name) =>
      one.from === at
        ? [
            `r${name}: { relation: Model.${one.kind}, modelClass: M${one.to}, join: ${JSON.stringify(joinOf(given, one))} },`,
          ]
        : [],
    );
    const spelled = SPELLINGS[given.spelling[at] as number] as (table: string) => string;
    const body = `{ ${own.join(' ')} }`;
    const mappings = [
      `static relationMappings = () => (${body});`,
      `static get relationMappings() { return ${body}; }`,
      `static get relationMappings(): RelationMappings { return ${body}; }`,
      `static relationMappings: RelationMappings = ${body};`,
      `static relationMappings = (): RelationMappings => (${body});`,
      `static readonly relationMappings: RelationMappingsThunk = () => (${body});`,
    ][(at + (given.spelling[0] ?? 0)) % 6];
    return `export class M${at} extends Base {\n  ${spelled(table)}\n  ${mappings}\n}`;
  });
  const names = `const NAMES = { ${given.tables.map((table) => `${table}: '${table}'`).join(', ')} } as const;`;
  return `import { Model, type RelationMappings, type RelationMappingsThunk } from 'objection';\n${names}\nclass Base extends Model {}\n${classes.join('\n')}\n`;
}

/** Queries whose SQL Objection can tell without a database. */
function queriesOf({ tables, relations }: Schema): string[] {
  return [
    ...tables.flatMap((_, at) => [
      `M${at}.query().where('id', 1)`,
      `M${at}.query().findById(1).patch({ a: 1 } as never)`,
      `M${at}.query().deleteById(2)`,
      `M${at}.query().insert({ a: 1 } as never)`,
      `M${at}.query().whereIn('id', M0.query().select('id'))`,
    ]),
    ...relations.flatMap(({ from }, name) => [
      `M${from}.query().joinRelated('r${name}')`,
      `M${from}.query().leftJoinRelated('[r${name} as other]')`,
      `M${from}.relatedQuery('r${name}').for(1)`,
      `M${from}.query().whereExists(M${from}.relatedQuery('r${name}'))`,
    ]),
  ];
}

function foreignKeysOf(models: readonly (typeof Model)[], given: Schema): string[] {
  const keys = given.relations.flatMap(({ kind, from }, name) => {
    const relation = (models[from] as typeof Model).getRelation(`r${name}`);
    const [owner, other] = [relation.ownerModelClass.tableName, relation.relatedModelClass.tableName];
    if (kind === 'ManyToManyRelation')
      return [`${relation.joinTable} -> ${owner} left_id`, `${relation.joinTable} -> ${other} right_id`];
    if (kind === 'BelongsToOneRelation') return [`${owner} -> ${other} ${relation.ownerProp.cols[0]}`];
    return [`${other} -> ${owner} ${relation.relatedProp.cols[0]}`];
  });
  return [...new Set(keys)].sort();
}

it('Models and queries written in TypeScript are what Objection makes of the same models', {
  timeout: 60_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(schema, async (given) => {
      const models = realModels(given);
      const queries = queriesOf(given);
      const imports = given.tables.map((_, at) => `M${at}`).join(', ');
      const files = Object.fromEntries(
        queries.map((text, at) => [
          `src/q${at}.ts`,
          `import { ${imports} } from './models.js';\nexport const query = () => ${text};\n`,
        ]),
      );
      const graph = await linked({ 'src/models.ts': writtenModels(given), ...files });
      const tables = graph.nodes.flatMap((node) => (node.kind === 'table' ? [node.name] : []));
      const joined = given.relations.flatMap(
        ({ from }, name) => (models[from] as typeof Model).getRelation(`r${name}`).joinTable ?? [],
      );
      expect(tables.sort()).toEqual([...new Set([...models.map(({ tableName: name }) => name), ...joined])].sort());
      const keys = graph.edges
        .filter(isTableEdge)
        .flatMap(({ from, to, columns }) => columns.map((column) => `${labelOf(from)} -> ${labelOf(to)} ${column}`));
      expect(keys.sort()).toEqual(foreignKeysOf(models, given));
      const seen = queries.map((text, at) => [text, accessesOfFile(graph, `src/q${at}.ts`)]);
      expect(seen).toEqual(queries.map((text) => [text, accessesOfSql(reader, compiled(text, models))]));
    }),
    { numRuns: 15, seed: 20_260_102, endOnFailure: true },
  );
});

function compiled(text: string, models: readonly (typeof Model)[]): string {
  const names = models.map((_, at) => `M${at}`);
  const run = new Function(...names, `return ${text.replaceAll(' as never', '')}.toKnexQuery().toQuery()`);
  return run(...models) as string;
}
