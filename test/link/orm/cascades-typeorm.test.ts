/** Rows that TypeORM writes because they are set on what is saved. */
import { describe, expect, it } from 'vitest';
import { directOf, linked } from '../tables/system.js';

const ENTITIES = `
  import { Entity, JoinColumn, JoinTable, ManyToMany, ManyToOne, OneToMany, OneToOne, PrimaryGeneratedColumn } from 'typeorm';
  @Entity('clinic_visits') export class Visit {
    @PrimaryGeneratedColumn() id!: number;
    @OneToMany(() => Finding, (finding) => finding.visit, { cascade: true }) findings!: Finding[];
    @ManyToMany(() => Nurse) @JoinTable({ name: 'visit_nurses' }) nurses!: Nurse[];
    @ManyToOne(() => Patient, { cascade: ['insert'] }) patient!: Patient;
    @ManyToOne(() => Nurse) lead!: Nurse;
    @OneToOne(() => Bill, (bill) => bill.visit, { cascade: true }) bill!: Bill;
  }
  @Entity('clinic_findings') export class Finding {
    @PrimaryGeneratedColumn() id!: number;
    @ManyToOne(() => Visit, (visit) => visit.findings, { orphanedRowAction: 'delete' }) visit!: Visit;
  }
  @Entity('clinic_nurses') export class Nurse { @PrimaryGeneratedColumn() id!: number; }
  @Entity('clinic_patients') export class Patient { @PrimaryGeneratedColumn() id!: number; }
  @Entity('clinic_bills') export class Bill {
    @PrimaryGeneratedColumn() id!: number;
    @OneToOne(() => Visit) @JoinColumn() visit!: Visit;
  }`;

async function written(code: string): Promise<string[]> {
  const graph = await linked({
    'src/entities.ts': ENTITIES,
    'src/desk.ts': `
      import type { EntityManager, Repository } from 'typeorm';
      import { Bill, Finding, Nurse, Patient, Visit } from './entities.js';
      export class Desk {
        constructor(private readonly visits: Repository<Visit>, private readonly manager: EntityManager) {}
        async run(visit: Visit, nurses: Nurse[], patient: Patient) { ${code.replaceAll('; ', ';\n')} }
      }`,
  });
  return directOf(graph, 'src/desk.ts').map((one) => one.replace('clinic_', ''));
}

describe('A save', () => {
  it.each([
    ['of a literal', 'await this.visits.save({ findings: [{ text: "cough" }] });', ['write findings', 'write visits']],
    [
      'of an entity made of one',
      'const made = this.visits.create({ nurses, findings: nurses.map((nurse) => ({ nurse })) }); await this.visits.save(made);',
      ['write findings', 'write visits', 'write visit_nurses'],
    ],
    [
      'after an assignment',
      'visit.bill = new Bill(); await this.manager.save(visit);',
      ['write bills', 'write visits'],
    ],
    [
      'with what is pushed on a list in a loop',
      'for (const nurse of nurses) { const finding = new Finding(); visit.findings.push(finding); } await this.visits.save(visit);',
      ['write findings', 'write visits'],
    ],
    [
      'with a new row that it points to',
      'await this.manager.save(Visit, { patient: { name: "Ada" } });',
      ['write patients', 'write visits'],
    ],
    [
      'in place of the rows that were there',
      'visit.findings = []; await this.visits.save(visit);',
      ['delete findings', 'write findings', 'write visits'],
    ],
  ])('writes the rows that are set on it: %s', async (_what, code, expected) => {
    expect(await written(code)).toEqual(expected);
  });

  it.each([
    [
      'rows that it points to and that are there',
      'visit.patient = patient; visit.lead = nurses[0]; await this.visits.save(visit);',
    ],
    ['a row named by its id', 'await this.visits.save({ patient: { id: 7 } });'],
    ['what is set on it afterwards', 'await this.visits.save(visit); visit.findings = [new Finding()];'],
    ['an empty list of a new row', 'const made = new Visit(); made.findings = []; await this.visits.save(made);'],
    ['nothing', 'visit.bill = undefined; await this.visits.save(visit);'],
    ['what is set on another', 'const other = new Visit(); other.bill = new Bill(); await this.visits.save(visit);'],
    ['what an insert is given', 'await this.visits.insert({ findings: [{ text: "cough" }] });'],
  ])('does not write %s', async (_what, code) => {
    expect(await written(code)).toEqual(['write visits']);
  });
});
