/** Module nodes: code and declarations, and data files that some code imports. */
import {
  type FileFacts,
  folderOf,
  type ModuleNode,
  moduleId,
  type Project,
  type Role,
  type SourceFile,
  sortedBy,
} from '../../model/index.js';
import { isOutside } from './paths.js';

/** `reached`: paths that an edge leads to or from; a JSON, SQL or Prisma file is a node only then. */
export function moduleNodes(
  project: Project,
  facts: readonly FileFacts[],
  reached: (path: string) => boolean,
): ModuleNode[] {
  const factsOf = new Map(facts.map((file) => [file.path, file]));
  const packageOf = packageNames(project);
  const isNode = ({ kind, path }: SourceFile): boolean => kind === 'code' || kind === 'declaration' || reached(path);
  const nodes = project.files.filter(isNode).map((file): ModuleNode => {
    const own = factsOf.get(file.path);
    return {
      id: moduleId(file.path),
      kind: 'module',
      path: file.path,
      role: roleOf(file, own),
      lines: own?.lines ?? 0,
      package: packageOf(file.path),
      words: own?.words ?? [],
    };
  });
  return sortedBy(nodes, ({ id }) => [id]);
}

/** A generator's header in the file counts as much as its name. */
export function roleOf({ role }: SourceFile, facts: FileFacts | undefined): Role {
  return role === 'runtime' && facts?.isGenerated === true ? 'generated' : role;
}

/** Name of the nearest package.json with a name. */
function packageNames(project: Project): (path: string) => string {
  const byFolder = new Map<string, string>();
  for (const { name, dir } of project.packages) if (name !== '' && !isOutside(dir)) byFolder.set(dir, name);
  return (path) => {
    for (let folder = folderOf(path); folder !== ''; folder = folderOf(folder)) {
      const name = byFolder.get(folder);
      if (name !== undefined) return name;
    }
    return byFolder.get('') ?? '';
  };
}
