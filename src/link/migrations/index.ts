/** Migrations, as `.sql` files and as code → the tables they build. */
import type { World } from '../orm/index.js';
import { groupMigrations, type MigrationSet, replay, setOf } from '../sql/index.js';
import { codeChanges } from './code.js';

/** Tables that the code of migrations builds: each folder of migrations replayed by itself, in the order of names. */
export function migrateCode(world: World): MigrationSet[] {
  const files = [...world.ev.files.values()].filter((file) => file.role === 'migration');
  const sets = groupMigrations(files.map((file) => ({ path: file.path, text: '', file })));
  return sets.map((set) => ({
    folder: setOf(set[0]?.path ?? ''),
    tables: replay(set.flatMap(({ file }) => codeChanges(world, file))),
  }));
}
