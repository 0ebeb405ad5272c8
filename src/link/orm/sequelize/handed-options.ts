/**
 * Flags that models are handed when they are made: `Object.values(models).forEach((model) => model.initModel({ sequelize,
 * underscored: true }))`, where each passes them on (`super.init(attributes, { ...options })`). Who is called in the loop nothing
 * says; the name of the method does. A flag counts when all calls of that name that say it say the same.
 */
import { type Chain, chainsToSearch, expose, type Value } from '../../program/index.js';
import type { World } from '../world.js';
import type { Options } from './options.js';

/** What callers hand to the function in which `init(attributes, options)` stands, when `options` passes something on. */
export type HandedTo = (chain: Chain, options: Value | undefined) => Options;

const FLAGS = ['underscored', 'freezeTableName'] as const;

export function handedOptions(world: World): HandedTo {
  let said: Said | undefined;
  return ({ file, fn }, options) => {
    const fact = file.program.functions[fn];
    const passesOn =
      options === undefined || (options.kind === 'object' && options.expr.entries.some(({ key }) => key === '...'));
    if (!passesOn || fact === undefined || fact.name === '' || fact.params.length === 0) return NOTHING;
    said ??= flagsSaid(world);
    const ofName = said.get(fact.name);
    return ofName === undefined ? NOTHING : { ...NOTHING, flag: (flag) => agreed(ofName.get(flag)) };
  };
}

/** Name of what is called → flag → the values that calls say. */
type Said = ReadonlyMap<string, ReadonlyMap<string, ReadonlySet<string>>>;

function flagsSaid({ ev }: World): Said {
  const said = new Map<string, Map<string, Set<string>>>();
  for (const file of ev.files.values()) {
    if (file.role === 'test') continue;
    for (const { links, fn } of chainsToSearch(file)) {
      for (const { name, args } of links) {
        for (const { flag, text } of args.flatMap(flagsOf)) {
          expose(file.program.functions[fn]);
          const ofName = said.get(name) ?? new Map<string, Set<string>>();
          said.set(name, ofName.set(flag, (ofName.get(flag) ?? new Set()).add(text)));
        }
      }
    }
  }
  return said;
}

function flagsOf(arg: Chain['expr']): { readonly flag: string; readonly text: string }[] {
  if (arg.kind !== 'object') return [];
  return arg.entries.flatMap(({ key, value }) => {
    const flag = FLAGS.find((one) => one === key);
    return flag === undefined ? [] : [{ flag, text: value.kind === 'literal' ? value.text : '?' }];
  });
}

function agreed(texts: ReadonlySet<string> | undefined): boolean | undefined {
  const [text, ...others] = texts ?? [];
  return others.length > 0 || (text !== 'true' && text !== 'false') ? undefined : text === 'true';
}

const NOTHING: Options = { text: () => undefined, flag: () => undefined, value: () => undefined };
