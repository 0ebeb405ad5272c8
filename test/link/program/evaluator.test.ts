/** What names, types, strings and heritage mean across files, told from facts alone. */
import { describe, expect, it } from 'vitest';
import { fileFacts } from '../../../src/extract/file-facts.js';
import {
  classFact,
  constantOf,
  createEvaluator,
  createLibrary,
  exportedValue,
  type LibraryKnowledge,
  lineageOf,
  memberOf,
  type Resolve,
  type Value,
} from '../../../src/link/program/index.js';

/** A small library: a client gives shelves of what a class names. */
const PANTRY: LibraryKnowledge = {
  packages: ['pantry'],
  types: {
    Client: { returns: { shelf: 'Shelf<@0>', locked: '^0' }, callbacks: { locked: ['Client'] } },
    Shelf: { returns: { first: '$0', all: '$0[]', where: 'this' } },
  },
  functions: {},
};

function world(files: Record<string, string>) {
  const facts = Object.entries(files).map(([path, text]) =>
    fileFacts({ path, kind: 'code', role: 'runtime', size: text.length }, Buffer.from(text)),
  );
  const resolve: Resolve = {
    imported: (_, specifier, name) =>
      specifier.startsWith('./')
        ? { kind: 'file', path: `${specifier.slice(2)}.ts`, name }
        : { kind: 'package', package: specifier, name },
    exported: (path, name) => ({ kind: 'file', path, name }),
  };
  return createEvaluator(facts, () => 'runtime', resolve, createLibrary([PANTRY], new Map()));
}

/** The value in a word: `Bread`, `Shelf<Bread>`, `Bread[]`, 'text'. */
function spelled(value: Value): string {
  switch (value.kind) {
    case 'instance':
      return classFact(value.of).name;
    case 'class':
      return `class ${classFact(value.of).name}`;
    case 'external':
      return value.args.length > 0 ? `${value.name}<${value.args.map(spelled).join(', ')}>` : value.name;
    case 'array':
      return `${spelled(value.element)}[]`;
    case 'text':
      return `'${constantOf(value) ?? value.texts.join('*')}'`;
    case 'union':
      return value.of.map(spelled).join(' | ');
    default:
      return value.kind;
  }
}

function ask(files: Record<string, string>, name = 'answer'): string {
  return spelled(exportedValue(world(files), 'main.ts', name));
}

describe('Strings', () => {
  it('are put together from constants of other files, enums and functions with one return', () => {
    const names = `export const PREFIX = 'bk'; export enum Name { Bread = 'loaves' }
      export const prefixed = (name: string) => \`\${PREFIX}_\${name}\`;`;
    expect(
      ask({
        'names.ts': names,
        'main.ts': `import { Name, prefixed } from './names'; export const answer = prefixed(Name.Bread);`,
      }),
    ).toBe("'bk_loaves'");
  });
  it('keep what the environment decides as a hole', () => {
    expect(ask({ 'main.ts': 'export const answer = `${process.env.PREFIX}_loaves`;' })).toBe("'*_loaves'");
  });
  it('are found in const objects and statics', () => {
    const main = `const T = { bread: 'loaves' } as const; class Oven { static table = 'ovens' }
      export const answer = T.bread + '/' + Oven.table;`;
    expect(ask({ 'main.ts': main })).toBe("'loaves/ovens'");
  });
});

describe('Types of a library', () => {
  const model = 'export class Bread {} export class Oven {}';
  it('follow injected fields', () => {
    const main = `import { Client } from 'pantry'; import { Bread } from './model';
      class Bakery { constructor(private readonly client: Client) {} loaves() { return this.client.shelf(Bread).where(1).all(); } }
      export const answer = new Bakery(null as never).loaves();`;
    expect(ask({ 'model.ts': model, 'main.ts': main })).toBe('Bread[]');
  });
  it('reach the parameters of callbacks', () => {
    const main = `import { Client } from 'pantry'; import { Oven } from './model';
      const client = new Client(); export const answer = client.locked((inner) => inner.shelf(Oven));`;
    expect(ask({ 'model.ts': model, 'main.ts': main })).toBe('Shelf<Oven>');
  });
  it('are known in forks whose name ends like the original', () => {
    const main = `import { Client } from '@acme/pantry'; import { Oven } from './model';
      export const answer = new Client().shelf(Oven).first();`;
    expect(ask({ 'model.ts': model, 'main.ts': main })).toBe('Oven');
  });
  it('bind type parameters of own wrappers from the class given', () => {
    const wrapper = `import { Client, Shelf } from 'pantry'; type Type<T> = new () => T;
      export class Connection { private client = new Client(); of<E>(tenant: string, target: Type<E>): Shelf<E> { return this.client.shelf(target); } }`;
    const main = `import { Connection } from './wrapper'; import { Bread } from './model';
      export const answer = new Connection().of('north', Bread);`;
    expect(ask({ 'model.ts': model, 'wrapper.ts': wrapper, 'main.ts': main })).toBe('Shelf<Bread>');
  });
});

