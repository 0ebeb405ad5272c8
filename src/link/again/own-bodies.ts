/**
 * The graph after an edit inside of functions that does nothing else than what was done there before: it makes the same
 * accesses and calls, so all that follows from them is the same. Why that holds:
 *
 *   - While everything was linked it was noted what of a function anybody but itself reads (`watched-parts`). Nobody else read
 *     what changed: all other functions are read as they were, and find the same.
 *   - The changed functions are read again with all that is declared now, and with all that was declared before. Both readings
 *     find the same accesses and calls, in chains that are written alike (`own-reading`).
 *   - What is looked for in a file without reading a function is compared (`same-parts`).
 *
 * Modules are linked again, since a changed body may use other imports; of these only idle ones may have come or gone.
 */
import type { Config, FileFacts, Project, SystemGraph } from '../../model/index.js';
import { type LinkedModules, linkModules } from '../modules/index.js';
import { type Exposed, type PartsWatch, watchParts } from '../program/index.js';
import type { NameOf, OwnReading } from '../tables/own-reading.js';
import { exposedAfter, exposedIn } from './exposed-parts.js';
import { isComeUpon, withoutIdleImports } from './idle-imports.js';
import { graphOfParts, isSameEvents, tablesIn } from './modules-again.js';
import { type Changed, inNewPlaces, withTextsAfter } from './moved-graph.js';
import { movedLines } from './moved-lines.js';
import { alsoRead, type ReadTexts, watchTexts } from './read-texts.js';
import { type Compared, changedFamilies, compared, type Family, isSameAround, withoutInsides } from './same-parts.js';

/** Undefined when more may be different. `facts`: of all files, as they are now; asked for when the file itself allows it. */
export async function graphWithOwnBodies(
  project: Project,
  config: Config,
  last: SystemGraph,
  change: Changed,
  facts: () => readonly FileFacts[] | undefined,
): Promise<SystemGraph | undefined> {
  const { before, after } = change;
  if (before.program === undefined || after.program === undefined || last.exposed === undefined) return undefined;
  const exposed = exposedIn(last.exposed, after.path, before.program.functions.length);
  const [was, is] = [compared(before.program), compared(after.program)];
  const changed = exposed && changedFamilies(was, is, exposed);
  if (exposed === undefined || changed === undefined || changed.length === 0) return undefined;
  const edit: Edit = { change, was, is, changed };
  if (seenWith(edit, []) === undefined || !isSameAround(was, is, changed, [before, after])) return undefined;
  const now = facts();
  if (now === undefined) return undefined;
  const modules = linkModules(project, now);
  const read = await readAgain(project, config, modules, now, edit);
  const seen = read && seenWith(edit, read.readings);
  const tables = seen && inNewPlaces(tablesIn(last), [seen.seen]);
  if (read === undefined || tables === undefined || !isSameEvents(modules, last)) return undefined;
  if (isComeUpon(change, seen?.changed ?? [], now, modules)) return undefined;
  const marked = new Map(read.exposed).set(after.path, marksAfter(edit, exposed, read.exposed));
  const graph = withTextsAfter(graphOfParts(project, modules, tables, now), [change]);
  return {
    ...graph,
    exposed: exposedAfter(last.exposed, marked, after.path),
    ...(graph.readTexts === undefined ? {} : { readTexts: alsoRead(graph.readTexts, read.texts) }),
  };
}

type Edit = {
  readonly change: Changed;
  readonly was: Compared;
  readonly is: Compared;
  readonly changed: readonly number[];
};

type Readings = readonly (readonly [before: OwnReading, after: OwnReading])[];

/** The file in both readings with nothing inside of the changed functions but what is told there, and without idle imports. */
function seenWith({ change, was, is, changed }: Edit, readings: Readings) {
  const idle = withoutIdleImports({
    before: withoutInsides(
      change.before,
      was,
      changed,
      readings.map(([one]) => one.exprs),
    ),
    after: withoutInsides(
      change.after,
      is,
      changed,
      readings.map(([, one]) => one.exprs),
    ),
  });
  return idle && movedLines(idle.seen.before, idle.seen.after, 0) === undefined ? undefined : idle;
}

type Read = {
  readonly readings: Readings;
  /** What the changed functions read of others now, to be known when those are edited. */
  readonly exposed: PartsWatch['exposed'];
  readonly texts: ReadTexts;
};

/** What the changed functions do by themselves, before and now; undefined when that is not the same. */
async function readAgain(
  project: Project,
  config: Config,
  { symbols }: LinkedModules,
  now: readonly FileFacts[],
  { change: { before, after }, was, is, changed }: Edit,
): Promise<Read | undefined> {
  const [{ readTables }, { ownReading }] = await Promise.all([
    import('../tables/index.js'),
    import('../tables/own-reading.js'),
  ]);
  const roles = new Map(project.files.map(({ path, role }) => [path, role]));
  const roleOf = (path: string) => roles.get(path) ?? 'runtime';
  const own = structuredClone(after);
  const files = now.map((one) => (one.path === after.path ? own : one));
  const texts = watchTexts(files);
  const watch = watchParts(files);
  const reading = await readTables(project, files, symbols, roleOf, config, watch);
  const marks = watch.exposed.get(after.path);
  // What is read while reading declarations was read so when all was linked.
  for (const [path, { parts, names }] of watch.exposed) {
    if (path === after.path) continue;
    parts.fill(0);
    names.fill(0);
  }
  const found = changed.map((place) => ownReading(reading, after.path, is.families[place] as Family, nameOf(is)));
  if (found.includes(undefined) || marks === undefined || changedFamilies(is, was, marks) === undefined)
    return undefined;
  const read = { exposed: watch.exposed, texts: texts() };
  // What was declared before is read for comparing alone.
  watch.isQuiet = true;
  const filesBefore = now.map((one) => (one.path === after.path ? before : one));
  const earlier = await readTables(project, filesBefore, symbols, roleOf, config);
  const readings: (readonly [OwnReading, OwnReading])[] = [];
  for (const [i, place] of changed.entries()) {
    const one = ownReading(earlier, before.path, was.families[place] as Family, nameOf(was));
    const other = found[i];
    if (one === undefined || other === undefined || one.text !== other.text) return undefined;
    readings.push([one, other]);
  }
  return { readings, ...read };
}

/** By the place of its outermost function, and its own in that. */
function nameOf({ families }: Compared): NameOf {
  const names = new Map(families.flatMap((family, place) => family.map((fn, i) => [fn, `${place} ${i}`] as const)));
  return (fn) => names.get(fn) ?? '';
}

/** What others read of the functions as they are numbered now: of those that came with the edit nobody reads anything. */
function marksAfter({ change, was, is, changed }: Edit, exposed: Exposed, read: PartsWatch['exposed']): Exposed {
  const marks = read.get(change.after.path) as Exposed;
  for (const [place, family] of is.families.entries()) {
    const before = was.families[place] as Family;
    const isOther = changed.includes(place) && before.length !== family.length;
    for (const [i, fn] of isOther ? [[0, family[0] as number] as const] : family.entries()) {
      marks.parts[fn] = (marks.parts[fn] as number) | (exposed.parts[before[i] as number] as number);
      marks.names[fn] = (marks.names[fn] as number) | (exposed.names[before[i] as number] as number);
    }
  }
  return marks;
}
