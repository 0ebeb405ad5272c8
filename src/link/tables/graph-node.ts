/** Nodes of the call graph: functions, each by itself or in the context of a call, with what they call. */
import type { ProgramFile } from '../program/index.js';
import type { Home } from './homes.js';
import type { Call, HookCall, Node } from './nodes.js';

export type GraphNode = Node &
  Home & {
    readonly key: string;
    /** Followed with the arguments of a call: key of the node without them. */
    readonly within?: string | undefined;
    /** Keys of the nodes it calls, with the calls. */
    readonly targets: { readonly key: string; readonly call: Call }[];
    /** Keys of the nodes that the library calls around its writes. */
    readonly hooked: (HookCall & { readonly key: string })[];
  };

export type CallGraph = {
  readonly nodes: ReadonlyMap<string, GraphNode>;
  /** Unresolved only in the open original: told somewhere by a subclass or caller. */
  readonly settled: ReadonlySet<string>;
};

/** Of one shape for all: whoever goes through them reads thousands, again and again. */
export function graphNode(
  read: Node,
  key: string,
  home: Home & { readonly label?: string },
  { within, targets = [], hooked = [] }: Partial<Pick<GraphNode, 'within' | 'targets' | 'hooked'>> = {},
): GraphNode {
  return {
    file: read.file,
    fn: read.fn,
    scope: read.scope,
    label: home.label ?? read.label,
    sites: read.sites,
    calls: read.calls,
    hooks: read.hooks,
    openings: read.openings,
    unresolved: read.unresolved,
    isOpen: read.isOpen,
    home: home.home,
    because: home.because,
    key,
    within,
    targets,
    hooked,
  };
}

export function keyOf(file: ProgramFile, fn: number): string {
  return file.keyOf(fn);
}
