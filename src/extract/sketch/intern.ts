/** Names and specifiers, each once for all files. A part of a text would otherwise keep the whole text in memory. */
export type Intern = (text: string) => string;

export function createInterner(): Intern {
  const known = new Map<string, string>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    const own = Buffer.from(text, 'utf16le').toString('utf16le');
    known.set(own, own);
    return own;
  };
}
