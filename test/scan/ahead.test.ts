/** A folder listed by another thread before the scan asks for it. */
import { MessageChannel, receiveMessageOnPort } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { EMPTY_CONFIG } from '../../src/model/index.js';
import { type Ahead, listAhead, takerOf } from '../../src/scan/ahead.js';
import { scan } from '../../src/scan/index.js';
import { tree } from './tree.js';

const CLINIC = {
  'package.json': { name: 'clinic' },
  '.gitignore': 'drafts/\n',
  'src/ward.ts': 'export const ward = 1;\n',
  'src/visit.prisma': 'model Visit { id Int @id }\n',
  'drafts/plan.ts': 'export const plan = 1;\n',
  '.git/HEAD': 'ref: refs/heads/main\n',
};

/** What the thread that lists has, and what the one that scans has. */
function sides(root: string): { theirs: Ahead; ours: Ahead } {
  const { port1, port2 } = new MessageChannel();
  const state = new Int32Array(new SharedArrayBuffer(8));
  return { theirs: { root, state, port: port1 }, ours: { root, state, port: port2 } };
}

describe('a folder that was listed ahead', () => {
  it('is scanned to the same project as one that was not', async () => {
    const root = tree(CLINIC);
    const { theirs, ours } = sides(root);
    await listAhead(theirs, () => false);
    const asked: (string | undefined)[] = [];
    const listed = (wanted: string | undefined) => {
      asked.push(wanted);
      return takerOf(ours)(wanted);
    };
    const times: string[] = [];
    const onFile = (path: string) => times.push(path);
    const project = await scan(root, { config: EMPTY_CONFIG, listed, onFile });
    expect(project).toEqual(await scan(root, { config: EMPTY_CONFIG }));
    expect(project.files.map(({ path }) => path)).toEqual(['src/visit.prisma', 'src/ward.ts']);
    expect(times).toEqual(['src/visit.prisma', 'src/ward.ts']);
    expect(asked).toEqual([root]);
  });
  it('is listed again by a scan that leaves files out or asks for others', async () => {
    const root = tree(CLINIC);
    const asked: (string | undefined)[] = [];
    const listed = (wanted: string | undefined) => void asked.push(wanted);
    const config = { ...EMPTY_CONFIG, ignore: ['src/ward.ts'] };
    expect((await scan(root, { config, listed })).files).toHaveLength(1);
    expect((await scan(root, { config: EMPTY_CONFIG, maxFileSize: 24, listed })).files).toHaveLength(1);
    expect(asked).toEqual([undefined, undefined]);
  });
  it('is given once: the next scan of a watched folder sees what is there by then', async () => {
    const root = tree(CLINIC);
    const { theirs, ours } = sides(root);
    await listAhead(theirs, () => false);
    const listed = takerOf(ours);
    expect(listed(root)?.files).toHaveLength(2);
    expect(listed(root)).toBeUndefined();
  });
  it('that is no folder leaves the error to the scan', async () => {
    const root = `${tree(CLINIC)}/gone`;
    const { theirs, ours } = sides(root);
    await listAhead(theirs, () => false);
    expect(takerOf(ours)(root)).toBeUndefined();
  });
  it('is not listed to the end when another one is asked for, or nobody is left to ask', async () => {
    const root = tree(CLINIC);
    const unwanted = sides(root);
    expect(takerOf(unwanted.ours)('/elsewhere')).toBeUndefined();
    await listAhead(unwanted.theirs, () => false);
    expect(receiveMessageOnPort(unwanted.ours.port)).toBeUndefined();
    const left = sides(root);
    await listAhead(left.theirs, () => true);
    expect(takerOf(left.ours)(root)).toBeUndefined();
  });
});
