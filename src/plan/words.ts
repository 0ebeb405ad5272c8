/** `order-lines`, `OrderLines`, `order_lines` → order, lines: for names of generated interfaces. Case inside is kept. */
export function splitWords(text: string): string[] {
  return text
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .split(/[^\p{ID_Continue}]+|_+/u)
    .filter((word) => word !== '');
}
