/** Who owns what, told to Backstage by its own names for groups and people. */
import { expect, it } from 'vitest';
import type { Analysis } from '../../src/model/index.js';
import { renderBackstage } from '../../src/report/backstage.js';
import { fixtureAnalyses } from './analyses.js';

type Owned = { readonly kind: string; readonly metadata: { readonly title: string }; readonly spec: { owner: string } };

it('CODEOWNERS of a context own its component and its tables, a group by its team, a person by the handle', async () => {
  const shop = (await fixtureAnalyses()).find(({ name }) => name === 'systems/allinone-commerce')?.analysis as Analysis;
  const [first, second] = shop.contextMap.contexts.filter(({ tables }) => tables.length > 0);
  const ownersOf = (context: string) =>
    context === first?.id
      ? [
          { owner: '@bakery/ovens', modules: 3 },
          { owner: '@ada', modules: 2 },
        ]
      : context === second?.id
        ? [
            { owner: '@not a name', modules: 5 },
            { owner: 'ada@bakery.example', modules: 2 },
          ]
        : [];
  const entries = shop.scorecard.entries.map((entry) => ({
    ...entry,
    team: { authors: [], authorCount: 0, owners: ownersOf(entry.context), unownedModules: 0 },
  }));
  const owned = renderBackstage({ ...shop, scorecard: { ...shop.scorecard, entries } })
    .split(/^---\n/m)
    .filter((text) => text !== '')
    .map((text) => JSON.parse(text) as Owned);
  const ownerOf = (kind: string, title: string) =>
    owned.find((one) => one.kind === kind && one.metadata.title === title)?.spec.owner;
  expect(ownerOf('Component', first?.name ?? '')).toBe('group:default/ovens');
  expect(ownerOf('Component', second?.name ?? '')).toBe('user:default/ada');
  const table = shop.contextMap.ownership.find(({ owner }) => owner === first?.id)?.table ?? '';
  expect(ownerOf('Resource', table.replace('table:', ''))).toBe('group:default/ovens');
  expect(owned.filter(({ spec }) => spec.owner === 'unknown').length).toBeGreaterThan(0);
  // Most modules of all contexts together.
  expect(owned.find(({ kind }) => kind === 'System')?.spec.owner).toBe('user:default/ada');
}, 120_000);
