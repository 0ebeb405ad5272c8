import { describe, expect, it } from 'vitest';
import type { Transaction } from '../../src/model/index.js';
import { tableId } from '../../src/model/index.js';
import { findJournals } from '../../src/score/journals.js';
import { accessEdge, PLACE_ORDER, step } from './shop.js';

const QUEUE = 'src/plugins/job-queue/sql-storage.ts';
const bake = (table: string): Transaction => ({
  ...PLACE_ORDER,
  accesses: [step('orders', 'write', 'a.ts', 1, 'bake'), step(table, 'write', QUEUE, 2, 'add')],
});
const journals = (table: string, ...from: string[]) => [
  ...findJournals(
    [bake(table)],
    from.map((path) => accessEdge(path, table, 'write')),
    (node) => (node === tableId('orders') ? 'orders' : 'plugins'),
  ),
];

describe('a table of jobs', () => {
  it('belongs to the queue, not to a saga, when only code of a queue touches it, though few transactions write it', () => {
    expect(journals('job_record', QUEUE, 'src/plugins/job-queue/worker.ts')).toEqual([tableId('job_record')]);
    expect(journals('jobRecord', QUEUE)).toEqual([tableId('jobRecord')]);
  });
  it('is the business of somebody when other code touches it as well', () => {
    expect(journals('job_record', QUEUE, 'src/jobs/vacancies.ts')).toEqual([]);
    expect(journals('job_record', 'src/jobs/vacancies.ts', QUEUE)).toEqual([]);
    expect(journals('job_record')).toEqual([]);
  });
  it('is not what patients wait in', () => {
    expect(journals('queue_ticket', 'src/queue/queue.service.ts')).toEqual([]);
  });
});
