/** argv → calls, streams, exit code. */
import { analyze } from '../analyze.js';
import { readConfig } from '../config/index.js';
import { REPORTERS } from '../report/index.js';

/** Runs one command; resolves to the exit code. */
export async function main(argv: readonly string[]): Promise<number> {
  const root = argv[1] ?? '.';
  const { config } = readConfig(root);
  process.stdout.write(REPORTERS.json.render(await analyze(root, { config }), {}));
  return 0;
}
