/** Writes src/schema/analysis.schema.json from the types, so that the published schema cannot differ from the code. */
import { writeFileSync } from 'node:fs';
import { analysisSchema } from '../test/schema/analysis-schema.js';

writeFileSync('src/schema/analysis.schema.json', analysisSchema());
