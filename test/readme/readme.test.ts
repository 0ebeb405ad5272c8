import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { filledReadme } from './filled-readme.js';

describe('README.md', () => {
  const readme = readFileSync('README.md', 'utf8');
  it('shows what the commands print today (npm run readme writes it again)', () => {
    expect(readme).toBe(filledReadme(readme));
  });
});
