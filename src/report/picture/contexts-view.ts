/**
 * The context map: contexts with their relations, and the tables that two or more of them write. The default picture.
 * Large maps are thinned to what can be told apart; what was left out is said, and `--format csv --view matrix` has all.
 */
import {
  type Analysis,
  type BoundedContext,
  besideRuntime,
  type ContextMap,
  contextOfNode,
  type Findings,
  labelOf,
  type Relation,
  SHARED_KERNEL,
} from '../../model/index.js';
import type { Language } from '../messages.js';
import { counted } from '../module-cell.js';
import { countsLabel, edgeCount } from './counts.js';
import { type Link, layerOrder } from './layer-order.js';
import { type Arrow, type ArrowStatus, type Box, type Picture, withReadableArrows } from './picture.js';
import { sharedTables } from './shared-tables.js';
import { pictureWords, type Words } from './words.js';

/** Up to so many contexts and shared tables the tables stand as cylinders; else each is named by its owner's box. */
const ROOM_FOR_TABLES = { contexts: 12, tables: 6 };
/** With more arrows than this a reader follows none: a few, and about two for each box. */
const ARROWS = 12;
const ARROWS_A_BOX = 1.25;
const NAMED_TABLES = 2;

export function contextsView(analysis: Analysis, findings?: Findings, language: Language = 'en'): Picture {
  const say = pictureWords(language);
  const { project, contextMap } = analysis;
  const links = linksOf(contextMap);
  const order = layerOrder(contextMap.contexts.length, links);
  const tests = besideRuntime(analysis.graph);
  const shared = sharedTables(analysis, contextOfNode(contextMap), say);
  const hasRoom =
    contextMap.contexts.length <= ROOM_FOR_TABLES.contexts && shared.boxes.length <= ROOM_FOR_TABLES.tables;
  const drawn = withReadableArrows(
    {
      language,
      title: say('contextMap', { project: project.name }),
      boxes: order.map((i) => contextBox(analysis, i, hasRoom, tests, say)),
      arrows: relationArrows(contextMap, order, statusOf(findings), say, language),
      groups: [],
      notes: legend(analysis, shared.boxes.length > 0, findings !== undefined, say),
      omissions: [],
    },
    Math.round(ARROWS + ARROWS_A_BOX * contextMap.contexts.length),
  );
  if (!hasRoom) return drawn;
  return { ...drawn, boxes: [...drawn.boxes, ...shared.boxes], arrows: [...drawn.arrows, ...shared.arrows] };
}

function contextBox(
  { contextMap, scorecard }: Analysis,
  index: number,
  hasRoom: boolean,
  tests: ReadonlySet<string>,
  say: Words,
): Box {
  const { id, name, modules, tables } = contextMap.contexts[index] as BoundedContext;
  const shared = contextMap.ownership
    .filter(({ owner, isSharedWrite }) => isSharedWrite && owner === id)
    .map(({ table }) => labelOf(table));
  const more = shared.length > NAMED_TABLES ? ` +${shared.length - NAMED_TABLES}` : '';
  return {
    id,
    label: name,
    detail: [
      say('modules', { n: counted(modules, tests).runtime }),
      ...(tables.length > 0 ? [say('tableCount', { n: tables.length })] : []),
    ].join(' · '),
    marks:
      hasRoom || shared.length === 0
        ? []
        : [say('othersWrite', { tables: `${shared.slice(0, NAMED_TABLES).join(', ')}${more}` })],
    shape: 'context',
    tone: id === scorecard.pilot ? 'pilot' : !hasRoom && shared.length > 0 ? 'shared' : 'plain',
    group: '',
  };
}

function isBetweenContexts({ downstream, upstream }: Relation): boolean {
  return downstream !== SHARED_KERNEL && upstream !== SHARED_KERNEL;
}

function linksOf({ contexts, relations }: ContextMap): Link[] {
  const indexOf = new Map(contexts.map(({ id }, i) => [id, i]));
  return relations.flatMap(({ downstream, upstream, weight }) => {
    const [from, to] = [indexOf.get(downstream), indexOf.get(upstream)];
    return from === undefined || to === undefined ? [] : [{ from, to, weight }];
  });
}

function relationArrows(
  { contexts, relations }: ContextMap,
  order: readonly number[],
  status: (relation: Relation) => ArrowStatus | undefined,
  say: Words,
  language: Language,
): Arrow[] {
  const place = new Map(order.map((index, position) => [contexts[index]?.id, position]));
  return relations.filter(isBetweenContexts).map((relation) => {
    const { downstream, upstream, edges, weight } = relation;
    const isUpward = (place.get(downstream) ?? 0) > (place.get(upstream) ?? 0);
    const judged = status(relation);
    return {
      from: downstream,
      to: upstream,
      label:
        judged === 'new' ? say('isNew', { label: labelOfRelation(relation, say) }) : labelOfRelation(relation, say),
      tooltip: `${downstream} → ${upstream}: ${countsLabel(edges, language)}`,
      kind: kindOf(relation),
      weight,
      isAlarm: isUpward,
      isUpward,
      ...(judged === undefined ? {} : { status: judged }),
    };
  });
}

/** The number of dependencies; writes into the other's tables are named, for they cost most. */
function labelOfRelation({ edges }: Relation, say: Words): string {
  const all = edgeCount(edges);
  if (edges.write === 0) return String(all);
  return edges.write === all ? say('writes', { n: all }) : `${all}, ${say('writes', { n: edges.write })}`;
}

function kindOf({ edges }: Relation): Arrow['kind'] {
  if (edges.write > 0) return 'write';
  if (edges.import + edges.read + edges['foreign-key'] > 0) return 'code';
  return edges.event > 0 ? 'event' : 'type';
}

/** The worst of what `check` found between two contexts; a relation without a finding is allowed. */
function statusOf(findings: Findings | undefined): (relation: Relation) => ArrowStatus | undefined {
  if (findings === undefined) return () => undefined;
  const found = new Map<string, ArrowStatus>();
  for (const { key, status } of findings.violations) {
    const pair = `${key.fromContext}\n${key.toContext}`;
    if (found.get(pair) !== 'new' && status !== 'allowed') found.set(pair, status);
  }
  return ({ downstream, upstream }) => found.get(`${downstream}\n${upstream}`) ?? 'allowed';
}

function legend({ scorecard }: Analysis, hasShared: boolean, isJudged: boolean, say: Words): string[] {
  return [
    say('arrows'),
    [
      isJudged ? say('judged') : say('upward'),
      ...(scorecard.pilot === '' ? [] : [say('pilot')]),
      ...(hasShared ? [say('shared')] : []),
    ].join('; '),
  ];
}
