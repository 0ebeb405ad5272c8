/**
 * Code that is shipped as an example of using the system, and is no part of it: `examples/`, `playground/`, a demo app
 * beside the packages, the plugins that a development server is tried with. It would found contexts of its own (a wish list that no shop
 * has) and draw others to it. Told by the folder's name, at the level of packages and not inside a source tree, where a
 * playground is a feature; and only when nothing outside uses it. Likewise what a generator copies: a model below
 * `templates/` or `scaffold/` declares no table of the system when nobody else touches that table.
 */
import { isAccessEdge, isModuleEdge, labelOf, type SystemGraph } from '../../model/index.js';

const EXAMPLE =
  /^(?:samples?|demos?|sandbox(?:es)?|storybook|tutorials?)(?:[-_.](?:apps?|projects?|code))?$|^tests?[-_](?:plugins?|apps?|projects?|packages?|modules?)$|(?:^|[-_.])(?:examples?|playgrounds?)(?:$|[-_.])/i;
/** Folders of source trees: what lies below is code of a feature. */
const SOURCES = new Set(['src', 'pages', 'app', 'routes', 'features', 'modules', 'server', 'lib']);
const COPIED = /^(?:scaffold(?:s|ing)?|boilerplates?|stubs?)$/i;
const TEMPLATES = /^templates?$/i;
const GENERATOR = /(?:^|[-_.])(?:cli|commands?|generators?|schematics?|codegen|create|devkit)(?:$|[-_.])/i;
/** A repository of examples has no others. */
const MOST_OF_SYSTEM = 0.5;

/** Ids of the modules and tables that take no part. */
export function examplesOf(graph: SystemGraph): Set<string> {
  const folderOf = new Map<string, string>();
  let runtime = 0;
  for (const node of graph.nodes) {
    if (node.kind !== 'module' || node.role !== 'runtime') continue;
    runtime += 1;
    const folder = exampleFolder(node.path);
    if (folder !== undefined) folderOf.set(node.id, folder);
  }
  const used = folderOf.size === 0 ? new Set<string>() : usedFolders(graph, folderOf);
  for (const [id, folder] of [...folderOf]) if (used.has(folder)) folderOf.delete(id);
  const isOfExamples = folderOf.size > MOST_OF_SYSTEM * runtime;
  const examples = new Set(isOfExamples ? [] : folderOf.keys());
  // Of SQL and migrations there is no runtime module to tell by.
  const isInExample = (path: string) => {
    const folder = exampleFolder(path);
    return folder !== undefined && !isOfExamples && !used.has(folder);
  };
  const touchers = touchersOf(graph);
  for (const node of graph.nodes) {
    if (node.kind !== 'table') continue;
    const all = [...(touchers.get(node.id) ?? []).map(labelOf), ...node.declaredAt.map(({ path }) => path)];
    if (all.length === 0) continue;
    if (all.every((path) => isInExample(path) || isCopied(path))) examples.add(node.id);
  }
  return examples;
}

/** The outermost folder called an example, or nothing; `packages/agent/examples`, not `src/app/demo`. */
function exampleFolder(path: string): string | undefined {
  const folders = path.split('/').slice(0, -1);
  const at = folders.findIndex((folder) => EXAMPLE.test(folder));
  if (at < 0 || folders.slice(0, at).some((folder) => SOURCES.has(folder.toLowerCase()))) return undefined;
  return folders.slice(0, at + 1).join('/');
}

function isCopied(path: string): boolean {
  const folders = path.split('/').slice(0, -1);
  return folders.some(
    (folder, i) =>
      COPIED.test(folder) || (TEMPLATES.test(folder) && folders.slice(0, i).some((at) => GENERATOR.test(at))),
  );
}

/** Example folders that runtime code outside of all of them depends on. */
function usedFolders(graph: SystemGraph, folderOf: ReadonlyMap<string, string>): Set<string> {
  const outside = new Set(
    graph.nodes.flatMap((node) =>
      node.kind === 'module' && node.role === 'runtime' && !folderOf.has(node.id) ? [node.id] : [],
    ),
  );
  return new Set(
    graph.edges.flatMap((edge) => {
      const folder = folderOf.get(edge.to);
      return folder !== undefined && isModuleEdge(edge) && outside.has(edge.from) ? [folder] : [];
    }),
  );
}

function touchersOf(graph: SystemGraph): Map<string, string[]> {
  const touchers = new Map<string, string[]>();
  for (const edge of graph.edges) {
    if (!isAccessEdge(edge)) continue;
    const known = touchers.get(edge.to);
    if (known === undefined) touchers.set(edge.to, [edge.from]);
    else known.push(edge.from);
  }
  return touchers;
}
