/**
 * Waves and prerequisites of an order. A prerequisite of a context is one that leaves before it and takes at least a
 * tenth of its outgoing calls: were it still inside, those calls would go back into the monolith. A wave is a stretch of
 * the order whose contexts do not need one another, at most `size` of them: they can leave side by side.
 */
const SIGNIFICANT = 0.1;

export function prerequisites(calls: readonly (readonly number[])[], order: readonly number[]): number[][] {
  return order.map((item, place) => {
    const out = calls[item]!.reduce((sum, value, j) => (j === item ? sum : sum + value), 0);
    return order.slice(0, place).filter((before) => out > 0 && calls[item]![before]! >= SIGNIFICANT * out);
  });
}

/** Wave (1-based) of each place of the order. */
export function waves(order: readonly number[], needs: readonly (readonly number[])[], size: number): number[] {
  let wave = 1;
  let members: number[] = [];
  return order.map((item, place) => {
    const isBlocked = (needs[place] ?? []).some((need) => members.includes(need));
    if (members.length > 0 && (isBlocked || members.length >= Math.max(1, size))) {
      wave += 1;
      members = [];
    }
    members.push(item);
    return wave;
  });
}
