/** Type annotations, condensed to `TypeRef`; imports named in them count as type uses. */
import type { ts } from 'ts-morph';
import type { Overload, TypeMember, TypeParam, TypeRef } from '../../model/index.js';
import { addWords } from '../words.js';
import { expression } from './expressions.js';
import { addImport, typeBinding } from './imports.js';
import { propertyName } from './names.js';
import { declareTypeParam, scoped, spell } from './scope.js';
import {
  forEachChild,
  isComputedPropertyName,
  isExpression,
  isFunctionLike,
  isGetAccessorDeclaration,
  isIdentifier,
  isImportTypeNode,
  isIndexSignatureDeclaration,
  isLiteralTypeNode,
  isNamedTupleMember,
  isOptionalTypeNode,
  isPropertyAccessExpression,
  isPropertySignature,
  isQualifiedName,
  isRestTypeNode,
  isStringLiteral,
  isStringLiteralLike,
  isTypeNode,
  K,
} from './syntax.js';
import { type Draft, lineOf, MAX_DEPTH, type Walk } from './walk.js';

const UNKNOWN_TYPE: TypeRef = { kind: 'unknown' };

type Convert = (walk: Walk, node: never) => TypeRef;

export function typeRef(walk: Walk, node: ts.TypeNode): TypeRef {
  if (walk.depth > MAX_DEPTH) return UNKNOWN_TYPE;
  walk.depth++;
  const convert = CONVERTERS[node.kind] as ((walk: Walk, node: ts.TypeNode) => TypeRef) | undefined;
  const result = convert === undefined ? visitParts(walk, node) : convert(walk, node);
  walk.depth--;
  return result;
}

export function typeRefs(walk: Walk, nodes: readonly ts.TypeNode[]): TypeRef[] {
  return nodes.map((node) => typeRef(walk, node));
}

/** Declares type parameters in the current scope, and reads their constraints and defaults there. */
export function typeParams(walk: Walk, nodes: readonly ts.TypeParameterDeclaration[]): TypeParam[] {
  const names = nodes.map((node) => declareTypeParam(walk, node.name.text).spelled);
  return nodes.map((node, i) => {
    const param: Draft<TypeParam> = { name: names[i] as string };
    if (node.constraint) param.constraint = typeRef(walk, node.constraint);
    if (node.default) param.default = typeRef(walk, node.default);
    return param;
  });
}

const named = (name: string): TypeRef => ({ kind: 'ref', name, args: [] });

function keyword(name: string): Convert {
  const ref = named(name);
  return () => ref;
}

/** Dotted name of `A.B.C`; the first part is resolved and counted. */
export function entityName(walk: Walk, node: ts.EntityName | ts.Expression): string {
  const rest: string[] = [];
  let first: ts.Node = node;
  for (;;) {
    if (isQualifiedName(first)) {
      rest.push(first.right.text);
      first = first.left;
    } else if (isPropertyAccessExpression(first)) {
      rest.push(first.name.text);
      first = first.expression;
    } else break;
  }
  if (!isIdentifier(first)) return '';
  const head = spell(walk, first, true, rest.at(-1));
  return rest.length === 0 ? head : `${head}.${rest.reverse().join('.')}`;
}

function reference(walk: Walk, node: ts.TypeReferenceNode): TypeRef {
  const name = entityName(walk, node.typeName);
  return { kind: 'ref', name, args: node.typeArguments ? typeRefs(walk, node.typeArguments) : [] };
}

/** `extends X<T>` of an interface, `implements X`. */
export function heritage(walk: Walk, node: ts.ExpressionWithTypeArguments): TypeRef {
  const name = entityName(walk, node.expression);
  const args = node.typeArguments ? typeRefs(walk, node.typeArguments) : [];
  return name === '' ? UNKNOWN_TYPE : { kind: 'ref', name, args };
}

function importType(walk: Walk, node: ts.ImportTypeNode): TypeRef {
  const args = node.typeArguments ? typeRefs(walk, node.typeArguments) : [];
  const { argument, qualifier } = node;
  if (!isLiteralTypeNode(argument) || !isStringLiteral(argument.literal)) return UNKNOWN_TYPE;
  const specifier = argument.literal.text;
  const name = qualifier === undefined ? '' : qualifier.getText(walk.file).replace(/\s+/g, '');
  const draft = addImport(walk, 'import-type', specifier, node, true);
  const [first] = name.split('.');
  if (first !== undefined && first !== '') draft.bindings.push(typeBinding(first, draft.line));
  return { kind: 'import', specifier, name, args };
}

