/** Analysis + options → Picture: which view, around what. Names are checked here, so every drawing says the same. */
import { type Analysis, labelOf, UserError } from '../../model/index.js';
import type { ReportOptions } from '../options.js';
import { contextsView } from './contexts-view.js';
import { graphView } from './graph-view.js';
import { orderView } from './order-view.js';
import type { Picture } from './picture.js';

export {
  type Arrow,
  type ArrowKind,
  type ArrowStatus,
  type Box,
  type Group,
  type Picture,
  type Tone,
  withArrowLimit,
  withBoxLimit,
} from './picture.js';

/** How far a focus reaches when no depth is given. */
const DEFAULT_DEPTH = 1;

export function pictureOf(analysis: Analysis, options: ReportOptions): Picture {
  const view = options.view ?? (options.focus !== undefined || options.path !== undefined ? 'modules' : 'contexts');
  if (view === 'sagas' || view === 'quadrants' || view === 'matrix') throw noPicture(view);
  if (view === 'order') return orderView(analysis, options.language);
  if (view === 'contexts' && options.focus === undefined && options.path === undefined)
    return contextsView(analysis, options.findings, options.language);
  const context =
    options.focus === undefined
      ? undefined
      : analysis.contextMap.contexts.find(({ id, name }) => id === options.focus || name === options.focus);
  const focus = options.focus === undefined ? [] : nodesNamed(analysis, options.focus);
  return graphView(analysis, {
    ...(options.language === undefined ? {} : { language: options.language }),
    only: view === 'tables' ? 'tables' : 'all',
    focus,
    // A context is its own members; a single node shows its neighbours.
    depth: options.depth ?? (context ? 0 : DEFAULT_DEPTH),
    direction: options.direction ?? 'both',
    ...(options.path
      ? { path: { from: nodesNamed(analysis, options.path[0]), to: nodesNamed(analysis, options.path[1]) } }
      : {}),
  });
}

function noPicture(view: 'sagas' | 'quadrants' | 'matrix'): UserError {
  const where =
    view === 'matrix' ? '--format csv, and as a picture in --format html' : '--format mermaid and --format html';
  return new UserError('MSA037', `there is no picture of the view "${view}" in this format`, `It is in ${where}.`);
}

function nodesNamed(analysis: Analysis, name: string): string[] {
  const context = analysis.contextMap.contexts.find((each) => each.id === name || each.name === name);
  if (context) {
    const idle = new Set(
      analysis.graph.nodes.flatMap((node) => (node.kind === 'module' && node.role !== 'runtime' ? [node.id] : [])),
    );
    return [...context.modules, ...context.tables].filter((id) => !idle.has(id));
  }
  const nodes = analysis.graph.nodes.filter(
    (node) =>
      node.id === name ||
      labelOf(node.id) === name ||
      (node.kind === 'table' && (node.name === name || node.models.includes(name))) ||
      (node.kind === 'module' && node.path.endsWith(`/${name}`)),
  );
  if (nodes.length === 0)
    throw new UserError(
      'MSA035',
      `nothing here is called "${name}"`,
      'Name a context, a module path or a table; msa-map analyze lists the contexts.',
    );
  return nodes.map(({ id }) => id);
}
