/** Interfaces, type aliases, enums and namespaces. */
import type { ts } from 'ts-morph';
import type { EnumFact, Expr, InterfaceFact, TypeAlias } from '../../model/index.js';
import { addWords } from '../words.js';
import { localExport } from './exports.js';
import { expression } from './expressions.js';
import { hoist } from './hoist.js';
import { propertyName } from './names.js';
import { declare, resolve, scoped } from './scope.js';
import { statements } from './statements.js';
import {
  isExternalModuleReference,
  isIdentifier,
  isModuleBlock,
  isModuleDeclaration,
  isQualifiedName,
  isStringLiteral,
  K,
} from './syntax.js';
import { entityName, heritage, typeMembers, typeParams, typeRef } from './types.js';
import { type Draft, hasModifier, lineOf, type Walk } from './walk.js';

function spelled(walk: Walk, name: ts.Identifier): string {
  return resolve(walk, name.text)?.spelled ?? name.text;
}

export function interfaceDeclaration(walk: Walk, node: ts.InterfaceDeclaration): void {
  const fact: Draft<InterfaceFact> = { name: spelled(walk, node.name), members: [], line: lineOf(walk, node) };
  scoped(walk, () => {
    if (node.typeParameters) fact.typeParams = typeParams(walk, node.typeParameters);
    const bases = (node.heritageClauses ?? []).flatMap((clause) => clause.types.map((type) => heritage(walk, type)));
    if (bases.length > 0) fact.extends = bases;
    fact.members = typeMembers(walk, node.members);
  });
  walk.interfaces.push(fact);
  localExport(walk, node, fact.name, true);
}

export function typeAlias(walk: Walk, node: ts.TypeAliasDeclaration): void {
  const fact: Draft<TypeAlias> = {
    name: spelled(walk, node.name),
    type: { kind: 'unknown' },
    line: lineOf(walk, node),
  };
  scoped(walk, () => {
    if (node.typeParameters) fact.typeParams = typeParams(walk, node.typeParameters);
    fact.type = typeRef(walk, node.type);
  });
  walk.types.push(fact);
  localExport(walk, node, fact.name, true);
}

/** Members are in scope of their initialisers. */
export function enumDeclaration(walk: Walk, node: ts.EnumDeclaration): void {
  const name = spelled(walk, node.name);
  const members: { name: string; value?: Expr }[] = [];
  scoped(
    walk,
    () => {
      for (const member of node.members) {
        if (isIdentifier(member.name)) declare(walk, member.name.text);
        else if (isStringLiteral(member.name)) addWords(walk.words, member.name.text);
      }
      for (const member of node.members) members.push(enumMember(walk, member));
    },
    `${name}.`,
  );
  const fact: EnumFact = { name, members, line: lineOf(walk, node) };
  walk.enums.push(fact);
  localExport(walk, node, name, false);
}

function enumMember(walk: Walk, member: ts.EnumMember): { name: string; value?: Expr } {
  const name = propertyName(walk, member.name);
  return member.initializer ? { name, value: expression(walk, member.initializer) } : { name };
}

/** A namespace's members are read as if top-level, under its dotted name; so are those of `declare module 'x'`. */
export function moduleDeclaration(walk: Walk, node: ts.ModuleDeclaration): void {
  const { name, body } = node;
  const own = isIdentifier(name) && name.text !== 'global' ? spelled(walk, name) : name.text;
  localExport(walk, node, own, false);
  if (body === undefined) return;
  const { inType } = walk;
  walk.inType ||= !isIdentifier(name) || name.text === 'global' || hasModifier(node, K.DeclareKeyword);
  scoped(
    walk,
    () => {
      if (isModuleBlock(body)) {
        hoist(walk, body.statements, true);
        withoutExports(walk, () => statements(walk, body.statements));
      } else if (isModuleDeclaration(body)) {
        if (isIdentifier(body.name)) declare(walk, body.name.text);
        withoutExports(walk, () => moduleDeclaration(walk, body));
      }
    },
    `${own}.`,
  );
  walk.inType = inType;
}

/** `export` inside a namespace exports from the namespace, not from the file. */
function withoutExports(walk: Walk, inside: () => void): void {
  const kept = walk.exports.length;
  inside();
  walk.exports.length = kept;
}

/** `import x = A.B`: a use of A. */
export function entityUse(walk: Walk, node: ts.ImportEqualsDeclaration): void {
  const reference = node.moduleReference;
  if (isExternalModuleReference(reference)) return;
  const before = resolve(walk, firstName(reference).text)?.use;
  entityName(walk, reference);
  if (before !== undefined && !node.isTypeOnly) {
    before.typeUses--;
    before.valueUses++;
  }
}

function firstName(name: ts.EntityName): ts.Identifier {
  let first = name;
  while (isQualifiedName(first)) first = first.left;
  return first;
}
