import { describe, expect, it } from 'vitest';
import { check, type Scope, updateBaseline } from '../../src/check/index.js';
import type { BaselineEntry, Config, Findings, GraphEdge, SystemGraph } from '../../src/model/index.js';
import { accesses, config, imports, renamed, shop, transaction } from './shop.js';

const ORDER = 'src/orders/order.service.ts';
const PRODUCT = 'src/catalog/product.service.ts';
const ENTITY = 'src/catalog/product.entity.ts';
const PARCEL = 'src/shipping/parcel.service.ts';
const MAP = config({ rules: [{ rule: 'undeclared-relation', severity: 'off', allow: [] }] });

function run(
  graph: SystemGraph,
  baseline: readonly BaselineEntry[],
  more: { map?: Config; scope?: Scope; today?: string } = {},
): Findings {
  const { map = MAP, scope = { kind: 'all' }, today } = more;
  return check(graph, map, baseline, scope, today === undefined ? {} : { today });
}
/** The baseline a team would have committed for these edges. */
function adopted(edges: readonly GraphEdge[], map = MAP): readonly BaselineEntry[] {
  return updateBaseline(run(shop(edges), [], { map }), [], { config: map, isFirst: true }).entries;
}
const statuses = (findings: Findings) => findings.violations.map((v) => `${v.status} ${v.key.from} > ${v.key.to}`);