function literal(walk: Walk, node: ts.LiteralTypeNode): TypeRef {
  const value = node.literal;
  if (isStringLiteralLike(value)) return { kind: 'string', value: value.text };
  if (value.kind === K.NullKeyword) return named('null');
  if (value.kind === K.TrueKeyword || value.kind === K.FalseKeyword) return named('boolean');
  return value.kind === K.NumericLiteral ? named('number') : visitParts(walk, node);
}

/** `Parameters<typeof bake>[0]`: which of a list. */
function placeIn(index: ts.TypeNode): TypeRef | undefined {
  if (!isLiteralTypeNode(index) || index.literal.kind !== K.NumericLiteral) return undefined;
  return { kind: 'string', value: (index.literal as ts.NumericLiteral).text };
}

function tupleItem(walk: Walk, node: ts.TypeNode): TypeRef {
  if (isNamedTupleMember(node) || isOptionalTypeNode(node) || isRestTypeNode(node)) return typeRef(walk, node.type);
  return typeRef(walk, node);
}

function operator(walk: Walk, node: ts.TypeOperatorNode): TypeRef {
  const of = typeRef(walk, node.type);
  if (node.operator === K.KeyOfKeyword) return { kind: 'keyof', of };
  return node.operator === K.ReadonlyKeyword ? of : UNKNOWN_TYPE;
}

/** Parameters' names hide outer ones only in `typeof` inside the type; their types are what counts. */
export function signature(walk: Walk, node: ts.SignatureDeclaration): TypeRef {
  return scoped(walk, () => {
    if (node.typeParameters) typeParams(walk, node.typeParameters);
    const params = node.parameters.map((p) => (p.type ? typeRef(walk, p.type) : UNKNOWN_TYPE));
    return { kind: 'function', params, returns: node.type ? typeRef(walk, node.type) : UNKNOWN_TYPE };
  });
}

/** A signature without a body, before the function that has one. */
export function overload(walk: Walk, node: ts.SignatureDeclaration): Overload {
  return scoped(walk, () => {
    const own = node.typeParameters ? { typeParams: typeParams(walk, node.typeParameters) } : {};
    const params = node.parameters.map((p) => (p.type ? typeRef(walk, p.type) : UNKNOWN_TYPE));
    if (node.parameters[0]?.name.getText(walk.file) === 'this') params.shift();
    return { ...own, params, returns: node.type ? typeRef(walk, node.type) : UNKNOWN_TYPE };
  });
}

/** Either of its branches: which one is not decided here. What is inferred has no name outside of the branch. */
function conditional(walk: Walk, node: ts.ConditionalTypeNode): TypeRef {
  return scoped(walk, () => {
    typeRef(walk, node.checkType);
    typeRef(walk, node.extendsType);
    const branches = [typeRef(walk, node.trueType), typeRef(walk, node.falseType)];
    if (/\binfer\b/.test(node.extendsType.getText(walk.file))) return UNKNOWN_TYPE;
    const of = branches.filter((type) => type.kind !== 'unknown' && !(type.kind === 'ref' && type.name === 'never'));
    return of.length > 1 ? { kind: 'union', of } : (of[0] ?? UNKNOWN_TYPE);
  });
}

function mapped(walk: Walk, node: ts.MappedTypeNode): TypeRef {
  return scoped(walk, () => {
    typeParams(walk, [node.typeParameter]);
    if (node.nameType) typeRef(walk, node.nameType);
    if (node.type) typeRef(walk, node.type);
    return UNKNOWN_TYPE;
  });
}

/** Members of an interface or type literal. Call and index signatures are only visited. */
export function typeMembers(walk: Walk, nodes: readonly ts.TypeElement[]): TypeMember[] {
  const members: TypeMember[] = [];
  for (const node of nodes) {
    const member = typeMember(walk, node);
    if (member !== undefined) members.push(member);
  }
  return members;
}

function typeMember(walk: Walk, node: ts.TypeElement): TypeMember | undefined {
  const type = memberType(walk, node);
  if (node.name === undefined || isIndexSignatureDeclaration(node)) return undefined;
  const isComputed = isComputedPropertyName(node.name) && !isStringLiteralLike(node.name.expression);
  const computed = isComputed ? expression(walk, node.name.expression) : undefined;
  const name = computed === undefined ? propertyName(walk, node.name) : '[]';
  addWords(walk.words, name);
  const member: Draft<TypeMember> = { name, type, line: lineOf(walk, node) };
  if (computed !== undefined) member.computed = computed;
  if (node.questionToken) member.isOptional = true;
  return member;
}

