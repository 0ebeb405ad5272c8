/**
 * The graph after an edit of imports that nothing but the file itself rests on (see `idle-imports`): only the imports of that
 * file are linked again, all else is that of the last graph in new places. Why that is enough:
 *
 *   - What other files ask of this one goes by its exports, and what those name is no idle import. So their edges stay.
 *   - Who holds the file as a whole, or asks it for a name that it does not export, has an edge to it that says so.
 *   - Events, mounts and data files that come and go are told by other parts of the facts: where one of them is touched, all
 *     modules are linked again.
 */
import {
  type FileFacts,
  isModuleEdge,
  labelOf,
  type ModuleEdge,
  moduleId,
  type Project,
  type SystemGraph,
  sortedBy,
} from '../../model/index.js';
import { edgesOf, type LinkedImports, linkImports } from '../modules/edges.js';
import { erasureOf } from '../modules/erasure.js';
import { symbolsOf } from '../modules/follow.js';
import { importsOutside } from '../modules/outside.js';
import { createResolver } from '../modules/resolve.js';
import { traitsOf } from '../modules/traits.js';
import { type IdleImports, WITH_EXPRESSIONS } from './idle-imports.js';
import { type Changed, inNewPlaces } from './moved-graph.js';

/** What is known of other files. */
export type Others = {
  /** Whether their facts hold the text. */
  readonly isAsked: (name: string) => boolean;
  /** Of one of them, without the bodies of functions. */
  readonly outlineOf: (path: string) => FileFacts | undefined;
};

/** Undefined when another file may be touched by it, or more than imports changed. */
export function graphWithOwnImports(
  project: Project,
  last: SystemGraph,
  change: Changed,
  { seen, changed }: IdleImports,
  others: Others,
): SystemGraph | undefined {
  const { before, after } = change;
  const { path } = after;
  if (!isAlone(change) || isHeld(last, path, changed, others)) return undefined;
  const rest = inNewPlaces(withoutImportsOf(last, path), [seen]);
  if (rest === undefined) return undefined;
  const resolve = createResolver(project);
  const named = changed.filter(({ local }) => local !== '');
  const leadsOn = named.some(({ specifier }) => resolve(path, specifier).kind === 'file');
  if (named.length > 0 && mayBeComeUpon(project, after, leadsOn, others)) return undefined;
  const files = new Set(project.files.map((one) => one.path));
  let isLost = false;
  const linked = (file: FileFacts): { readonly imports: LinkedImports; readonly edges: ModuleEdge[] } => {
    const factsOf = (other: string) => {
      const facts = other === path ? file : others.outlineOf(other);
      isLost ||= facts === undefined && files.has(other);
      return facts;
    };
    const symbols = symbolsOf(factsOf, resolve);
    const imports = linkImports([file], resolve, symbols, erasureOf(project, factsOf, symbols));
    return { imports, edges: edgesOf(imports.links, traitsOf([file], symbols)) };
  };
  const [was, is] = [linked(before), linked(after)];
  const outside = (file: FileFacts) => importsOutside(project, [file], resolve)?.message;
  const data = dataFilesOf(project);
  const reached = ({ links }: LinkedImports) =>
    [...new Set(links.map(({ to }) => to).filter((to) => data.has(to)))].sort();
  if (outside(before) !== outside(after) || reached(was.imports).join('\0') !== reached(is.imports).join('\0'))
    return undefined;
  if (isLost || [was, is].some(({ imports }) => imports.links.some(({ to }) => to === path))) return undefined;
  const { coverage } = rest;
  const count = (key: keyof LinkedImports['counts']) =>
    coverage.imports[key] - was.imports.counts[key] + is.imports.counts[key];
  return {
    ...rest,
    edges: sortedBy([...rest.edges, ...is.edges], ({ from, to, kind }) => [from, to, kind]),
    coverage: {
      ...coverage,
      imports: { resolved: count('resolved'), external: count('external'), unresolved: count('unresolved') },
      unresolvedImports: sortedBy([...coverage.unresolvedImports, ...is.imports.unresolved], (one) => [
        one.path,
        one.line,
        one.what,
      ]),
    },
  };
}

/** Nothing in it but its exports leads from other files on. */
function isAlone({ before, after }: Changed): boolean {
  return [before, after].every(
    ({ mounts = [], exports, prisma, sqlText }) =>
      mounts.length === 0 &&
      prisma === undefined &&
      sqlText === undefined &&
      exports.every(({ kind }) => kind !== 'equals' && kind !== 'star-from'),
  );
}

/** Whether somebody has the file as a whole, or asks it for one of the names. `export *` passes on what is exported. */
function isHeld({ edges }: SystemGraph, path: string, changed: IdleImports['changed'], { outlineOf }: Others): boolean {
  const names = new Set(changed.map(({ local }) => local));
  const id = moduleId(path);
  const isPassing = (from: string): boolean =>
    outlineOf(labelOf(from))?.exports.every(({ kind }) => kind !== 'namespace-from') === true;
  return edges.some(
    (edge) =>
      edge.to === id &&
      isModuleEdge(edge) &&
      edge.symbols.some(
        (one) => names.has(one) || (one === '*' && !(edge.kind === 're-export' && isPassing(edge.from))),
      ),
  );
}

/** Whether a reader of tables may come upon named imports without their names; where it may be, it is. */
function mayBeComeUpon(
  { files }: Project,
  { program, imports }: FileFacts,
  leadsOn: boolean,
  { isAsked }: Others,
): boolean {
  if (program === undefined) return false;
  if (files.filter(({ kind }) => kind === 'prisma').length > 1) return true;
  if (!leadsOn) return false;
  return WITH_EXPRESSIONS.some(
    (library) => imports.some(({ specifier }) => specifier.includes(library)) || isAsked(library),
  );
}

function withoutImportsOf(last: SystemGraph, path: string): SystemGraph {
  const { edges, coverage } = last;
  return {
    ...last,
    edges: edges.filter((edge) => !isModuleEdge(edge) || edge.kind === 'event' || labelOf(edge.from) !== path),
    coverage: {
      ...coverage,
      unresolvedImports: coverage.unresolvedImports.filter((one) => one.path !== path),
    },
  };
}

/** Files that are modules only where something leads to them. */
function dataFilesOf({ files }: Project): Set<string> {
  return new Set(files.flatMap(({ path, kind }) => (kind === 'code' || kind === 'declaration' ? [] : [path])));
}
