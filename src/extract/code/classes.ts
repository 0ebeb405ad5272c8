/** Classes: heritage, decorators, members; methods become functions. */
import type { ts } from 'ts-morph';
import type { ClassFact, ClassMember, Expr, TypeRef } from '../../model/index.js';
import { addWords } from '../words.js';
import { expression, namedExpression } from './expressions.js';
import { functionLike, overloadOf } from './functions.js';
import { hoist } from './hoist.js';
import { decorators, propertyName } from './names.js';
import { declare, scoped } from './scope.js';
import { statements } from './statements.js';
import {
  isClassExpression,
  isClassStaticBlockDeclaration,
  isConstructorDeclaration,
  isGetAccessorDeclaration,
  isIndexSignatureDeclaration,
  isMethodDeclaration,
  isPropertyDeclaration,
  isSetAccessorDeclaration,
  K,
} from './syntax.js';
import { heritage, signature, typeParams, typeRef, typeRefs } from './types.js';
import { type Draft, hasModifier, lineAt, lineOf, type Walk } from './walk.js';

/** Reads a class; `name` is its spelled name, or the name it is assigned to. Answers its index. */
export function classLike(walk: Walk, node: ts.ClassLikeDeclaration, name: string): number {
  const index = walk.classes.length;
  const fact: Draft<ClassFact> = {
    name,
    parent: walk.fn.index,
    members: [],
    line: lineOf(walk, node),
    endLine: lineAt(walk, node.end),
  };
  walk.classes.push(fact);
  const marks = decorators(walk, node);
  if (marks) fact.decorators = marks;
  if (hasModifier(node, K.AbstractKeyword)) fact.isAbstract = true;
  const { ownerClass, inType } = walk;
  const isAmbient = hasModifier(node, K.DeclareKeyword);
  scoped(walk, () => {
    if (isClassExpression(node) && node.name) {
      const own = declare(walk, node.name.text);
      if (name === '') fact.name = own.spelled;
    }
    if (node.typeParameters) fact.typeParams = typeParams(walk, node.typeParameters);
    walk.inType ||= isAmbient;
    readHeritage(walk, node, fact);
    walk.ownerClass = index;
    fact.members = node.members.flatMap((member) => classMember(walk, member, index) ?? []);
  });
  walk.ownerClass = ownerClass;
  walk.inType = inType;
  return index;
}

function readHeritage(walk: Walk, node: ts.ClassLikeDeclaration, fact: Draft<ClassFact>): void {
  for (const clause of node.heritageClauses ?? []) {
    if (clause.token === K.ImplementsKeyword) {
      fact.implements = clause.types.map((type) => heritage(walk, type));
      continue;
    }
    const [base] = clause.types;
    if (base === undefined) continue;
    fact.extends = expression(walk, base.expression);
    if (base.typeArguments) fact.extendsArgs = typeRefs(walk, base.typeArguments);
  }
}

function classMember(walk: Walk, node: ts.ClassElement, ownerClass: number): ClassMember | undefined {
  if (isClassStaticBlockDeclaration(node)) {
    scoped(walk, () => {
      hoist(walk, node.body.statements, true);
      statements(walk, node.body.statements);
    });
    return undefined;
  }
  if (isPropertyDeclaration(node)) return field(walk, node, ownerClass);
  if (isConstructorDeclaration(node)) return method(walk, node, 'constructor', ownerClass);
  if (isMethodDeclaration(node)) return method(walk, node, 'method', ownerClass);
  if (isGetAccessorDeclaration(node)) return method(walk, node, 'getter', ownerClass);
  if (isSetAccessorDeclaration(node)) return method(walk, node, 'setter', ownerClass);
  if (isIndexSignatureDeclaration(node)) signature(walk, node);
  return undefined;
}

type MemberNode = ts.PropertyDeclaration | ts.MethodDeclaration | ts.AccessorDeclaration | ts.ConstructorDeclaration;

function memberDraft(walk: Walk, node: MemberNode, kind: ClassMember['kind']): Draft<ClassMember> {
  const name = isConstructorDeclaration(node) ? 'constructor' : propertyName(walk, node.name);
  const member: Draft<ClassMember> = { kind, name, line: lineOf(walk, nameNode(node)) };
  if (hasModifier(node, K.StaticKeyword)) member.isStatic = true;
  if (hasModifier(node, K.AbstractKeyword)) member.isAbstract = true;
  const marks = decorators(walk, node);
  if (marks) member.decorators = marks;
  return member;
}

/** Decorators stand before the name, often on lines of their own: the member's line is that of its name. */
function nameNode(node: MemberNode): ts.Node {
  return isConstructorDeclaration(node) ? node : node.name;
}

function field(walk: Walk, node: ts.PropertyDeclaration, ownerClass: number): ClassMember {
  const member = memberDraft(walk, node, 'field');
  addWords(walk.words, member.name);
  if (node.questionToken) member.isOptional = true;
  if (node.type) member.type = typeRef(walk, node.type);
  if (node.initializer) {
    walk.ownerClass = ownerClass;
    const init: Expr = namedExpression(walk, node.initializer, member.name);
    member.init = init;
    if (init.kind === 'function') member.function = init.index;
  }
  return member;
}

/** A method with its body; one without (abstract, ambient) has its signature as type; overloads are kept for the one that follows. */
function method(
  walk: Walk,
  node: ts.MethodDeclaration | ts.AccessorDeclaration | ts.ConstructorDeclaration,
  kind: 'method' | 'getter' | 'setter' | 'constructor',
  ownerClass: number,
): ClassMember | undefined {
  const member = memberDraft(walk, node, kind);
  if (isMethodDeclaration(node) && node.questionToken) member.isOptional = true;
  if (node.body) {
    member.function = functionLike(walk, node, { name: member.name, kind, ownerClass });
    return member;
  }
  addWords(walk.words, member.name);
  if (!walk.inType && !walk.file.isDeclarationFile && member.isAbstract !== true) {
    overloadOf(walk, node, member.name);
    return undefined;
  }
  member.type = bodiless(walk, node);
  return member;
}

function bodiless(
  walk: Walk,
  node: ts.MethodDeclaration | ts.AccessorDeclaration | ts.ConstructorDeclaration,
): TypeRef {
  if (isGetAccessorDeclaration(node)) return node.type ? typeRef(walk, node.type) : { kind: 'unknown' };
  return signature(walk, node);
}