describe('Overloads', () => {
  const shelves = `
    import { Client, Shelf } from 'pantry';
    export class Bread {}
    type Config<S> = { path: string; bake: (client: Client, loaves: S[]) => unknown };
    type Plain = { bake: (client: Client) => unknown };
    export function oven<S = Bread>(config: Config<S>): Config<S>;
    export function oven(config: Plain): Plain;
    export function oven(config: unknown) { return config; }
    export function shelfOf(kind: string): Shelf<Bread>;
    export function shelfOf(kind: string, rows: number): Shelf<Bread>[];
    export function shelfOf(kind: any, rows?: any): any { return rows; }
  `;

  it('say what the body does not: the parameters of callbacks in an object, and what a call gives', () => {
    const ask2 = (main: string) =>
      ask({ 'shelves.ts': shelves, 'main.ts': `import { oven, shelfOf, Bread } from './shelves';\n${main}` });
    expect(ask2(`export const answer = shelfOf('rye');`)).toBe('Shelf<Bread>');
    expect(ask2(`export const answer = shelfOf('rye', 3);`)).toBe('Shelf<Bread>[]');
    const baked = `let kept; oven({ path: '/', bake: async (client) => { kept = client.shelf(Bread); } });`;
    expect(ask2(`${baked} export const answer = kept;`)).toBe('Shelf<Bread>');
  });
});

describe('An object literal', () => {
  it('has what later statements put into it, also into its lists and objects', () => {
    const filled = `
      const options: any = { relations: ['crust'], where: {} };
      options.where.kind = 'rye';
      options['sort'] = 'age';
      options.relations.push('seeds');`;
    const at = (path: string) => ask({ 'main.ts': `${filled} export const answer = options.${path};` });
    expect(at('where.kind')).toBe("'rye'");
    expect(at('sort')).toBe("'age'");
    expect(at('relations')).toBe("'crust' | 'seeds'[]");
    expect(at('constructor')).toBe('unknown');
  });
});

describe('Heritage', () => {
  const model = 'export class Bread {}';
  it('gives an inherited field the type argument of the subclass', () => {
    const main = `import { Shelf } from 'pantry'; import { Bread } from './model';
      abstract class Store<T> { protected shelf: Shelf<T>; one() { return this.shelf.first(); } }
      class BreadStore extends Store<Bread> {}
      export const answer = new BreadStore().one();`;
    expect(ask({ 'model.ts': model, 'main.ts': main })).toBe('Bread');
  });
  it('carries what is given to super into fields of the base', () => {
    const main = `class Store { constructor(protected readonly table: string) {} name() { return this.table; } }
      class BreadStore extends Store { constructor() { super('loaves'); } }
      export const answer = new BreadStore().name();`;
    expect(ask({ 'main.ts': main })).toBe("'loaves'");
  });
  it('goes through a factory that makes the base class', () => {
    const main = `import { Shelf } from 'pantry'; import { Bread } from './model';
      function storeOf<T>(target: new () => T) { return class Store { shelf: Shelf<T>; }; }
      class BreadStore extends storeOf(Bread) {}
      export const answer = new BreadStore().shelf;`;
    expect(ask({ 'model.ts': model, 'main.ts': main })).toBe('Shelf<Bread>');
  });
  it('ends when a class extends itself through others', () => {
    const ev = world({ 'main.ts': 'export class A extends B {} class B extends A {}' });
    const value = exportedValue(ev, 'main.ts', 'A');
    const self: Value = value.kind === 'class' ? { kind: 'instance', of: value.of, args: [] } : value;
    expect(self.kind === 'instance' && lineageOf(ev, self).length).toBe(2);
    expect(memberOf(ev, self, 'nothing').kind).toBe('unknown');
  });
});

describe('A question', () => {
  it('that depends on itself has no answer, and the next one still has', () => {
    const main = `const a = () => b(); const b = () => a(); export const loop = a(); export const answer = 'still here';`;
    expect(ask({ 'main.ts': main }, 'loop')).toBe('unknown');
    expect(ask({ 'main.ts': main })).toBe("'still here'");
  });
  it('about a chain of ten thousand calls ends', () => {
    const main = `import { Client } from 'pantry'; export const answer = new Client().shelf('x')${'.where(1)'.repeat(10_000)};`;
    expect(typeof ask({ 'main.ts': main })).toBe('string');
  });
  it('about members named like those of every object is answered by the code', () => {
    const main = `const T = { constructor: 'a', __proto__x: 'b' }; export const answer = T.constructor; export const none = T.toString;`;
    expect(ask({ 'main.ts': main })).toBe("'a'");
    expect(ask({ 'main.ts': main }, 'none')).toBe('unknown');
  });
  it('that never ends, in an interpreter whose functions call one another with what they are given, is given up, and the next one is answered', () => {
    const names = ['recipe', 'step', 'mix', 'bake', 'cool', 'serve', 'taste', 'share', 'wash'];
    const functions = names.map((own) => {
      const calls = names.filter((name) => name !== own).map((name) => `${name}({ of: given, by: '${own}' })`);
      return `export function ${own}(given) { return ${calls.join(' || ')} || given.of; }`;
    });
    const dinners = names.map((name) => `export const ${name}Dinner = ${name}({ of: 'soup' });`);
    const ev = world({ 'kitchen.ts': [...functions, ...dinners, `export const name = 'kitchen';`].join('\n') });
    exportedValue(ev, 'kitchen.ts', 'recipeDinner');
    const { steps } = ev.budget;
    exportedValue(ev, 'kitchen.ts', 'washDinner');
    expect(ev.budget.steps).toBe(steps);
    expect(spelled(exportedValue(ev, 'kitchen.ts', 'name'))).toBe("'kitchen'");
  });
});
