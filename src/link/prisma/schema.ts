/**
 * The `.prisma` files of one schema → models with the tables, columns and foreign keys the database has, implicit
 * many-to-many tables, and for each relation field where it leads, which the reading of `include` and `data` needs.
 */
import { type Attribute, listArgument, readAttributes, textArgument } from './attributes.js';
import { type PrismaBlock, readBlocks } from './blocks.js';

export type PrismaFile = { readonly path: string; readonly text: string };

export type PrismaSchema = {
  readonly files: readonly string[];
  /** Logical database, when the repository has several that differ; see `readPrismaSchemas`. */
  readonly database?: string;
  /** `postgresql`, `mysql`, `sqlite`, `sqlserver`, `mongodb`, `cockroachdb`; '' when not said. */
  readonly provider: string;
  /** `url` of the datasource as spelled, e.g. `env("DATABASE_URL")`; '' when not said. */
  readonly url: string;
  /** Relations are not foreign keys in the database: `relationMode = "prisma"`, or MongoDB. */
  readonly hasLogicalRelations: boolean;
  /** Folders that generators write clients to, relative to the analysed root. */
  readonly clients: readonly string[];
  readonly models: readonly PrismaModel[];
  readonly foreignKeys: readonly PrismaForeignKey[];
  readonly junctions: readonly PrismaJunction[];
};

export type PrismaModel = {
  readonly name: string;
  readonly kind: 'model' | 'view';
  readonly table: string;
  readonly schema?: string;
  readonly isNamed: boolean;
  readonly path: string;
  readonly line: number;
  readonly fields: readonly PrismaField[];
};

export type PrismaField = {
  readonly name: string;
  readonly type: string;
  readonly isList: boolean;
  readonly column: string;
  readonly line: number;
  /** Present when the type is a model. */
  readonly relation?: PrismaRelation;
};

export type PrismaRelation = {
  readonly model: string;
  /** This side holds the foreign key; the other side does; or a table of its own does (implicit many-to-many). */
  readonly side: 'owner' | 'inverse' | 'junction';
  /** Name of the `_AToB` table, for side `junction`. */
  readonly junction?: string;
};

export type PrismaForeignKey = {
  readonly from: string;
  readonly to: string;
  readonly columns: readonly string[];
  readonly referencedColumns: readonly string[];
  readonly path: string;
  readonly line: number;
};

export type PrismaJunction = {
  readonly table: string;
  readonly schema?: string;
  /** Names of the two models, in alphabetical order; equal for a relation of a model with itself. */
  readonly models: readonly [string, string];
  readonly path: string;
  readonly line: number;
};

type RawField = Omit<PrismaField, 'relation'> & { readonly attribute: Attribute | undefined; readonly path: string };
type RawModel = Omit<PrismaModel, 'fields'> & { readonly fields: readonly RawField[] };

/** Reads the files as one schema. `dirOf` a generator's `output` is the folder of the file it stands in. */
export function readPrismaSchema(files: readonly PrismaFile[]): PrismaSchema {
  const blocks = files.flatMap(({ path, text }) => readBlocks(text).map((block) => ({ path, block })));
  const raw = new Map<string, RawModel>();
  for (const { path, block } of blocks) {
    if (block.kind !== 'model' && block.kind !== 'view') continue;
    if (!raw.has(block.name)) raw.set(block.name, readModel(path, block));
  }
  const source = settings(blocks.find(({ block }) => block.kind === 'datasource')?.block);
  const mode = source.get('relationMode') ?? source.get('referentialIntegrity') ?? '';
  const provider = unquoted(source.get('provider'));
  const isMongo = provider === 'mongodb';
  const models = [...raw.values()];
  const junctions = isMongo ? [] : junctionsOf(models, raw);
  return {
    files: files.map((file) => file.path),
    provider,
    url: source.get('url') ?? '',
    hasLogicalRelations: isMongo || unquoted(mode) === 'prisma',
    clients: blocks.flatMap(({ path, block }) => (block.kind === 'generator' ? clientOf(path, block) : [])),
    models: models.map((model) => ({
      ...model,
      fields: model.fields.map((field) => finished(field, model, raw, isMongo)),
    })),
    foreignKeys: models.flatMap((model) => foreignKeysOf(model, raw)),
    junctions,
  };
}

function readModel(path: string, block: PrismaBlock): RawModel {
  const attributes = block.body.filter(({ text }) => text.startsWith('@@')).flatMap(({ text }) => readAttributes(text));
  const map = textArgument(
    attributes.find((a) => a.name === '@@map'),
    'name',
  );
  const schema = textArgument(
    attributes.find((a) => a.name === '@@schema'),
    'name',
  );
  return {
    name: block.name,
    kind: block.kind as PrismaModel['kind'],
    table: map ?? block.name,
    ...(schema === undefined ? {} : { schema }),
    isNamed: map !== undefined,
    path,
    line: block.line,
    fields: block.body.flatMap(({ text, line }) => readField(path, text, line)),
  };
}

