import { createGenerator } from 'ts-json-schema-generator';

/** The JSON Schema of `Analysis`, made from its type. Unknown fields are allowed: they may be added within a major version. */
export function analysisSchema(): string {
  const schema = createGenerator({
    path: 'src/model/analysis.ts',
    tsconfig: 'tsconfig.json',
    type: 'Analysis',
    expose: 'export',
    topRef: true,
    skipTypeCheck: true,
    sortProps: true,
    additionalProperties: true,
  }).createSchema('Analysis');
  return `${JSON.stringify({ title: 'msa-map analysis', ...schema }, null, 2)}\n`;
}
