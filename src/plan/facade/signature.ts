/**
 * The signature of one operation as text that compiles elsewhere. Where every type is annotated and importable, it is
 * written out; otherwise it is derived from the declaration (`Remote<MemberOf<Service …>>`), which always holds. Results
 * are promises: behind a facade every call may go over the network.
 */
import {
  type ClassDeclaration,
  type FunctionDeclaration,
  type MethodDeclaration,
  Node,
  type ParameterDeclaration,
  type SourceFile,
  type TypeNode,
} from 'ts-morph';
import { exportedAs, type ImportRequest, resolveTypeName } from './names.js';

/** `text` follows the operation's name in an interface: `(id: Id): Promise<Order>` or `: Remote<typeof load>`. */
export type Signature = {
  readonly text: string;
  readonly imports: readonly ImportRequest[];
  readonly isDerived: boolean;
  /** Parameters left out because they hand the caller's transaction in, which no network carries: `em: EntityManager`. */
  readonly handles: readonly string[];
};

/** Types of transaction handles in the common libraries. */
const HANDLE =
  /^(EntityManager|QueryRunner|TransactionClient|Prisma\.TransactionClient|Knex\.Transaction|Transaction|ClientSession|mongoose\.ClientSession|Trx|PoolClient)(<.*>)?( \| (undefined|null))?$/;

/** Types that already say how their values arrive over time. */
const ASYNC = /^(Promise|Observable|AsyncIterable|AsyncGenerator|AsyncIterableIterator)</;

/** undefined when the declaration cannot be reached from another file. `owner` is the class or object, if any. */
export function signatureOf(file: SourceFile, owner: string | undefined, name: string): Signature | undefined {
  if (owner === undefined) return functionSignature(file, name);
  const cls = file.getClass(owner) ?? defaultClass(file, owner);
  if (cls !== undefined) return methodSignature(file, cls, owner, name);
  if (file.getInterface(owner) !== undefined) return interfaceSignature(file, owner, name);
  const exported = exportedAs(file, owner);
  if (exported === undefined || file.getVariableDeclaration(owner) === undefined) return undefined;
  return derived(`MemberOf<typeof ${owner}, object, '${name}'>`, [exported]);
}

function defaultClass(file: SourceFile, owner: string): ClassDeclaration | undefined {
  return file.getClasses().find((c) => c.isDefaultExport() && (c.getName() ?? 'default') === owner);
}

function functionSignature(file: SourceFile, name: string): Signature | undefined {
  const exported = exportedAs(file, name);
  if (exported === undefined) return undefined;
  const fn = file.getFunction(name);
  const written = fn === undefined || fn.getOverloads().length > 0 ? undefined : writtenSignature(file, fn);
  return written ?? derived(`typeof ${name}`, [exported]);
}

function methodSignature(file: SourceFile, cls: ClassDeclaration, owner: string, name: string): Signature | undefined {
  const exported = exportedAs(file, owner);
  if (exported === undefined) return undefined;
  const method = cls.getMethod(name);
  const member = method ?? cls.getProperty(name);
  if (name.startsWith('#') || (member !== undefined && member.getScope() !== 'public')) return undefined;
  const generics = cls.getTypeParameters().length;
  const isPlain = method !== undefined && method.getOverloads().length === 0 && generics === 0;
  const written = isPlain ? writtenSignature(file, method) : undefined;
  if (written !== undefined) return written;
  // The member may be inherited, static or not: `MemberOf` looks on both sides, and knows public members only.
  const instance = generics === 0 ? owner : `${owner}<${Array(generics).fill('any').join(', ')}>`;
  return derived(`MemberOf<${instance}, typeof ${owner}, '${name}'>`, [exported]);
}

function interfaceSignature(file: SourceFile, owner: string, name: string): Signature | undefined {
  const exported = exportedAs(file, owner);
  const generics = file.getInterface(owner)?.getTypeParameters().length ?? 0;
  if (exported === undefined) return undefined;
  const instance = generics === 0 ? owner : `${owner}<${Array(generics).fill('any').join(', ')}>`;
  return derived(`MemberOf<${instance}, object, '${name}'>`, [exported]);
}

