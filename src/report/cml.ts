/** Context Mapper CML: bounded contexts and their relationships. Identifiers are generated where a name is not one. */
import { type Analysis, besideRuntime, printable, type RelationPattern } from '../model/index.js';
import { identifiers } from './identifiers.js';
import { speak } from './messages.js';
import { counted } from './module-cell.js';

const SYMMETRIC: ReadonlySet<RelationPattern> = new Set<RelationPattern>(['partnership', 'shared-kernel']);

export function renderCml({ project, contextMap, graph }: Analysis): string {
  const tests = besideRuntime(graph);
  const ids = identifiers(contextMap.contexts.map(({ id }) => id));
  const patterns = new Map(contextMap.relations.map((r) => [`${r.downstream}\n${r.upstream}`, r.pattern]));
  const relations = contextMap.relations.flatMap(({ downstream, upstream, pattern }) => {
    const [down, up] = [ids.get(downstream), ids.get(upstream)];
    if (down === undefined || up === undefined) return [];
    // Both sides of a symmetric relationship say the same: it is written once.
    const isTwice =
      SYMMETRIC.has(pattern) && downstream > upstream && patterns.get(`${upstream}\n${downstream}`) === pattern;
    return isTwice ? [] : [`  ${relationText(up, down, pattern)}`];
  });
  const map =
    ids.size === 0 ? [] : ['ContextMap {', `  contains ${[...ids.values()].join(', ')}`, ...relations, '}', ''];
  const contexts = contextMap.contexts.map(
    ({ id, name, modules, tables }) =>
      `BoundedContext ${ids.get(id)} {\n  domainVisionStatement = "${quoted(`${name}: ${speak('en')('size', { modules: counted(modules, tests).runtime, tables: tables.length })}`)}"\n}`,
  );
  return `${[`/* ${printable(project.name).replaceAll('*/', '* /')} */`, ...map, ...contexts].join('\n')}\n`;
}

function relationText(up: string, down: string, pattern: RelationPattern): string {
  if (pattern === 'partnership') return `${up} [P]<->[P] ${down}`;
  if (pattern === 'shared-kernel') return `${up} [SK]<->[SK] ${down}`;
  if (pattern === 'customer-supplier') return `${up} [U,S]->[D,C] ${down}`;
  if (pattern === 'open-host') return `${up} [U,OHS]->[D] ${down}`;
  return `${up} [U]->[D,${pattern === 'acl' ? 'ACL' : 'CF'}] ${down}`;
}

function quoted(text: string): string {
  return printable(text).replace(/["\\]/g, (character) => `\\${character}`);
}
