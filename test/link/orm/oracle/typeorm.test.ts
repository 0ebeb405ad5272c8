/** Our reading of TypeORM entities against TypeORM's own metadata. */
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { declaredByTypeorm } from './by-typeorm.js';
import { inFolder } from './folder.js';
import { loaderOf } from './load.js';
import { declaredByUs } from './ours.js';
import { type RandomEntity, randomEntities } from './random.js';

const ROOT = join(import.meta.dirname, '../../../../fixtures/orm/typeorm');

describe('TypeORM and we', () => {
  it('find the same tables and foreign keys in the bakery', async () => {
    const applyDecorators = (...all: ClassDecorator[]) => {
      return (target: new () => object) => {
        for (const one of all) one(target);
      };
    };
    const load = loaderOf(ROOT, { '@nestjs/common': { applyDecorators } });
    const files = ['catalog/bread', 'catalog/oven', 'orders/order', 'orders/order-line', 'people/customer'];
    const { OrderLine: _, ...entities } = Object.assign({}, ...files.map((name) => load(`src/${name}.entity.ts`)));
    expect(await declaredByUs(ROOT)).toEqual(await declaredByTypeorm(Object.values(entities)));
  });

  it('find the same tables and foreign keys in any schema', async () => {
    await fc.assert(
      fc.asyncProperty(randomEntities, (entities) =>
        inFolder(sourceOf(entities), async (root) => {
          const loaded = Object.values(loaderOf(root)('entities.ts'));
          expect(await declaredByUs(root)).toEqual(await declaredByTypeorm(loaded));
        }),
      ),
      { numRuns: 15 },
    );
  });
});

function sourceOf(entities: readonly RandomEntity[]): string {
  const classes = entities.map(({ name, table, schema, key, relations }) => {
    const options = { ...(table === undefined ? {} : { name: table }), ...(schema === undefined ? {} : { schema }) };
    const members = relations.map(({ kind, property, target, name: own }) => {
      const other = `() => ${entities[target]?.name}`;
      const named = own === undefined ? '' : `{ name: '${own}' }`;
      return kind === 'one'
        ? `  @ManyToOne(${other}) ${own === undefined ? '' : `@JoinColumn(${named})`} ${property}: unknown;`
        : `  @ManyToMany(${other}) @JoinTable(${named}) ${property}: unknown[];`;
    });
    const primary = `  @PrimaryGeneratedColumn('uuid') ${key}: string;`;
    return `@Entity(${JSON.stringify(options)})\nexport class ${name} {\n${[primary, ...members].join('\n')}\n}`;
  });
  const names = ['Entity', 'JoinColumn', 'JoinTable', 'ManyToMany', 'ManyToOne', 'PrimaryGeneratedColumn'];
  return [`import { ${names.join(', ')} } from 'typeorm';`, ...classes].join('\n\n');
}