function derived(type: string, imports: readonly ImportRequest[]): Signature {
  return { text: `: Remote<${type}>`, imports, isDerived: true, handles: [] };
}

function writtenSignature(
  file: SourceFile,
  declaration: MethodDeclaration | FunctionDeclaration,
): Signature | undefined {
  const isHandle = (p: ParameterDeclaration) => HANDLE.test(p.getTypeNode()?.getText() ?? '');
  const handles = declaration
    .getParameters()
    .filter(isHandle)
    .map((p) => p.getText());
  const parameters = declaration.getParameters().filter((p) => p.getName() !== 'this' && !isHandle(p));
  const result = declaration.getReturnTypeNode();
  const types = parameters.map((p) => p.getTypeNode());
  if (result === undefined || types.some((type) => type === undefined)) return undefined;
  const generics = declaration.getTypeParameters();
  const imports = importsOf(
    file,
    [result, ...(types as TypeNode[]), ...generics.flatMap((g) => g.getConstraint() ?? g.getDefault() ?? [])],
    new Set(generics.map((g) => g.getName())),
  );
  if (imports === undefined) return undefined;
  const list = parameters.map((p, i) => parameterText(p, parameters.slice(i + 1)));
  const prefix = generics.length === 0 ? '' : `<${generics.map((g) => g.getText()).join(', ')}>`;
  return { text: `${prefix}(${list.join(', ')}): ${promised(result)}`, imports, isDerived: false, handles };
}

function parameterText(parameter: ParameterDeclaration, later: readonly ParameterDeclaration[]): string {
  const name = Node.isIdentifier(parameter.getNameNode()) ? parameter.getName() : `input${parameter.getChildIndex()}`;
  const type = parameter.getTypeNodeOrThrow().getText();
  if (parameter.isRestParameter()) return `...${name}: ${type}`;
  const isOptional = parameter.hasQuestionToken() || parameter.hasInitializer();
  // A default before a required parameter: optional in spirit, but it cannot be left out.
  const isFollowed = later.some((p) => !p.hasQuestionToken() && !p.hasInitializer() && !p.isRestParameter());
  if (!isOptional) return `${name}: ${type}`;
  return isFollowed ? `${name}: ${type} | undefined` : `${name}?: ${type}`;
}

function promised(result: TypeNode): string {
  const text = result.getText();
  if (Node.isTypePredicate(result)) return result.hasAssertsModifier() ? 'Promise<void>' : 'Promise<boolean>';
  return ASYNC.test(text) ? text : `Promise<${text}>`;
}

/** Where each name in the types comes from; undefined when one cannot be imported elsewhere. */
function importsOf(
  file: SourceFile,
  types: readonly TypeNode[],
  bound: ReadonlySet<string>,
): ImportRequest[] | undefined {
  const result: ImportRequest[] = [];
  for (const type of types) {
    const own = new Set(bound);
    const nodes = [type as Node, ...type.getDescendants()];
    for (const node of nodes) if (Node.isTypeParameterDeclaration(node)) own.add(node.getName());
    for (const node of nodes) {
      if (Node.isImportTypeNode(node) || Node.isThisTypeNode(node)) return undefined;
      const name = rootName(node);
      if (name === undefined || own.has(name)) continue;
      const request = resolveTypeName(file, name);
      if (request === 'unreachable') return undefined;
      if (request !== 'global') result.push(request);
    }
  }
  return result;
}

function rootName(node: Node): string | undefined {
  let root: Node | undefined;
  if (Node.isTypeReference(node)) root = node.getTypeName();
  else if (Node.isTypeQuery(node)) root = node.getExprName();
  else if (Node.isExpressionWithTypeArguments(node)) root = node.getExpression();
  while (root !== undefined && (Node.isQualifiedName(root) || Node.isPropertyAccessExpression(root))) {
    root = Node.isQualifiedName(root) ? root.getLeft() : root.getExpression();
  }
  return root === undefined ? undefined : root.getText();
}
