/** Our reading of MikroORM entities against the schema MikroORM would create. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { declaredByMikro, forgetEntities } from './by-mikro-orm.js';
import { inFolder } from './folder.js';
import { loaderOf } from './load.js';
import { declaredByUs } from './ours.js';
import { type RandomEntity, randomEntities } from './random.js';

describe('MikroORM and we', () => {
  it.each([decorated, schemas])('find the same tables and foreign keys in any schema: %o', async (sourceOf) => {
    await fc.assert(
      fc.asyncProperty(randomEntities, (entities) =>
        inFolder(sourceOf(entities), async (root) => {
          forgetEntities();
          const loaded = Object.values(loaderOf(root)('entities.ts'));
          expect(await declaredByUs(root)).toEqual(await declaredByMikro(loaded));
        }),
      ),
      { numRuns: 10 },
    );
  });
});

function optionsOf({ table, schema }: RandomEntity): string[] {
  return [
    ...(table === undefined ? [] : [`tableName: '${table}'`]),
    ...(schema === undefined ? [] : [`schema: '${schema}'`]),
  ];
}

function decorated(entities: readonly RandomEntity[]): string {
  const classes = entities.map((entity) => {
    const members = entity.relations.map(({ kind, property, target, name }) => {
      const other = `() => ${entities[target]?.name}`;
      if (kind === 'one') {
        return `  @ManyToOne(${other}${name === undefined ? '' : `, { fieldName: '${name}' }`}) ${property}!: unknown;`;
      }
      const pivot = name === undefined ? '' : `, pivotTable: '${name}'`;
      return `  @ManyToMany({ entity: ${other}, owner: true${pivot} }) ${property} = new Collection<object>(this);`;
    });
    const primary = `  @PrimaryKey({ type: 'number' }) ${entity.key}!: number;`;
    const options = `{ ${optionsOf(entity).join(', ')} }`;
    return `@Entity(${options})\nexport class ${entity.name} {\n${[primary, ...members].join('\n')}\n}`;
  });
  const names = ['Collection', 'Entity', 'ManyToMany', 'ManyToOne', 'PrimaryKey'];
  return [`import { ${names.join(', ')} } from '@mikro-orm/core';`, ...classes].join('\n\n');
}

function schemas(entities: readonly RandomEntity[]): string {
  const made = entities.map((entity) => {
    const relations = entity.relations.map(({ kind, property, target, name }) => {
      const other = `entity: '${entities[target]?.name}'`;
      if (kind === 'one') {
        return `${property}: { kind: 'm:1', ${other}${name === undefined ? '' : `, fieldName: '${name}'`} }`;
      }
      return `${property}: { kind: 'm:n', ${other}, owner: true${name === undefined ? '' : `, pivotTable: '${name}'`} }`;
    });
    const properties = [`${entity.key}: { type: 'number', primary: true }`, ...relations].join(', ');
    const options = [`name: '${entity.name}'`, ...optionsOf(entity), `properties: { ${properties} }`];
    return `export const ${entity.name}Schema = new EntitySchema({ ${options.join(', ')} });`;
  });
  return [`import { EntitySchema } from '@mikro-orm/core';`, ...made].join('\n\n');
}
