/** The example shop with its answer key as the declared map: order, pilot, saga, blockers, dossier and facade as planted. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import ts from 'typescript';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Analysis } from '../../src/model/index.js';
import { plan, planAll, renderDossier, renderRoadmap, writeFacade } from '../../src/plan/index.js';
import { ORDER_TRANSACTION, PILOTS, ROOT, SHARED_WRITES } from '../fixtures/allinone-commerce.planted.js';
import { analyzeDeclaredShop } from '../fixtures/declared-shop.js';

let analysis: Analysis;
beforeAll(async () => {
  analysis = await analyzeDeclaredShop();
});
const entry = (context: string) => analysis.scorecard.entries.find((e) => e.context === context)!;

describe('the plan of the example shop', () => {
  it('turns placing an order into the planted saga: orders, stock, payment, delivery, with the way back', () => {
    const saga = analysis.sagas.find((s) => s.transaction === ORDER_TRANSACTION.id)!;
    expect(saga).toMatchObject({ style: 'orchestration', orchestrator: 'orders' });
    const events = saga.steps.map((s) => s.event).filter((e) => e !== '');
    expect(events.filter((e) => ORDER_TRANSACTION.steps.some((s) => s.event === e))).toEqual(
      ORDER_TRANSACTION.steps.map((s) => s.event),
    );
    expect(saga.steps.flatMap((s) => s.compensationEvent ?? [])).toEqual(['ORDER_CANCELLED', 'STOCK_RELEASED']);
    expect(saga.steps.find((s) => s.kind === 'pivot')?.failureEvent).toBe('PAYMENT_FAILED');
    expect(saga.needs.join('\n')).toContain('mend the leak');
  });
  it('finds the second transaction that spans, and no third', () => {
    expect(analysis.sagas.map((s) => s.transaction.split('#')[1])).toEqual([
      'OrderCancelService.cancel',
      'OrderService.placeOrder',
    ]);
    expect(analysis.sagas[0]?.steps.map((s) => s.event)).toEqual([
      'ORDER_CANCELLED',
      'STOCK_RELEASED',
      'DELIVERY_WITHDRAWN',
      'PAYMENT_REFUNDED',
    ]);
  });
  it('names catalog or members as the pilot, passing every gate', () => {
    expect(PILOTS).toContain(analysis.scorecard.pilot);
    expect(entry(analysis.scorecard.pilot).gates.every((g) => g.passed)).toBe(true);
  });
  it('names the planted tables, cycles and transactions as blockers', () => {
    for (const { table, owner, other } of SHARED_WRITES) {
      for (const context of [owner, other]) {
        expect(
          entry(context)
            .blockers.filter((b) => b.kind === 'shared-write')
            .map((b) => b.what),
        ).toContain(table);
      }
    }
    expect(
      entry('orders')
        .blockers.filter((b) => b.kind === 'cycle')
        .map((b) => b.what),
    ).toEqual(['orders <-> payments']);
    expect(entry('delivery').blockers.filter((b) => b.kind === 'transaction')).toHaveLength(2);
  });
  it('leaves fewer call-backs than least-coupled-first and than chance, by an exact order', () => {
    const { callbacksShare, naiveCallbacksShare, randomCallbacksShare, isExact } = analysis.scorecard.order;
    expect(isExact).toBe(true);
    expect(callbacksShare).toBeLessThan(randomCallbacksShare);
    expect(callbacksShare).toBeLessThanOrEqual(naiveCallbacksShare);
  });
  it('gives a dossier of every context and a roadmap in both languages, nothing left to fill in', () => {
    for (const { context } of analysis.scorecard.entries) {
      for (const language of ['en', 'ko'] as const) {
        expect(renderDossier(plan(analysis, context), { language })).not.toMatch(
          /\{\w+[}#]|\[\[|undefined|NaN|\[object/,
        );
      }
    }
    expect(renderRoadmap(planAll(analysis), { language: 'ko' })).toContain('# 로드맵: allinone-commerce');
  });
  it('writes facades that compile under strict beside the example', async () => {
    for (const context of ['catalog', 'inventory']) {
      const dossier = plan(analysis, context);
      const facade = await writeFacade(dossier, (path) => readFileSync(join(ROOT, path), 'utf8'));
      expect(dossier.facade.operations.length).toBeGreaterThan(0);
      expect(facade.omitted).toEqual([]);
      expect(compileBeside(facade.path, facade.text)).toEqual([]);
      // What runs in the caller's transaction today cannot take it over a network.
      if (context === 'inventory')
        expect(facade.text).toContain("the caller's transaction, which stays behind: em: EntityManager.");
    }
  });
});

/** Diagnostics of the facade alone: the example's own packages are not installed. */
function compileBeside(path: string, text: string): string[] {
  const file = join(resolve(ROOT), path);
  const config = ts.readConfigFile(join(resolve(ROOT), 'tsconfig.json'), ts.sys.readFile);
  const parsed = ts.parseJsonConfigFileContent(config.config, ts.sys, resolve(ROOT));
  const options = { ...parsed.options, strict: true, noEmit: true, noUnusedLocals: true, types: [] };
  const host = ts.createCompilerHost(options);
  const { readFile, fileExists } = host;
  host.readFile = (name) => (name === file ? text : readFile(name));
  host.fileExists = (name) => name === file || fileExists(name);
  host.getSourceFile = (name, version) => {
    const source = host.readFile(name);
    return source === undefined ? undefined : ts.createSourceFile(name, source, version);
  };
  const program = ts.createProgram([file], options, host);
  const source = program.getSourceFile(file);
  return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map((d) =>
    ts.flattenDiagnosticMessageText(d.messageText, '\n'),
  );
}
