/** Names that an own naming strategy of TypeORM gives, read from its methods; or from what migrations create; or assumed. */
import { describe, expect, it } from 'vitest';
import { isAccessEdge, isTableEdge, type SystemGraph } from '../../../src/model/index.js';
import { linked } from '../tables/system.js';

const ENTITIES = `
  import { Column, Entity, JoinTable, ManyToMany, ManyToOne, PrimaryColumn } from 'typeorm';
  @Entity() export class XRWard { @PrimaryColumn() code!: string; }
  @Entity() export class XRNurse {
    @PrimaryColumn() id!: string;
    @ManyToOne(() => XRWard) homeWard!: XRWard;
    @ManyToMany(() => XRWard) @JoinTable() covers!: XRWard[];
  }
  @Entity('rota') export class Roster { @PrimaryColumn() id!: string; }`;

const DESK = `
  import { DataSource } from 'typeorm';
  import { Roster, XRNurse, XRWard } from './entities.js';
  import { WardNames } from './naming.js';
  export const source = new DataSource({ type: 'postgres', namingStrategy: new WardNames('cl_') });
  export const wards = () => source.getRepository(XRWard).find();
  export const nurses = () => source.getRepository(XRNurse).save({});
  export const rosters = () => source.getRepository(Roster).find();`;

function clinic(strategy: string, more: Record<string, string> = {}): Promise<SystemGraph> {
  return linked({ 'src/entities.ts': ENTITIES, 'src/desk.ts': DESK, 'src/naming.ts': strategy, ...more });
}

function tables(graph: SystemGraph): string[] {
  return graph.nodes.flatMap((node) => (node.kind === 'table' ? [`${node.name} ${node.naming}`] : [])).sort();
}

function accesses(graph: SystemGraph): string[] {
  return graph.edges
    .flatMap((edge) => (isAccessEdge(edge) ? [`${edge.to.replace(/^table:/, '')} ${edge.confidence}`] : []))
    .sort();
}

describe('an own naming strategy of TypeORM', () => {
  it('is read: own functions, patterns with functions, methods of its own, names that are given', async () => {
    const graph = await clinic(`
      import type { NamingStrategyInterface } from 'typeorm/naming-strategy/NamingStrategyInterface';
      const eachCapital = (text: string) =>
        text.replace(/(?:^|\\.?)([A-Z])/g, (all, letter) => '_' + letter.toLowerCase()).replace(/^_/, '');
      export class WardNames implements NamingStrategyInterface {
        tableName(target: string, given: string | undefined): string { return given ? given : eachCapital(target); }
        joinTableName(first: string, second: string, property: string): string {
          const parts = [first, this.short(property), second];
          return parts.join('__');
        }
        joinColumnName(relation: string, referenced: string) { return \`\${relation.toLowerCase()}_\${referenced}\`; }
        private short(text: string) { return text.slice(0, 3).toUpperCase(); }
      }`);
    expect(tables(graph)).toEqual([
      'rota explicit',
      'x_r_nurse default',
      'x_r_nurse__COV__x_r_ward default',
      'x_r_ward default',
    ]);
    const columns = graph.edges.flatMap((edge) => (isTableEdge(edge) && 'columns' in edge ? [edge.columns] : []));
    expect(JSON.stringify(columns)).toContain('homeward_code');
    expect(accesses(graph).filter((line) => !line.endsWith(' exact'))).toEqual([]);
  });

  it('goes on where it calls the strategy that it extends, with what it was made with, also for names that are given', async () => {
    const graph = await clinic(`
      import { DefaultNamingStrategy } from 'typeorm';
      export class WardNames extends DefaultNamingStrategy {
        constructor(private readonly prefix: string) { super(); }
        tableName(target: string, given?: string) { return this.prefix + super.tableName(target, given); }
      }`);
    expect(tables(graph)).toEqual([
      'cl_rota explicit',
      'cl_xr_nurse default',
      'cl_xr_nurse_covers_cl_xr_ward default',
      'cl_xr_ward default',
    ]);
  });

  it('that no other reads than the run takes the spelling of what migrations create; what meets none is assumed', async () => {
    const strategy = `
      import { DefaultNamingStrategy } from 'typeorm';
      import { spell } from './generated.js';
      export class WardNames extends DefaultNamingStrategy {
        tableName(target: string, given?: string) { return given ?? spell(target, process.env.STYLE); }
      }`;
    const migration = `
      import type { MigrationInterface, QueryRunner } from 'typeorm';
      export class First1 implements MigrationInterface {
        async up(runner: QueryRunner) {
          await runner.query(\`CREATE TABLE IF NOT EXISTS "x_r_ward" (code varchar primary key)\`);
          await runner.query('CREATE TABLE x_r_nurse (id varchar primary key)');
        }
      }`;
    const later = `
      import { Entity } from 'typeorm';
      @Entity() export class XRBed {}`;
    const graph = await clinic(strategy, { 'src/migrations/1-first.ts': migration, 'src/beds.ts': later });
    expect(tables(graph)).toContain('x_r_ward explicit');
    expect(tables(graph)).toContain('x_r_nurse explicit');
    expect(tables(graph)).toContain('x_r_bed convention');
    // Without any, all of them are assumed, and so is what touches them.
    const blind = await clinic(strategy);
    expect(tables(blind).filter((line) => line.startsWith('xr_'))).toEqual([
      'xr_nurse convention',
      'xr_nurse_covers_xr_ward convention',
      'xr_ward convention',
    ]);
    expect(accesses(blind)).toEqual(['rota exact', 'xr_nurse convention', 'xr_ward convention']);
  });

  it('that nobody makes says nothing', async () => {
    const graph = await clinic(
      `
      import { DefaultNamingStrategy } from 'typeorm';
      export class OldNames extends DefaultNamingStrategy {
        tableName(target: string) { return 'old_' + target; }
      }
      export { SnakeNamingStrategy as WardNames } from 'typeorm-naming-strategies';`,
    );
    expect(tables(graph).filter((line) => line.includes('old_'))).toEqual([]);
    expect(tables(graph)).toContain('xr_ward default');
  });
});
