/** What a specifier is by its spelling alone: relative, an asset, a Node built-in, a URL, a package and its subpath. */

/** Fixed, so that the answer does not change with the Node version that runs the analysis. */
const BUILTINS = new Set(
  (
    'assert assert/strict async_hooks buffer child_process cluster console constants crypto dgram ' +
    'diagnostics_channel dns dns/promises domain events fs fs/promises http http2 https inspector inspector/promises ' +
    'module net os path path/posix path/win32 perf_hooks process punycode querystring readline readline/promises repl ' +
    'stream stream/consumers stream/promises stream/web string_decoder sys timers timers/promises tls trace_events ' +
    'tty url util util/types v8 vm wasi worker_threads zlib'
  ).split(' '),
);

/** Files that bundlers import and that hold no module of ours. */
const ASSET =
  /\.(?:css|scss|sass|less|styl|stylus|pcss|postcss|svg|png|jpe?g|gif|webp|avif|ico|bmp|woff2?|ttf|otf|eot|mp[34]|webm|ogg|wav|pdf|html?|mdx?|txt|graphqls?|gql|ya?ml|toml|vue|svelte|astro|wasm|node|hbs|handlebars|mustache|ejs|pug|liquid|glsl|vert|frag|wgsl|xml|xsl|csv|tsv|sh|lua|proto|po|mjml|lottie|geojson|webmanifest|pem|crt|key|zip|gz|py|rb|php|worklet|riv|glb|gltf|snap)$/i;

export type Specifier = {
  /** Without a bundler's query (`?raw`) or loader prefix (`raw-loader!`). */
  readonly path: string;
  /** A query that asks for the text or address of a file instead of its code. */
  readonly isAssetQuery: boolean;
};

export function cleanSpecifier(written: string): Specifier {
  const bang = written.lastIndexOf('!');
  const afterLoader = bang < 0 ? written : written.slice(bang + 1);
  const question = afterLoader.indexOf('?');
  const path = question < 0 ? afterLoader : afterLoader.slice(0, question);
  const query = question < 0 ? '' : afterLoader.slice(question);
  return { path, isAssetQuery: bang >= 0 || /[?&](?:raw|url|inline|source)\b/.test(query) };
}

export function isRelative(path: string): boolean {
  return /^\.{1,2}(?:\/|$)/.test(path);
}

/** Manifests are read for a version or a name; they are no module. */
const MANIFEST = /(?:^|\/)(?:package|package-lock|lerna|nx|project|[tj]sconfig[\w.-]*)\.json$|\/package$/;

export function isAssetPath(path: string): boolean {
  return ASSET.test(path) || MANIFEST.test(path);
}

export function isBuiltin(path: string): boolean {
  return BUILTINS.has(path);
}

/** `node:fs`, `https://…`, `virtual:pages`, `npm:x`. A single letter before the colon is a Windows drive. */
export function hasProtocol(path: string): boolean {
  return /^[a-z][a-z\d+.-]+:/i.test(path);
}

/** `@shop/orders/lib/x` → `@shop/orders` and `./lib/x`; the subpath of the package itself is `.`. */
export function splitPackage(path: string): { readonly name: string; readonly subpath: string } {
  const parts = path.split('/');
  const length = path.startsWith('@') ? 2 : 1;
  const rest = parts.slice(length).join('/');
  return { name: parts.slice(0, length).join('/'), subpath: rest === '' ? '.' : `./${rest}` };
}

/** Whether npm could hold a package of that name: `@/x`, `~/x`, `#x`, `/x` and `$lib` are somebody's alias. */
export function isPackageName(name: string): boolean {
  return /^(?:@[a-z\d_][\w.-]*\/)?[a-z\d_][\w.-]*$/i.test(name);
}
