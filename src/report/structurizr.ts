/** Structurizr DSL (C4): the system, a container for each context, and relationships between the contexts. */
import { type Analysis, besideRuntime, printable } from '../model/index.js';
import { identifiers } from './identifiers.js';
import { speak } from './messages.js';
import { counted } from './module-cell.js';
import { countsLabel } from './picture/counts.js';

export function renderStructurizr({ project, contextMap, graph }: Analysis): string {
  const tests = besideRuntime(graph);
  const ids = identifiers(contextMap.contexts.map(({ id }) => id));
  // Ids are unique, names need not be; siblings may not share a name.
  const containers = contextMap.contexts.map(
    ({ id, modules, tables }) =>
      `      ${ids.get(id)} = container ${quoted(id)} ${quoted(`${speak('en')('size', { modules: counted(modules, tests).runtime, tables: tables.length })}`)}`,
  );
  const relations = contextMap.relations.flatMap(({ downstream, upstream, edges }) => {
    const [from, to] = [ids.get(downstream), ids.get(upstream)];
    return from === undefined || to === undefined ? [] : [`    ${from} -> ${to} ${quoted(countsLabel(edges))}`];
  });
  return `${[
    'workspace {',
    '  model {',
    `    monolith = softwareSystem ${quoted(project.name)} {`,
    ...containers,
    '    }',
    ...relations,
    '  }',
    '  views {',
    '    container monolith {',
    '      include *',
    '      autoLayout lr',
    '    }',
    '  }',
    '}',
  ].join('\n')}\n`;
}

/** One line. `\${…}` would be substituted, and a backslash continues a line or begins `\n`. */
function quoted(text: string): string {
  const plain = printable(text).replaceAll('\\', '/').replaceAll('"', "'").replaceAll('${', '$ {').trim();
  return `"${plain === '' ? 'unnamed' : plain}"`;
}
