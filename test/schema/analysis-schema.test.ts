import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { analysisSchema } from './analysis-schema.js';

describe('the published schema of the analysis', () => {
  it('says what the types say (npm run schemas writes it again)', () => {
    expect(readFileSync('src/schema/analysis.schema.json', 'utf8')).toBe(analysisSchema());
  });
});
