/** What a file is, by its name alone: source code, a declaration, data that can be imported, a schema, a manifest. */
import type { SourceKind } from '../model/index.js';

const CODE = /\.(?:[cm]?[jt]s|[jt]sx)$/;
const DECLARATION = /\.d\.(?:[cm]?ts|[\w-]+\.ts)$/;
const MINIFIED = /[.-]min\.[cm]?js$/;
const CONFIG_NAME = /^[jt]sconfig(?:[.-][\w.-]+)?\.json$/;
/** JSON that tools read and code does not import. */
const TOOL_JSON = /^(?:package|package-lock|npm-shrinkwrap|composer|lerna|nx|turbo|project|renovate|vercel)\.json$|^\./;

/** How the file is read; undefined for files that are no source. */
export function kindOf(name: string): SourceKind | undefined {
  if (CODE.test(name)) return DECLARATION.test(name) ? 'declaration' : 'code';
  if (name.endsWith('.prisma')) return 'prisma';
  if (name.endsWith('.sql')) return 'sql';
  if (name.endsWith('.json') && !TOOL_JSON.test(name) && !CONFIG_NAME.test(name)) return 'json';
  return undefined;
}

export function isMinifiedName(name: string): boolean {
  return MINIFIED.test(name);
}

/** Plain JavaScript, which may be somebody's build output. */
export function isJavaScript(name: string): boolean {
  return /\.[cm]?jsx?$/.test(name);
}

export type ManifestKind = 'package' | 'tsconfig' | 'workspace';

/** Files that say how the others find one another. */
export function manifestKindOf(name: string): ManifestKind | undefined {
  if (name === 'package.json') return 'package';
  if (name === 'pnpm-workspace.yaml' || name === 'lerna.json') return 'workspace';
  return CONFIG_NAME.test(name) ? 'tsconfig' : undefined;
}
