/** The real Mermaid with its default limits, as GitHub and wikis run it; it wants a document. */

export type MermaidParser = { readonly parse: (text: string) => Promise<unknown> };

export async function mermaidParser(): Promise<MermaidParser> {
  // jsdom has no types of its own.
  const { JSDOM } = (await import('jsdom' as string)) as {
    JSDOM: new (html: string) => { readonly window: { readonly document: unknown } };
  };
  const { window } = new JSDOM('');
  Object.assign(globalThis, { window, document: window.document });
  const { default: mermaid } = await import('mermaid');
  mermaid.initialize({ startOnLoad: false });
  return mermaid;
}
