/** Habits of code bases around class ORMs that no single fixture shows: extensions of a library, its other drivers. */
import { describe, expect, it } from 'vitest';
import { isAccessEdge, isTableEdge, type SystemGraph } from '../../../src/model/index.js';
import { direct, linked } from '../tables/system.js';

function tables(graph: SystemGraph): string[] {
  return graph.nodes.flatMap((node) => (node.kind === 'table' ? [`${node.tableKind} ${node.name}`] : [])).sort();
}

describe('LoopBack repositories of extensions', () => {
  const MODELS = `
    import { Entity, model } from '@loopback/repository';
    import { SoftDeleteEntity } from 'loopback4-soft-delete';
    @model({ name: 'visits' }) export class Visit extends Entity {}
    @model({ name: 'beds' }) export class Bed extends SoftDeleteEntity {}`;
  const REPOSITORIES = `
    import { Entity } from '@loopback/repository';
    import { SoftCrudRepository } from 'loopback4-soft-delete';
    import { AuditRepositoryMixin } from '@ward/audit';
    import { Repository } from 'somewhere-else';
    import { Bed, Visit } from './models.js';
    export class ByUserRepository<T extends Entity, ID> extends SoftCrudRepository<T, ID> {
      async create(entity: T, options?: object) { return super.create(entity, options); }
      async close() { return this.updateAll({ open: false }); }
    }
    export class VisitRepository extends ByUserRepository<Visit, number> {}
    export class BedRepository extends AuditRepositoryMixin(ByUserRepository<Bed, number, {}>, { key: 'beds' }) {
      constructor(source: object) { super(Bed, source); }
    }
    export class Shelf extends Repository<string> {}`;
  const DESK = `
    import { BedRepository, Shelf, VisitRepository } from './repositories.js';
    export class Desk {
      constructor(private visits: VisitRepository, private beds: BedRepository, private shelf: Shelf) {}
      async admit() {
        await this.visits.create({});
        await this.visits.deleteAllHard({ id: 1 });
        await this.shelf.create('none of ours');
        return this.beds.findOne({ where: { free: true } });
      }
    }`;

  it('are repositories of the models they are given, whoever made their base, and a create around create is create', async () => {
    const graph = await linked({
      'src/models.ts': MODELS,
      'src/repositories.ts': REPOSITORIES,
      'src/desk.ts': DESK,
    });
    expect(tables(graph)).toEqual(['table beds', 'table visits']);
    expect(direct(graph)).toEqual([
      'src/desk.ts delete visits',
      'src/desk.ts read beds',
      'src/desk.ts write visits',
      // What a base of our own adds to the library counts for the classes below.
      'src/repositories.ts write beds',
      'src/repositories.ts write visits',
    ]);
  });
});

describe('MikroORM on MongoDB', () => {
  const ENTITIES = `
    import { Collection, Embeddable, Embedded, Entity, ManyToMany, ManyToOne, PrimaryKey } from '@mikro-orm/core';
    @Entity({ tableName: 'flours' }) export class Flour { @PrimaryKey() id!: string; }
    @Entity({ tableName: 'ovens' }) export class Oven {
      @PrimaryKey() id!: string;
      @ManyToOne(() => Flour, { eager: true }) last!: Flour;
    }
    @Embeddable() export class Place { @ManyToOne(() => Oven) oven!: Oven; }
    @Entity({ tableName: 'loaves', discriminatorColumn: 'kind', abstract: true }) export abstract class Loaf {
      @PrimaryKey() id!: string;
      @ManyToMany(() => Flour) flours = new Collection<Flour>(this);
      @Embedded(() => Place) place!: Place;
    }
    @Entity({ discriminatorValue: 'rye' }) export class Rye extends Loaf {}`;
  const REPOSITORY = `
    import { EntityManager } from '@mikro-orm/mongodb';
    import { Rye } from './entities.js';
    export class RyeStore {
      constructor(private readonly em: EntityManager) {}
      async fresh() { return this.em.find(Rye, {}, { populate: ['flours', 'place.oven'] }); }
    }`;

  it('has lists of ids in place of junctions and constraints, and children in the collection of an abstract class', async () => {
    const graph = await linked({ 'src/entities.ts': ENTITIES, 'src/store.ts': REPOSITORY });
    expect(tables(graph)).toEqual(['collection flours', 'collection loaves', 'collection ovens']);
    expect(graph.edges.filter(isTableEdge).every((edge) => edge.kind === 'reference')).toBe(true);
    expect(direct(graph)).toEqual(['src/store.ts read flours', 'src/store.ts read loaves', 'src/store.ts read ovens']);
  });

  it('is told from a server with an SQL driver, which has junctions', async () => {
    const sql = REPOSITORY.replace('@mikro-orm/mongodb', '@mikro-orm/postgresql');
    const graph = await linked({ 'src/entities.ts': ENTITIES, 'src/store.ts': sql });
    expect(tables(graph)).toContain('junction loaves_flours');
    expect(direct(graph)).toContain('src/store.ts read loaves_flours');
  });
});

