/** Which nodes all reach one another: Tarjan's algorithm with an explicit stack, so that depth is no limit. */
export function stronglyConnected<Node>(nodes: readonly Node[], next: (node: Node) => readonly Node[]): Node[][] {
  const index = new Map<Node, number>();
  const low = new Map<Node, number>();
  const open = new Set<Node>();
  const path: Node[] = [];
  const components: Node[][] = [];
  for (const root of nodes) {
    if (index.has(root)) continue;
    const work: { node: Node; next: readonly Node[]; at: number }[] = [];
    const enter = (node: Node) => {
      index.set(node, index.size);
      low.set(node, index.get(node)!);
      path.push(node);
      open.add(node);
      work.push({ node, next: next(node), at: 0 });
    };
    enter(root);
    while (work.length > 0) {
      const frame = work[work.length - 1]!;
      if (frame.at < frame.next.length) {
        const other = frame.next[frame.at++]!;
        if (!index.has(other)) enter(other);
        else if (open.has(other)) low.set(frame.node, Math.min(low.get(frame.node)!, index.get(other)!));
        continue;
      }
      work.pop();
      const parent = work[work.length - 1];
      if (parent !== undefined) low.set(parent.node, Math.min(low.get(parent.node)!, low.get(frame.node)!));
      if (low.get(frame.node) !== index.get(frame.node)) continue;
      const component: Node[] = [];
      let node: Node;
      do {
        node = path.pop()!;
        open.delete(node);
        component.push(node);
      } while (node !== frame.node);
      components.push(component);
    }
  }
  return components;
}
