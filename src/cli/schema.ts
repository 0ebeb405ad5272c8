/** `msa-map schema`: the JSON Schemas of what others read and write. */
import { BASELINE_SCHEMA } from '../config/index.js';
import { UserError } from '../model/index.js';
import analysis from '../schema/analysis.schema.json' with { type: 'json' };
import { type Io, write } from './io.js';
import { configSchema } from './weights.js';

const SCHEMAS = { analysis, config: configSchema(), baseline: BASELINE_SCHEMA };

export async function runSchema(io: Io, name: string): Promise<void> {
  const schema = Object.entries(SCHEMAS).find(([known]) => known === name)?.[1];
  if (!schema)
    throw new UserError('MSA014', `unknown schema "${name}"`, `Schemas: ${Object.keys(SCHEMAS).join(', ')}.`);
  await write(io.stdout, `${JSON.stringify(schema, null, 2)}\n`);
}