const FIELD = /^([A-Za-z][\w-]*)(?:\s*:)?\s+(Unsupported\([^)]*\)|\[?[A-Za-z][\w.-]*\]?)\s*(\[\s*\])?\s*[?!]?\s*(.*)$/s;

function readField(path: string, text: string, line: number): RawField[] {
  const match = text.startsWith('@@') ? null : FIELD.exec(text);
  if (match === null) return [];
  const [, name = '', type = '', brackets, rest = ''] = match;
  const attributes = readAttributes(rest);
  const map = attributes.find((a) => a.name === '@map');
  return [
    {
      name,
      type: type.replace(/^\[|\]$/g, ''),
      isList: brackets !== undefined || type.startsWith('['),
      column: textArgument(map, 'name') ?? name,
      line,
      path,
      attribute: attributes.find((a) => a.name === '@relation'),
    },
  ];
}

function finished(
  field: RawField,
  model: RawModel,
  models: ReadonlyMap<string, RawModel>,
  isMongo: boolean,
): PrismaField {
  const { attribute: _, path: __, ...plain } = field;
  if (!models.has(field.type)) return plain;
  return { ...plain, relation: relationOf(field, model, models, isMongo) };
}

function relationOf(
  field: RawField,
  model: RawModel,
  models: ReadonlyMap<string, RawModel>,
  isMongo: boolean,
): PrismaRelation {
  if (listArgument(field.attribute, 'fields').length > 0) return { model: field.type, side: 'owner' };
  const other = oppositeOf(field, model, models);
  if (!isMongo && field.isList && other?.isList === true && listArgument(other.attribute, 'fields').length === 0) {
    return { model: field.type, side: 'junction', junction: junctionName(field, model) };
  }
  return { model: field.type, side: 'inverse' };
}

/** The field of the other model that closes the relation: same relation name, leading back. */
function oppositeOf(field: RawField, model: RawModel, models: ReadonlyMap<string, RawModel>): RawField | undefined {
  const isSelf = field.type === model.name;
  return models
    .get(field.type)
    ?.fields.find(
      (other) =>
        other.type === model.name && relationName(other) === relationName(field) && !(isSelf && other === field),
    );
}

function relationName(field: RawField): string | undefined {
  return textArgument(field.attribute, 'name');
}

function junctionName(field: RawField, model: RawModel): string {
  const [a, b] = [model.name, field.type].sort();
  return `_${relationName(field) ?? `${a}To${b}`}`;
}

function junctionsOf(models: readonly RawModel[], byName: ReadonlyMap<string, RawModel>): PrismaJunction[] {
  const found = new Map<string, PrismaJunction>();
  for (const model of models) {
    for (const field of model.fields) {
      const target = byName.get(field.type);
      if (target === undefined) continue;
      const relation = relationOf(field, model, byName, false);
      if (relation.junction === undefined || found.has(relation.junction)) continue;
      const [first, second] = [model, target].sort((x, y) => (x.name < y.name ? -1 : 1)) as [RawModel, RawModel];
      found.set(relation.junction, {
        table: relation.junction,
        ...(first.schema === undefined ? {} : { schema: first.schema }),
        models: [first.name, second.name],
        path: field.path,
        line: field.line,
      });
    }
  }
  return [...found.values()];
}

function foreignKeysOf(model: RawModel, models: ReadonlyMap<string, RawModel>): PrismaForeignKey[] {
  return model.fields.flatMap((field) => {
    const target = models.get(field.type);
    const own = listArgument(field.attribute, 'fields');
    if (target === undefined || own.length === 0 || field.isList) return [];
    const column = (owner: RawModel, name: string) => owner.fields.find((f) => f.name === name)?.column ?? name;
    return [
      {
        from: model.name,
        to: target.name,
        columns: own.map((name) => column(model, name)),
        referencedColumns: listArgument(field.attribute, 'references').map((name) => column(target, name)),
        path: field.path,
        line: field.line,
      },
    ];
  });
}

/** `key = value` lines of a datasource or generator block. */
function settings(block: PrismaBlock | undefined): Map<string, string> {
  const pairs = new Map<string, string>();
  for (const { text } of block?.body ?? []) {
    const match = /^(\w+)\s*=\s*(.*)$/s.exec(text);
    if (match !== null) pairs.set(match[1] as string, (match[2] as string).trim());
  }
  return pairs;
}

/** Only Prisma's own client generators: others write documentation, validators, ERDs. */
function clientOf(path: string, block: PrismaBlock): string[] {
  const pairs = settings(block);
  const output = unquoted(pairs.get('output'));
  if (output === '' || !unquoted(pairs.get('provider')).startsWith('prisma-client')) return [];
  const parts = path.split('/').slice(0, -1);
  for (const part of output.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return [parts.join('/')];
}

function unquoted(text: string | undefined): string {
  return (text ?? '').replace(/^"|"$/g, '');
}
