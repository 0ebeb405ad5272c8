import { expect, it } from 'vitest';
import { EMPTY_CONFIG } from '../../src/model/index.js';
import { rolesOf } from '../../src/scan/roles.js';

const roleOf = rolesOf(EMPTY_CONFIG, new Set(['', 'apps/api']));

it.each([
  ['src/orders/order.service.ts', 'runtime'],
  ['src/config/database.config.ts', 'runtime'],
  ['src/seeding-plan/plan.ts', 'runtime'],
  ['src/latest/release.ts', 'runtime'],
  ['src/contest/vote.ts', 'runtime'],
  ['src/orders/order.service.spec.ts', 'test'],
  ['src/orders/order-stock.integ.ts', 'test'],
  ['apps/shop-e2e/src/cart.ts', 'test'],
  ['src/__mocks__/payment.ts', 'test'],
  ['src/util/jest/accounts.ts', 'test'],
  ['src/cart.stories.tsx', 'test'],
  ['src/db/migrations/001-orders.js', 'migration'],
  ['src/db/migrations/001-orders/index.js', 'migration'],
  ['src/db/migrations/index.ts', 'runtime'],
  ['migration-old-backup/1612547269219-orders.ts', 'migration'],
  ['src/migration-plan/orders.ts', 'runtime'],
  ['prisma/seed-demo.ts', 'seed'],
  ['src/database/seed-helpers/cinema-factory.ts', 'seed'],
  ['src/wallet/seed-phrase.ts', 'runtime'],
  ['src/db/seedling.repository.ts', 'runtime'],
  ['scripts/migrations/index.ts', 'script'],
  ['src/database/Migration20240102030405.ts', 'migration'],
  ['db/schema.sql', 'migration'],
  ['prisma/seed.ts', 'seed'],
  ['src/db/seeders/users.ts', 'seed'],
  ['scripts/release.mjs', 'script'],
  ['src/generated/client.ts', 'generated'],
  ['src/graphql.generated.ts', 'generated'],
  ['apps/api/vite.config.ts', 'config'],
  ['.eslintrc.cjs', 'config'],
  ['.storybook/main.ts', 'config'],
])('%s is %s', (path, role) => {
  expect(roleOf(path)).toBe(role);
});

it('lets the configuration overrule the names', () => {
  const roles = [
    { role: 'runtime', include: ['src/fixtures/**'] },
    { role: 'script', include: ['**/fixtures/**'] },
  ];
  const overruled = rolesOf({ ...EMPTY_CONFIG, roles }, new Set(['']));
  expect(overruled('src/fixtures/league.ts')).toBe('runtime');
  expect(overruled('lib/fixtures/league.ts')).toBe('script');
});
