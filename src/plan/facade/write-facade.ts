/**
 * The seam of a context as one TypeScript file: an interface per class or module that others call, and one that holds
 * them all. Only `import type` is used, so that the file has no code of its own. What cannot be written is left out and
 * named in `omitted`, never guessed.
 */
import { Project, type SourceFile } from 'ts-morph';
import { sortedBy } from '../../model/index.js';
import type { Dossier, Operation } from '../dossier.js';
import { splitWords } from '../words.js';
import type { ImportRequest } from './names.js';
import { type Signature, signatureOf } from './signature.js';
import { relativeSpecifier } from './specifier.js';

export type FacadeFile = {
  /** Where the file belongs for its imports to hold, relative to the analysed root. */
  readonly path: string;
  readonly text: string;
  readonly omitted: readonly { readonly operation: string; readonly reason: string }[];
};

const REMOTE = [
  '/** A function as it looks over a network: the same arguments, the result as a promise. */',
  'type Remote<Fn> = Fn extends (...args: infer Args) => infer Result ? (...args: Args) => Promise<Awaited<Result>> : never;',
  '',
];

const MEMBER_OF = [
  '/** A public member of the class, on its instances or on the class itself. */',
  'type MemberOf<Instance, Static, Name extends string> = Name extends keyof Instance',
  '  ? Instance[Name]',
  '  : Name extends keyof Static',
  '    ? Static[Name]',
  '    : never;',
  '',
];

type Written = { readonly operation: Operation; readonly method: string; readonly signature: Signature };
type Imports = Map<string, ImportRequest>;

/** `readText` gives the text of an analysed file, or undefined when it cannot be read. */
export function writeFacadeFile(
  dossier: Dossier,
  readText: (path: string) => string | undefined,
  at?: string,
): FacadeFile {
  const path = at ?? defaultPath(dossier);
  const project = new Project({ useInMemoryFileSystem: true, skipLoadingLibFiles: true });
  const imports: Imports = new Map();
  const omitted: { operation: string; reason: string }[] = [];
  const groups = new Map<string, Written[]>();
  const used = new Set<string>();
  for (const operation of dossier.facade.operations) {
    const file = openFile(project, operation.path, readText);
    const [owner, method] = splitCallee(operation.name);
    const signature = file === undefined ? undefined : signatureOf(file, owner, method);
    const name = `${operation.path}#${operation.name}`;
    if (signature === undefined) {
      omitted.push({
        operation: name,
        reason: file === undefined ? 'its file cannot be read' : 'it is not exported, or not public',
      });
    } else if (!admit(imports, signature.imports)) {
      omitted.push({ operation: name, reason: 'a name of its types means something else in another operation' });
    } else {
      const group = groupName(owner, operation.path, used, groups);
      groups.set(group, [...(groups.get(group) ?? []), { operation, method, signature }]);
    }
  }
  return { path, text: render(dossier, path, imports, groups), omitted };
}

function openFile(
  project: Project,
  path: string,
  readText: (path: string) => string | undefined,
): SourceFile | undefined {
  const known = project.getSourceFile(`/${path}`);
  if (known !== undefined) return known;
  const text = readText(path);
  return text === undefined ? undefined : project.createSourceFile(`/${path}`, text);
}

function splitCallee(callee: string): [owner: string | undefined, method: string] {
  const dot = callee.indexOf('.');
  return dot < 0 ? [undefined, callee] : [callee.slice(0, dot), callee.slice(dot + 1)];
}

/** Adds the imports unless a local name is taken by another symbol already. */
function admit(imports: Imports, requests: readonly ImportRequest[]): boolean {
  const key = (r: ImportRequest) =>
    `${r.imported} ${r.specifier.startsWith('.') ? relativeSpecifier('x.ts', r) : r.specifier}`;
  const isFree = (r: ImportRequest) => !imports.has(r.local) || key(imports.get(r.local)!) === key(r);
  if (!requests.every(isFree)) return false;
  for (const request of requests) imports.set(request.local, request);
  return true;
}

