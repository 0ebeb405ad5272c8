/** Text inside a quoted Mermaid label: what the grammar or the browser could read becomes an entity; newlines are folded. */
export function mermaidText(text: string): string {
  return text
    .replace(/[\u0000-\u001f\u007f\u2028\u2029]+/g, ' ')
    .replace(/[#"<>&`%\\{}[\]|;]/g, (character) => `#${character.codePointAt(0)};`);
}
