/** Snake case as the libraries spell it that naming strategies are written with; they differ in digits. */

/** lodash: digits are words of their own (`OAuth2Token` → `o_auth_2_token`). */
export function lodashSnake(text: string): string {
  const words = text.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+/g) ?? [];
  return words.map((word) => word.toLowerCase()).join('_');
}

/** change-case and snake-case: digits stay with the word before (`OAuth2Token` → `o_auth2_token`). */
export function changeCaseSnake(text: string): string {
  return text
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== '')
    .join('_')
    .toLowerCase();
}
