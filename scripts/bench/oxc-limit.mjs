/**
 * The limit for an import graph in Node: oxc-parser's module records, no syntax tree brought into JavaScript, specifiers
 * resolved against the known files. Arguments: the scratch folder with oxc-parser, then the directory. Prints JSON.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, normalize } from 'node:path';

const [scratch, root] = process.argv.slice(2);
const { parseSync } = createRequire(join(scratch, 'package.json'))('oxc-parser');
const files = [];
const folders = [''];
for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory() && entry.name !== 'node_modules' && !entry.name.startsWith('.')) folders.push(path);
    else if (entry.isFile() && /\.[cm]?[jt]sx?$/.test(entry.name)) files.push(path);
  }
}
const known = new Set(files);
const endings = ['', '.ts', '.tsx', '.d.ts', '.js', '.jsx', '.mts', '.cts', '/index.ts', '/index.tsx', '/index.js'];

function resolveFrom(path, specifier) {
  if (!specifier.startsWith('.')) return undefined;
  const base = normalize(join(dirname(path), specifier)).replace(/\/$/, '');
  for (const ending of endings) if (known.has(base + ending)) return base + ending;
  const source = base.replace(/\.([cm]?)js(x?)$/, '.$1ts$2');
  return known.has(source) ? source : undefined;
}

const edges = [];
for (const path of files) {
  const { module } = parseSync(path, readFileSync(join(root, path), 'utf8'));
  const specifiers = [
    ...module.staticImports.map((one) => one.moduleRequest.value),
    ...module.staticExports.flatMap((one) => one.entries.map((entry) => entry.moduleRequest?.value)),
  ];
  for (const specifier of new Set(specifiers)) {
    if (specifier === undefined) continue;
    edges.push({ from: path, specifier, to: resolveFrom(path, specifier) ?? null });
  }
}
process.stdout.write(JSON.stringify({ files, edges }));