function memberType(walk: Walk, node: ts.TypeElement): TypeRef {
  if (isPropertySignature(node)) return node.type ? typeRef(walk, node.type) : UNKNOWN_TYPE;
  if (isGetAccessorDeclaration(node)) return node.type ? typeRef(walk, node.type) : UNKNOWN_TYPE;
  if (isFunctionLike(node)) return signature(walk, node);
  return UNKNOWN_TYPE;
}

function infer(walk: Walk, node: ts.InferTypeNode): TypeRef {
  if (node.typeParameter.constraint) typeRef(walk, node.typeParameter.constraint);
  declareTypeParam(walk, node.typeParameter.name.text);
  return UNKNOWN_TYPE;
}

/** A type of no interest: only what it names is counted. */
function visitParts(walk: Walk, node: ts.Node): TypeRef {
  forEachChild(node, (child) => {
    if (isTypeNode(child)) typeRef(walk, child);
    else if (isIdentifier(child)) spell(walk, child, true);
    else if (isExpression(child)) expression(walk, child);
    else visitParts(walk, child);
  });
  return UNKNOWN_TYPE;
}

const CONVERTERS: Partial<Record<ts.SyntaxKind, Convert>> = {
  [K.StringKeyword]: keyword('string'),
  [K.NumberKeyword]: keyword('number'),
  [K.BooleanKeyword]: keyword('boolean'),
  [K.BigIntKeyword]: keyword('bigint'),
  [K.SymbolKeyword]: keyword('symbol'),
  [K.ObjectKeyword]: keyword('object'),
  [K.VoidKeyword]: keyword('void'),
  [K.UndefinedKeyword]: keyword('undefined'),
  [K.ThisType]: keyword('this'),
  [K.TypeReference]: reference,
  [K.ExpressionWithTypeArguments]: heritage,
  [K.ImportType]: importType,
  [K.LiteralType]: literal,
  [K.ParenthesizedType]: (walk, node: ts.ParenthesizedTypeNode) => typeRef(walk, node.type),
  [K.OptionalType]: (walk, node: ts.OptionalTypeNode) => typeRef(walk, node.type),
  [K.ArrayType]: (walk, node: ts.ArrayTypeNode) => ({ kind: 'array', of: typeRef(walk, node.elementType) }),
  [K.TupleType]: (walk, node: ts.TupleTypeNode) => ({
    kind: 'tuple',
    of: node.elements.map((element) => tupleItem(walk, element)),
  }),
  [K.UnionType]: (walk, node: ts.UnionTypeNode) => ({ kind: 'union', of: typeRefs(walk, node.types) }),
  [K.IntersectionType]: (walk, node: ts.IntersectionTypeNode) => ({
    kind: 'intersection',
    of: typeRefs(walk, node.types),
  }),
  [K.TypeOperator]: operator,
  [K.TypeQuery]: (walk, node: ts.TypeQueryNode) => {
    if (node.typeArguments) typeRefs(walk, node.typeArguments);
    if (isImportTypeNode(node.exprName as ts.Node)) return typeRef(walk, node.exprName as unknown as ts.TypeNode);
    return { kind: 'typeof', name: entityName(walk, node.exprName) };
  },
  [K.IndexedAccessType]: (walk, node: ts.IndexedAccessTypeNode) => ({
    kind: 'indexed',
    object: typeRef(walk, node.objectType),
    index: placeIn(node.indexType) ?? typeRef(walk, node.indexType),
  }),
  [K.TypeLiteral]: (walk, node: ts.TypeLiteralNode) => ({ kind: 'object', members: typeMembers(walk, node.members) }),
  [K.FunctionType]: signature,
  [K.ConstructorType]: signature,
  [K.ConditionalType]: conditional,
  [K.MappedType]: mapped,
  [K.InferType]: infer,
  [K.TypePredicate]: (walk, node: ts.TypePredicateNode) => {
    if (node.type) typeRef(walk, node.type);
    return named('boolean');
  },
  [K.TemplateLiteralType]: (walk, node) => {
    visitParts(walk, node);
    return named('string');
  },
};
