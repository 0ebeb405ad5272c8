/** `msa-map init`: the clusters as a committed map to edit. Never replaces a file unless told to. */
import { existsSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import { proposeConfig } from '../cluster/index.js';
import { CONFIG_FILE, formatConfig, writeAtomic } from '../config/index.js';
import { type Analysis, asideName, type Config, EMPTY_CONFIG, UserError } from '../model/index.js';
import { type Io, write } from './io.js';
import type { Exit } from './program.js';
import { type MapOptions, openSession } from './session.js';
import { withWiring } from './wiring.js';

export async function runInit(
  io: Io,
  _exit: Exit,
  dir: string,
  options: MapOptions & { readonly force?: boolean; readonly output?: string },
): Promise<void> {
  const { analysis, config, root } = await openSession(io, dir, options);
  const text = proposalOf(analysis, config);
  if (options.output === '-') return write(io.stdout, text);
  const path =
    options.output === undefined
      ? join(root ?? io.cwd, CONFIG_FILE)
      : isAbsolute(options.output)
        ? options.output
        : resolve(io.cwd, options.output);
  if (existsSync(path) && options.force !== true) {
    throw new UserError(
      'MSA015',
      `${path} exists`,
      'Edit it by hand, or replace it with --force; -o - prints the proposal instead.',
    );
  }
  writeAtomic(path, text);
  if (options.quiet === true) return;
  const contexts = analysis.contextMap.contexts.length;
  const next = 'edit names, owners and impact, then: msa-map check --update-baseline';
  await write(io.stderr, `written: ${path} (${contexts} ${contexts === 1 ? 'context' : 'contexts'})\nnext: ${next}\n`);
}

/** The map of the analysis as config text, with a comment line per context. What the present config says beside contexts stays. */
export function proposalOf(analysis: Analysis, config: Config = EMPTY_CONFIG): string {
  const graph = {
    ...analysis.graph,
    name: analysis.project.name,
    transactions: analysis.transactions,
    coverage: analysis.coverage,
    diagnostics: analysis.diagnostics,
  };
  const { contexts, sharedKernel, composition } = proposeConfig(graph, analysis.contextMap);
  const known = new Map(config.contexts.map((context) => [context.id, context]));
  return formatConfig(
    {
      ...config,
      contexts: contexts.map(({ comment: _comment, ...context }) => ({
        public: [],
        strict: false,
        ...known.get(context.id),
        ...context,
      })),
      sharedKernel,
      rules: withWiring(withNewModules(config), analysis, composition),
    },
    {
      head: [
        `The bounded contexts of ${analysis.project.name}, proposed by msa-map from imports, tables and names.`,
        'Edit it: it is yours now. `msa-map check` holds the code to it, `msa-map analyze` places what it does not name.',
        'impact: 1 to 5, or core, supporting, generic; owner: a team; public: globs of the public entry.',
      ],
      contexts: new Map(contexts.map(({ id, comment }) => [id, [comment, ...asideComment(analysis, id)]])),
    },
  );
}

/** What analyze set aside needs a decision: it is ranked last until it is said what it is worth. */
function asideComment({ scorecard }: Analysis, context: string): string[] {
  const aside = scorecard.entries.find((entry) => entry.context === context)?.aside;
  if (aside === undefined) return [];
  return [
    `analyze found no service here (${asideName(aside, 'en')}); it stays ranked last: move it to sharedKernel or to the context that uses it, or give it an impact if it is one all the same`,
  ];
}

/** The proposal places what there is: from now on a new module needs a context, or no rule would see it. */
function withNewModules({ rules }: Config): Config['rules'] {
  if (rules.some(({ rule }) => rule === 'unassigned-module')) return rules;
  return [...rules, { rule: 'unassigned-module', severity: 'error', allow: [] }];
}
