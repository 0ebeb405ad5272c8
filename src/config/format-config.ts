/**
 * Config → the text of `msa-map.config.json`, with comments that say what to decide: what `init` proposes. Keys that
 * hold nothing are left out. Reading the text gives the config back.
 */
import type { Config, DeclaredContext } from '../model/index.js';

export type ConfigComments = {
  /** Lines at the top of the file. */
  readonly head?: readonly string[];
  /** Context id → lines above it: its words, its confidence, what is uncertain. */
  readonly contexts?: ReadonlyMap<string, readonly string[]>;
};

/** The text of `msa-map.config.json`, with comments; reading it gives the same config again. */
export function formatConfig(config: Config, comments: ConfigComments = {}): string {
  const parts = [
    contextsPart(config, comments),
    part('sharedKernel', kernelOf(config), 'Everybody may depend on these; they may depend on no context.'),
    part(
      'allowedRelations',
      config.allowedRelations,
      'downstream may depend on upstream; every other crossing is judged.',
    ),
    part('ignore', config.ignore),
    part(
      'roles',
      entriesOf(config.roles, (r) => [r.role, r.include]),
    ),
    part(
      'ormFamilies',
      entriesOf(config.ormFamilies, (f) => [f.family, f.packages]),
    ),
    part(
      'rules',
      entriesOf(config.rules, (r) => [
        r.rule,
        r.allow.length === 0 ? r.severity : { severity: r.severity, allow: r.allow },
      ]),
      'Of `msa-map check`: error, warning or off.',
    ),
    part(
      'weights',
      entriesOf(Object.entries(config.weights), (entry) => entry),
    ),
    part('impact', config.impact),
    part('traffic', config.traffic),
    part('tableStatistics', config.tableStatistics),
    part('resolution', config.resolution),
    part('language', config.language),
  ].filter((text) => text !== '');
  const head = (comments.head ?? []).map((line) => `// ${oneLine(line)}\n`).join('');
  return `${head}{\n${parts.join(',\n')}\n}\n`;
}

function contextsPart({ contexts }: Config, comments: ConfigComments): string {
  const blocks = contexts.map((context) => {
    const notes = (comments.contexts?.get(context.id) ?? []).map((line) => `    // ${oneLine(line)}\n`).join('');
    return `${notes}    ${JSON.stringify(context.id)}: ${indented(contextValue(context), 4)}`;
  });
  return `  "contexts": {\n${blocks.join(',\n')}\n  }`;
}

function contextValue(context: DeclaredContext): object {
  const { id, name, include, exclude, tables, strict, public: entry, ...rest } = context;
  return {
    ...(name === id ? {} : { name }),
    include,
    ...(exclude.length === 0 ? {} : { exclude }),
    ...(tables.length === 0 ? {} : { tables }),
    ...rest,
    ...(entry.length === 0 ? {} : { public: entry }),
    ...(strict ? { strict } : {}),
  };
}

function kernelOf({ sharedKernel: { include, tables } }: Config): object {
  return { ...(include.length === 0 ? {} : { include }), ...(tables.length === 0 ? {} : { tables }) };
}

function entriesOf<T>(items: readonly T[], entry: (item: T) => readonly [string, unknown]): object {
  return Object.fromEntries(items.map(entry));
}

/** '' when there is nothing to say. */
function part(key: string, value: unknown, comment?: string): string {
  if (value === undefined || (typeof value === 'object' && Object.keys(value as object).length === 0)) return '';
  return `${comment === undefined ? '' : `  // ${comment}\n`}  "${key}": ${indented(value, 2)}`;
}

function indented(value: unknown, by: number): string {
  return JSON.stringify(value, null, 2).replaceAll('\n', `\n${' '.repeat(by)}`);
}

/** A comment ends at the end of its line; no name may end it earlier. */
function oneLine(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ');
}