describe('TypeORM with entities that only a run loads', () => {
  const ENTITIES = `
    import { Entity, ManyToOne, PrimaryGeneratedColumn } from 'typeorm';
    const load = (path: string) => require(path);
    @Entity('shelves') export class Shelf { @PrimaryGeneratedColumn() id!: number; }
    @Entity('jars') export class Jar {
      @PrimaryGeneratedColumn() id!: number;
      @ManyToOne(() => load('./shelf').Shelf) shelf!: Shelf;
    }`;
  const PANTRY = `
    import { EntityManager, Repository } from 'typeorm';
    import { Jar, Shelf } from './entities.js';
    const load = (path: string) => require(path);
    export class Pantry {
      constructor(private jars: Repository<Jar>) {}
      async tidy(manager: EntityManager) {
        const shelves = manager.getRepository<Shelf>(load('./shelf').Shelf);
        await shelves.update({}, {});
        return this.jars.createQueryBuilder('jar').leftJoinAndSelect('jar.shelf', 'shelf').getMany();
      }
    }`;
  const MODULES = `
    import { TypeOrmModule } from '@nestjs/typeorm';
    import { TypegooseModule } from 'nestjs-typegoose';
    import { Jar } from './entities.js';
    import { Label } from './label.js';
    export const imports = () => [TypeOrmModule.forFeature([Jar]), TypegooseModule.forFeature([Label])];`;

  it('takes the declared type for a class that is required, and a list of features for the library that has it', async () => {
    const graph = await linked({
      'src/entities.ts': ENTITIES,
      'src/pantry.ts': PANTRY,
      'src/modules.ts': MODULES,
      'src/label.ts': `import { prop } from '@typegoose/typegoose';\nexport class Label { @prop() text!: string; }`,
    });
    expect(tables(graph)).toEqual(['collection labels', 'table jars', 'table shelves']);
    expect(direct(graph)).toEqual([
      'src/pantry.ts read jars',
      'src/pantry.ts read shelves',
      'src/pantry.ts write shelves',
    ]);
  });
});

describe('MikroORM entities known by an interface', () => {
  it('are those that are injected by name for it, also when a function makes their class', async () => {
    const graph = await linked({
      'src/making.ts': `
        import { Entity, PrimaryKey } from '@mikro-orm/core';
        export interface CakeInterface { id: string; layers: number }
        export interface TrayInterface { id: string }
        export function cakeEntity(options: object) {
          @Entity({ tableName: 'cakes' }) class Cake implements CakeInterface { @PrimaryKey() id!: string; layers!: number; }
          return Cake;
        }
        @Entity({ tableName: 'trays' }) export class Tray implements TrayInterface { @PrimaryKey() id!: string; }
        @Entity({ tableName: 'racks' }) export class Rack implements TrayInterface { @PrimaryKey() id!: string; }`,
      'src/oven.ts': `
        import { EntityManager, EntityRepository } from '@mikro-orm/postgresql';
        import { InjectRepository } from '@mikro-orm/nestjs';
        import type { CakeInterface, TrayInterface } from './making.js';
        export class Oven {
          constructor(
            private readonly em: EntityManager,
            @InjectRepository('Cake') private readonly cakes: EntityRepository<CakeInterface>,
            @InjectRepository('Tray') private readonly trays: EntityRepository<TrayInterface>,
            @InjectRepository('Rack') private readonly racks: EntityRepository<TrayInterface>,
          ) {}
          async eat(id: string) {
            const cake = await this.cakes.findOneOrFail(id);
            this.em.remove(cake);
            await this.em.flush();
          }
        }`,
    });
    expect(direct(graph)).toEqual(['src/oven.ts delete cakes', 'src/oven.ts read cakes']);
  });
});