/** One interface per class; functions are grouped by their file. Two classes of one name in two files stay apart. */
function groupName(
  owner: string | undefined,
  path: string,
  used: Set<string>,
  groups: ReadonlyMap<string, readonly Written[]>,
): string {
  const file = path.slice(path.lastIndexOf('/') + 1).replace(/\.[^.]+$/, '');
  const base = pascal(owner ?? file);
  for (let i = 1; ; i++) {
    const name = i === 1 ? base : `${base}${i}`;
    const group = groups.get(name);
    if (group === undefined && !used.has(name)) {
      used.add(name);
      return name;
    }
    if (group?.[0]?.operation.path === path && splitCallee(group[0].operation.name)[0] === owner) return name;
  }
}

function render(
  dossier: Dossier,
  path: string,
  imports: Imports,
  groups: ReadonlyMap<string, readonly Written[]>,
): string {
  const facade = `${pascal(dossier.context)}Facade`;
  const operations = [...groups.values()].flat();
  const calls = operations.reduce((sum, w) => sum + w.operation.calls, 0);
  const lines = [
    `/** The seam of ${plain(dossier.context)}: ${operations.length} operations, called from ${calls} places outside of it. */`,
    ...renderImports(imports, path),
    '',
    ...(operations.some((w) => w.signature.isDerived) ? REMOTE : []),
    ...(operations.some((w) => w.signature.text.includes('MemberOf<')) ? MEMBER_OF : []),
    ...[...groups].flatMap(([name, written]) => renderGroup(name, written)),
    `export interface ${facade} {`,
    ...[...groups.keys()].map(
      (name) => `  readonly ${name.charAt(0).toLowerCase()}${name.slice(1)}: ${name}Operations;`,
    ),
    '}',
  ];
  return `${lines.join('\n')}\n`;
}

function renderImports(imports: Imports, path: string): string[] {
  const named = new Map<string, string[]>();
  const single: { specifier: string; text: string }[] = [];
  for (const request of sortedBy(imports.values(), (r) => [r.local])) {
    const specifier = relativeSpecifier(path, request);
    const { local, imported } = request;
    if (imported === 'default' || imported === '*') {
      single.push({
        specifier,
        text: `import type ${imported === '*' ? `* as ${local}` : local} from '${specifier}';`,
      });
    } else {
      named.set(specifier, [...(named.get(specifier) ?? []), imported === local ? local : `${imported} as ${local}`]);
    }
  }
  const statements = [
    ...single,
    ...[...named].map(([specifier, names]) => ({
      specifier,
      text: `import type { ${names.join(', ')} } from '${specifier}';`,
    })),
  ];
  return sortedBy(statements, (s) => [s.specifier, s.text]).map((s) => s.text);
}

function renderGroup(name: string, written: readonly Written[]): string[] {
  const methods = sortedBy(written, (w) => [w.method]).flatMap(({ operation, method, signature }) => {
    const contexts = [...new Set(operation.callers.map((c) => c.context))].sort().join(', ');
    const first = operation.callers[0];
    const place = first === undefined ? '' : `, first at ${first.path}:${first.lines[0] ?? 0}`;
    const key = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(method) ? method : `'${method}'`;
    const sites = `${operation.calls} call ${operation.calls === 1 ? 'site' : 'sites'}`;
    const handles =
      signature.handles.length === 0
        ? ''
        : ` Without the caller's transaction, which stays behind: ${signature.handles.join(', ')}.`;
    return [
      `  /** ${plain(`${operation.style}; ${sites} in ${contexts}${place}.${handles}`)} */`,
      `  ${key}${signature.text};`,
    ];
  });
  return [`/** ${plain(written[0]!.operation.path)} */`, `export interface ${name}Operations {`, ...methods, '}', ''];
}

/** Beside the modules it is about: the deepest folder that holds all of them. */
function defaultPath(dossier: Dossier): string {
  const paths = dossier.facade.operations.map((o) => o.path.split('/').slice(0, -1));
  const first = paths[0] ?? [];
  let depth = first.length;
  for (const path of paths) {
    let same = 0;
    while (same < depth && path[same] === first[same]) same += 1;
    depth = same;
  }
  return [...first.slice(0, depth), `${dossier.context}.facade.ts`].join('/');
}

function pascal(text: string): string {
  const name = splitWords(text)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
  return /^[\p{ID_Start}$_]/u.test(name) ? name : `Context${name}`;
}

/** No end of comment, no line break. */
function plain(text: string): string {
  return text.replaceAll('*/', '* /').replace(/[\r\n\u2028\u2029]/g, ' ');
}
