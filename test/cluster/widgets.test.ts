import { expect, it } from 'vitest';
import { gatherEvidence } from '../../src/cluster/graph/evidence.js';
import { DEFAULT_WEIGHTS } from '../../src/cluster/graph/weights.js';
import { strayWidgets } from '../../src/cluster/placing/widgets.js';
import { graphOf, imports, module, table } from './graphs.js';

const NONE = -2;
const SILENT = 'badge button dialog input menu slider switch toast'.split(' ').map((name) => `web/ui/${name}.tsx`);
const FOLLOWING = [
  'web/ui/card.tsx',
  'web/ui/ticket-stub.tsx',
  'web/pages/404.tsx',
  'web/pages/tickets/new.tsx',
  'web/pages/tickets/index.tsx',
  'web/i18n.js',
];

it('a widget among widgets, and a page that nothing links, follow a context only when their names speak of it', () => {
  const service = 'src/tickets/ticket.service.ts';
  const nodes = [...SILENT, ...FOLLOWING, service].map((path) => module(path));
  const edges = [...SILENT, ...FOLLOWING.slice(0, 2)].map((path) => imports(service, path));
  const evidence = gatherEvidence(graphOf([...nodes, table('tickets')], edges), DEFAULT_WEIGHTS, true);
  const at = (path: string) => evidence.indexOf.get(`module:${path}`)!;
  const none = new Set(SILENT.map(at));
  const labels = evidence.ids.map((_, i) => (none.has(i) ? NONE : 0));
  const stray = strayWidgets(evidence, labels, new Set([...SILENT, ...FOLLOWING].map(at)), NONE);
  expect(FOLLOWING.filter((path) => stray.has(at(path)))).toEqual([
    'web/ui/card.tsx',
    'web/pages/404.tsx',
    'web/i18n.js',
  ]);
  expect(stray.size).toBe(3);
});