describe('the ratchet', () => {
  const debt = [imports(ORDER, PRODUCT), accesses(ORDER, 'products', 'read')];
  const baseline = adopted(debt);

  it('accepts the debt of the past, wherever in the file it stands', () => {
    const findings = run(
      shop([imports(ORDER, PRODUCT, { evidence: [{ path: ORDER, line: 53 }] }), debt[1]!]),
      baseline,
    );
    expect(findings.summary).toEqual({ new: 0, accepted: 2, allowed: 0, stale: 0, warnings: 0 });
  });
  it('takes the joins that are left when a file gives up its own reads of a table for the rest of an accepted read', () => {
    const joins = accesses(ORDER, 'products', 'read', { joined: true });
    const findings = run(shop([debt[0]!, joins]), baseline);
    expect(findings.summary).toMatchObject({ new: 0, accepted: 2, stale: 0 });
    expect(findings.moved.map(({ entry, now }) => [entry.rule, now.rule])).toEqual([['foreign-read', 'join-across']]);
    const less = updateBaseline(findings, baseline, { config: MAP, isFirst: false }).entries;
    expect(less.map(({ rule }) => rule)).toContain('join-across');
    expect(run(shop(debt), less).summary).toMatchObject({ new: 1 });
  });
  it('does not let one debt be swapped for another', () => {
    const findings = run(shop([imports(ORDER, ENTITY), debt[1]!]), baseline);
    expect(findings.summary).toMatchObject({ new: 1, accepted: 1, stale: 1 });
  });
  it('does not let a type-only import become a real one', () => {
    const types = [imports(ORDER, PRODUCT, { kind: 'type-import' })];
    expect(run(shop([imports(ORDER, PRODUCT)]), adopted(types)).summary).toMatchObject({ new: 1, stale: 1 });
  });
  it('reports what was fixed as stale, and shrinks by exactly that when updated', () => {
    const findings = run(shop([debt[0]!]), baseline);
    expect(findings.stale.map((e) => e.rule)).toEqual(['foreign-read']);
    const change = updateBaseline(findings, baseline, { config: MAP });
    expect([change.entries.length, change.removed.length, change.added.length]).toEqual([1, 1, 0]);
  });
  it('follows a file that moves or is renamed within its context', () => {
    for (const now of ['src/orders/place/order.service.ts', 'src/orders/placing.ts']) {
      const graph = shop([imports(now, PRODUCT), accesses(now, 'products', 'read')], {
        modules: renamed({ [ORDER]: now }),
      });
      const findings = run(graph, baseline);
      expect(findings.summary).toMatchObject({ new: 0, accepted: 2, stale: 0 });
      expect(findings.moved.map((m) => m.now.from)).toEqual([now, now]);
      const next = updateBaseline(findings, baseline, { config: MAP });
      expect(next.entries.map((e) => e.from)).toEqual([now, now]);
      expect([next.added.length, next.removed.length, next.moved]).toEqual([0, 0, 2]);
    }
  });
  it('follows a target that is renamed', () => {
    const now = 'src/catalog/goods.service.ts';
    const findings = run(shop([imports(ORDER, now), debt[1]!], { modules: renamed({ [PRODUCT]: now }) }), baseline);
    expect(findings.summary).toMatchObject({ new: 0, accepted: 2, stale: 0 });
  });
  it('follows both ends when two folders are moved at once', () => {
    const paths = { [ORDER]: 'src/orders/app/order.service.ts', [PRODUCT]: 'src/catalog/app/product.service.ts' };
    const findings = run(shop([imports(paths[ORDER]!, paths[PRODUCT]!)], { modules: renamed(paths) }), baseline);
    expect(findings.summary).toMatchObject({ new: 0, accepted: 1, stale: 1 });
  });
  it('does not follow a file into another context, nor a copy', () => {
    const now = 'src/shipping/order.service.ts';
    expect(run(shop([imports(now, PRODUCT)], { modules: renamed({ [ORDER]: now }) }), baseline).summary.new).toBe(1);
    const copy = 'src/orders/copy.ts';
    const modules = [...renamed({ [ORDER]: 'src/orders/moved.ts' }), [copy, 'runtime'] as const];
    const both = run(shop([imports('src/orders/moved.ts', PRODUCT), imports(copy, PRODUCT)], { modules }), baseline);
    expect(both.summary).toMatchObject({ new: 1, accepted: 1 });
  });
  it('follows a transaction whose file is renamed', () => {
    const old = shop([], { transactions: [transaction(`${ORDER}#place`, ['orders', 'products'])] });
    const entries = updateBaseline(run(old, []), [], { config: MAP, isFirst: true }).entries;
    const now = 'src/orders/placing.ts';
    const graph = shop([], {
      modules: renamed({ [ORDER]: now }),
      transactions: [transaction(`${now}#place`, ['orders', 'products'])],
    });
    expect(run(graph, entries).summary).toMatchObject({ new: 0, accepted: 1, stale: 0 });
  });

  it('follows a file in no context by its name or within its folder, and takes no other new file for it', () => {
    const map = { ...MAP, rules: [{ rule: 'unassigned-module', severity: 'error', allow: [] }] } as Config;
    const loose = (path: string) =>
      shop([], {
        modules: [
          [ORDER, 'runtime'],
          [path, 'runtime'],
        ],
        tables: [],
      });
    const fits = {
      ...map,
      sharedKernel: { include: [], tables: [] },
      contexts: map.contexts.filter(({ id }) => id === 'orders').map((c) => ({ ...c, tables: [] })),
    };
    const of = (graph: SystemGraph, entries: readonly BaselineEntry[]) => check(graph, fits, entries, { kind: 'all' });
    const first = of(loose('src/loose/coupon.ts'), []);
    const entries = updateBaseline(first, [], { config: fits, isFirst: true }).entries;
    expect(entries.map(({ from }) => from)).toEqual(['src/loose/coupon.ts']);
    for (const now of ['src/loose/voucher.ts', 'src/tills/coupon.ts'])
      expect(of(loose(now), entries).summary).toMatchObject({ new: 0, accepted: 1, stale: 0 });
    expect(of(loose('src/tills/receipt.ts'), entries).summary).toMatchObject({ new: 1, accepted: 0, stale: 1 });
  });
  describe('of several transactions of a function', () => {
    const [own, sells, sends] = [['orders'], ['orders', 'products'], ['orders', 'parcels']];
    const tables = {
      tables: [
        ['orders', 'src/orders/order.entity.ts'],
        ['products', ENTITY],
        ['parcels', PARCEL],
      ],
    } as const;
    const shopOf = (...written: readonly (readonly string[])[]) =>
      shop([], {
        transactions: written.map((names, i) => transaction(`${ORDER}#place${i === 0 ? '' : `~${i + 1}`}`, names)),
        ...tables,
      });
    const first = (...written: readonly (readonly string[])[]) =>
      updateBaseline(run(shopOf(...written), []), [], { config: MAP, isFirst: true }).entries;

    it('follows those behind one that comes: their numbers are no debt, and the baseline gets the new ones', () => {
      const entries = first(own, sells, sends);
      expect(entries.map(({ from }) => from)).toEqual([`${ORDER}#place~2`, `${ORDER}#place~3`]);
      const later = run(shopOf(own, own, sells, sends), entries);
      expect(later.summary).toMatchObject({ new: 0, accepted: 2, stale: 0 });
      const next = updateBaseline(later, entries, { config: MAP });
      expect(next.entries.map(({ from }) => from)).toEqual([`${ORDER}#place~3`, `${ORDER}#place~4`]);
    });
    it('reports the one that came, not the last one', () => {
      const findings = run(shopOf(sells, sends, sells), first(sends, sells));
      expect(findings.summary).toMatchObject({ new: 1, accepted: 2, stale: 0 });
      expect(findings.violations.filter((v) => v.status === 'new').map((v) => v.key.from)).toEqual([`${ORDER}#place`]);
      const both = run(shopOf([...sells, 'parcels'], sells), first(sells));
      expect(both.violations.filter((v) => v.status === 'new').map((v) => `${v.key.from} ${v.key.to}`)).toEqual([
        `${ORDER}#place table:products`,
        `${ORDER}#place table:parcels`,
      ]);
    });
    it('counts one that goes as paid, and follows two that change places', () => {
      expect(run(shopOf(sends), first(sells, sends)).summary).toMatchObject({ new: 0, accepted: 1, stale: 1 });
      expect(run(shopOf(sends, sells), first(sells, sends)).summary).toMatchObject({ new: 0, accepted: 2, stale: 0 });
    });
  });

  it('grows only when asked to, with a reason that stays', () => {
    const findings = run(shop([...debt, imports(ORDER, PARCEL)]), baseline);
    expect(updateBaseline(findings, baseline, { config: MAP }).entries).toEqual(baseline);
    expect(() => updateBaseline(findings, baseline, { config: MAP, allowAdditions: true })).toThrow(/needs a reason/);
    const grown = updateBaseline(findings, baseline, { config: MAP, allowAdditions: true, reason: 'parcel week' });
    expect(grown.added.map((e) => [e.to, e.reason])).toEqual([[PARCEL, 'parcel week']]);
    const again = updateBaseline(run(shop([...debt, imports(ORDER, PARCEL)]), grown.entries), grown.entries, {
      config: MAP,
    });
    expect(again.entries).toEqual(grown.entries);
  });
  it('keeps entries of a rule that is switched off for a while', () => {
    const map: Config = { ...MAP, rules: [...MAP.rules, { rule: 'foreign-read', severity: 'off', allow: [] }] };
    const findings = run(shop([debt[0]!]), baseline, { map });
    expect(findings.stale).toEqual([]);
    expect(updateBaseline(findings, baseline, { config: map }).entries).toEqual(baseline);
  });
  it('ends an acceptance after its day', () => {
    const dated = baseline.map((e) => ({ ...e, until: '2027-03-31' }));
    expect(run(shop(debt), dated, { today: '2027-03-31' }).summary.new).toBe(0);
    const late = run(shop(debt), dated, { today: '2027-04-01' });
    expect(late.violations.map((v) => v.refusal)).toEqual(Array(2).fill('its acceptance ran out on 2027-03-31'));
    expect(updateBaseline(late, dated, { config: MAP }).entries).toEqual(dated);
  });
  it('accepts nothing in a strict context', () => {
    const map = { ...MAP, contexts: MAP.contexts.map((c) => (c.id === 'orders' ? { ...c, strict: true } : c)) };
    const findings = run(shop(debt), baseline, { map });
    expect(findings.summary).toMatchObject({ new: 2, accepted: 0, stale: 0 });
    expect(findings.diagnostics.map((d) => d.code)).toEqual(['MSA236']);
    const change = updateBaseline(findings, baseline, { config: map, allowAdditions: true, reason: 'please' });
    expect([change.entries.length, change.refused.length]).toEqual([0, 2]);
  });
  it('says when the baseline speaks of a context that is not declared', () => {
    const foreign = baseline.map((e) => ({ ...e, fromContext: 'order' }));
    expect(run(shop(debt), foreign).diagnostics[0]?.message).toContain('Did you mean "orders"?');
  });
});