describe('relations that a caller names to a finder in another file', () => {
  it('are read where the finder finds, at no line of the caller', async () => {
    const graph = await linked({
      'src/loaf.ts': `
        import { Entity, ManyToOne, PrimaryColumn } from 'typeorm';
        import { Oven } from './oven.js';
        @Entity('loaves') export class Loaf { @PrimaryColumn() id!: string; @ManyToOne(() => Oven) oven!: Oven }`,
      'src/oven.ts': `
        import { Entity, PrimaryColumn } from 'typeorm';
        @Entity('ovens') export class Oven { @PrimaryColumn() id!: string }`,
      'src/finder.ts': `
        import { DataSource, type FindOptionsRelations } from 'typeorm';
        export class Finder {
          constructor(private readonly source: DataSource) {}
          all<T>(type: new () => T, relations: FindOptionsRelations<T>) {
            return this.source.getRepository(type).find({ relations });
          }
        }`,
      'src/shelf.ts': `
        import { Finder } from './finder.js';
        import { Loaf } from './loaf.js';
        export class Shelf {
          constructor(private readonly finder: Finder) {}
          // Freshly baked.
          // With where they come from.
          fill() {
            return this.finder.all(Loaf, {
              oven: true,
            });
          }
        }`,
    });
    const places = graph.edges
      .filter((edge) => isAccessEdge(edge) && edge.to === 'table:ovens')
      .flatMap(({ evidence }) => evidence.filter(({ path }) => path === 'src/finder.ts').map(({ line }) => line));
    expect(new Set(places)).toEqual(new Set([6]));
  });
});

describe('A statement that takes the name of its table from the metadata of an entity', () => {
  it('reads and writes that table', async () => {
    const graph = await linked({
      'src/entities.ts': `
        import { Entity, PrimaryColumn, ViewEntity } from 'typeorm';
        @Entity({ schema: 'clinic', name: 'ward_rounds' }) export class Round { @PrimaryColumn() id: string }
        @ViewEntity({ materialized: true, expression: 'SELECT 1' }) export class BusyWards { id: string }`,
      'src/nightly.ts': `
        import type { DataSource } from 'typeorm';
        import { BusyWards, Round } from './entities.js';
        export async function nightly(ds: DataSource, day: string) {
          const { tablePath } = ds.getMetadata(Round);
          await ds.query(\`DELETE FROM \${tablePath} WHERE day < $1\`, [day]);
          await ds.query(\`REFRESH MATERIALIZED VIEW CONCURRENTLY \${ds.getRepository(BusyWards).metadata.tableName}\`);
        }`,
    });
    expect(direct(graph)).toEqual(['src/nightly.ts delete clinic.ward_rounds', 'src/nightly.ts write busy_wards']);
  });
});

describe('An active record whose static is put in place of the library’s', () => {
  it('still reads its table where it is called; another static of one’s own does not', async () => {
    const graph = await linked({
      'src/letter.ts': `
        import { BaseEntity, Entity, type FindManyOptions, PrimaryColumn } from 'typeorm';
        @Entity('letters') export class Letter extends BaseEntity { @PrimaryColumn() id!: string; }
        Letter.find = function (options: FindManyOptions<Letter>) {
          return BaseEntity.find.call(Letter, { ...options, take: 10 });
        };
        Letter.count = function () { return 0; };`,
      'src/desk.ts': `import { Letter } from './letter.js';
        export const open = () => Letter.find({ where: { id: '1' } });`,
      'src/meter.ts': `import { Letter } from './letter.js';
        export const many = () => Letter.count();`,
    });
    expect(direct(graph)).toEqual(['src/desk.ts read letters']);
  });
});
