/** Names of the analysed code as text of Mermaid: as they are, and never as part of the diagram. */
import { printable } from '../model/index.js';

/**
 * Text inside a quoted Mermaid label: controls visible, and what the grammar or the browser could read becomes an entity.
 */
export function mermaidText(text: string): string {
  return printable(text).replace(/[#"<>&`%\\{}[\]|;:]/g, (character) => `#${character.codePointAt(0)};`);
}

/** A comment behind `%%`: it ends at the line's end, and `%%{` would begin a directive. */
export function mermaidComment(text: string): string {
  return `%% ${printable(text).replaceAll('{', '(').replaceAll('}', ')')}`;
}