describe('a narrowed scope', () => {
  const edges = [imports(ORDER, PRODUCT), imports(PARCEL, PRODUCT), imports(PRODUCT, 'src/orders/order.entity.ts')];
  it('judges what stands in the given files, with the whole graph known', () => {
    const findings = run(shop(edges), [], { scope: { kind: 'since', paths: [PARCEL, 'README.md'] } });
    expect(statuses(findings)).toEqual([`new ${PARCEL} > ${PRODUCT}`]);
    expect(findings.scope).toEqual({ kind: 'since', files: 2 });
  });
  it('never judges stale, and says so', () => {
    const findings = run(shop([]), adopted(edges), { scope: { kind: 'staged', paths: [ORDER] } });
    expect([findings.stale.length, findings.isStaleJudged]).toEqual([0, false]);
  });
});

describe('cycles in the baseline', () => {
  const ring = [imports(ORDER, PRODUCT), imports(PRODUCT, PARCEL), imports(PARCEL, ORDER)];
  const short = imports(PRODUCT, 'src/orders/order.entity.ts');
  const cycles = (findings: Findings) =>
    findings.violations.filter((v) => v.key.rule === 'context-cycle').map((v) => `${v.status} ${v.key.from}`);
  it('a hop that closes a shorter ring inside a known one is new', () => {
    expect(cycles(run(shop([...ring, short]), adopted(ring)))).toEqual([
      'new catalog → orders',
      'accepted catalog → shipping → orders',
    ]);
  });
  it('taking a hop away never brings a new one', () => {
    const known = adopted([...ring, short, imports(PRODUCT, ORDER)]);
    for (const gone of [...ring, short]) {
      const left = [...ring, short].filter((edge) => edge !== gone);
      expect(run(shop(left), known).summary.new).toBe(0);
    }
  });
});
