import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // The default leaves a core to a watching editor: half of a machine with two.
    maxWorkers: '100%',
  },
});
