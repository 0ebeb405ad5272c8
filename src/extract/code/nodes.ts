/**
 * What nodes of the syntax tree can be asked for. The compiler gives them their methods far behind the parser, with all of
 * its services; here they get the few that facts are made with.
 */
import type { ts } from 'ts-morph';

type Made = { readonly prototype: object };

/** What the parser knows under names that are not public. */
export type Parser = {
  readonly objectAllocator: Readonly<
    Record<'getNodeConstructor' | 'getTokenConstructor' | 'getIdentifierConstructor', () => Made>
  >;
  readonly setObjectAllocator: (changed: object) => void;
  readonly getTokenPosOfNode: (node: ts.Node, file: ts.SourceFile) => number;
  readonly getLineStarts: (file: ts.SourceFile) => readonly number[];
  readonly idText: (name: ts.Identifier) => string;
};

export function giveNodesTheirMethods(parser: Parser): void {
  const { objectAllocator, setObjectAllocator, getTokenPosOfNode, getLineStarts, idText } = parser;
  const places = {
    getStart(this: ts.Node, file: ts.SourceFile): number {
      return getTokenPosOfNode(this, file);
    },
    getText(this: ts.Node, file: ts.SourceFile): string {
      return file.text.substring(getTokenPosOfNode(this, file), this.end);
    },
  };
  const name = {
    get(this: ts.Identifier): string {
      return idText(this);
    },
  };
  const [node, token, identifier] = [
    objectAllocator.getNodeConstructor(),
    objectAllocator.getTokenConstructor(),
    objectAllocator.getIdentifierConstructor(),
  ];
  for (const { prototype } of [node, token, identifier]) Object.assign(prototype, places);
  Object.defineProperty(identifier.prototype, 'text', name);
  // Made as any other node otherwise, and a node of a text has that text as its own.
  function PrivateName(this: object, ...args: unknown[]): void {
    (node as unknown as (this: object, ...args: unknown[]) => void).apply(this, args);
  }
  Object.assign(PrivateName.prototype, places);
  Object.defineProperty(PrivateName.prototype, 'text', name);
  Object.assign(node.prototype, {
    getLineStarts(this: ts.SourceFile): readonly number[] {
      return getLineStarts(this);
    },
  });
  setObjectAllocator({ getPrivateIdentifierConstructor: () => PrivateName });
}
