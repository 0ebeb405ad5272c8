/** Which parts of a function exclude one another: arms of `if`, `switch`, `?:`, and what an early return leaves out. */
import { describe, expect, it } from 'vitest';
import { read } from './read.js';

const order = (body: string) => {
  const lines = ['async function order(cart) {', ...body.trim().split('\n'), '}'].join('\n');
  return read(lines).program!.functions[1]!;
};

describe('branches', () => {
  it('are the arms of an if', () => {
    const fact = order(`
if (cart.isPaid) {
  await ship(cart);
} else if (cart.isHeld) {
  await hold(cart);
} else {
  await cancel(cart);
}`);
    expect(fact.branches).toEqual([
      [
        [3, 3],
        [5, 5],
        [7, 7],
      ],
    ]);
  });

  it('leave out an arm in which nothing is called, and an if without else', () => {
    expect(order('if (cart.isPaid) {\n  await ship(cart);\n}\nawait log(cart);').branches).toBeUndefined();
    expect(order('if (cart.isPaid) {\n  await ship(cart);\n} else {\n  cart;\n}').branches).toBeUndefined();
  });

  it('are an arm that returns and what follows it', () => {
    const fact = order(`
if (!cart) {
  await warn();
  return;
}
await pay(cart);
await ship(cart);`);
    expect(fact.branches).toEqual([
      [
        [3, 4],
        [6, 7],
      ],
    ]);
  });

  it('are the clauses of a switch, with those that run on into the next as one', () => {
    const fact = order(`
switch (cart.state) {
  case 'new':
    await reserve(cart);
  case 'held':
    await pay(cart);
    break;
  default:
    await cancel(cart);
}
await log(cart);`);
    expect(fact.branches).toEqual([
      [
        [3, 7],
        [8, 9],
      ],
    ]);
  });

  it('are the options of a conditional over several lines', () => {
    const fact = order('const row = cart.id\n  ? await save(cart)\n  : await create(cart);');
    expect(fact.branches).toEqual([
      [
        [3, 3],
        [4, 4],
      ],
    ]);
  });

  it('know which lines may run again', () => {
    const fact = order('for (const line of cart.lines) {\n  await reserve(line);\n}\nwhile (busy()) {\n  wait();\n}');
    expect(fact.loops).toEqual([
      [2, 4],
      [5, 7],
    ]);
  });

  it('of ten thousand early returns are read without recursion and in linear time', () => {
    const text = Array.from({ length: 10_000 }, (_, i) => `if (cart.is${i}) { a();\n return; }`).join('\n');
    expect(order(`${text}\nb();`).branches).toHaveLength(10_000);
  });
});

describe('guards', () => {
  const bake = (params: string, body: string) =>
    read(`async function bake(${params}) {\n${body}\n}`).program!.functions[1]!.guards;
  const name = (text: string) => ({ kind: 'name', name: text });

  it('are conditions on what a caller gives', () => {
    expect(bake('loaf, isNew = false', 'if (isNew) {\n  await knead(loaf);\n} else {\n  await heat(loaf);\n}')).toEqual(
      [
        { range: [3, 3], when: { kind: 'is', of: name('isNew') } },
        { range: [5, 5], when: { kind: 'not', of: { kind: 'is', of: name('isNew') } } },
      ],
    );
  });

  it('hold for what follows an arm that returns', () => {
    expect(bake('loaf, oven', 'if (oven === null) return;\nawait heat(loaf);\nawait sell(loaf);')).toEqual([
      {
        range: [3, 4],
        when: { kind: 'not', of: { kind: 'equals', of: name('oven'), to: { kind: 'literal', text: 'null' } } },
      },
    ]);
  });

  it('keep what is open beside what is told', () => {
    expect(bake('loaf, isNew', 'if (isNew && (await ask())) {\n  await knead(loaf);\n}')).toEqual([
      { range: [3, 3], when: { kind: 'all', of: [{ kind: 'is', of: name('isNew') }, { kind: 'open' }] } },
    ]);
  });

  it('follow entries of options, with their defaults', () => {
    const fact = read(
      'async function bake(loaf, { isNew = false } = {}) {\n  if (isNew) {\n    await knead(loaf);\n  }\n}',
    ).program!.functions[1]!;
    expect(fact.params[1]).toMatchObject({
      name: 'isNew',
      path: ['isNew'],
      fallback: { kind: 'literal', text: 'false' },
    });
    expect(fact.guards).toHaveLength(1);
  });

  it('are predicates, entries, types and lengths too', () => {
    const when = (condition: string) => bake('loaf', `if (${condition}) {\n  await heat(loaf);\n}`)?.[0]?.when;
    const of = name('loaf');
    expect(when('isReady(loaf)')).toEqual({ kind: 'test', of, by: name('isReady') });
    expect(when('!_.isNil(loaf!)')).toEqual({
      kind: 'not',
      of: { kind: 'test', of, by: { kind: 'member', object: name('_'), name: 'isNil' } },
    });
    expect(when("'crust' in loaf")).toEqual({ kind: 'has', of, key: 'crust' });
    expect(when("Object.hasOwn(loaf, 'crust')")).toEqual({ kind: 'has', of, key: 'crust' });
    expect(when("typeof loaf === 'string'")).toEqual({ kind: 'typeof', of, is: 'string' });
    const length = { kind: 'member', object: of, name: 'length' };
    expect(when('loaf?.length > 0')).toEqual({ kind: 'compare', of: length, by: '>', to: 0 });
  });

  it('hold for loops over what is given', () => {
    expect(bake('loaves', 'for (const loaf of loaves ?? []) {\n  await heat(loaf);\n}')).toEqual([
      {
        range: [3, 3],
        when: {
          kind: 'some',
          of: { kind: 'either', options: [name('loaves'), { kind: 'array', items: [] }], inOrder: true },
        },
      },
    ]);
  });

  it('are told by functions that answer one', () => {
    const told = (text: string) => read(text).program!.functions[1]!.tells;
    const of = name('value');
    expect(told("export function isReady(value) {\n  return typeof value === 'string';\n}")).toEqual({
      kind: 'typeof',
      of,
      is: 'string',
    });
    expect(told('const isGone = (value) => value === null;')).toMatchObject({ kind: 'equals', of });
    expect(told('const isGone = (value, other) => value === null;')).toBeUndefined();
    expect(told('const nameOf = (value) => value.name;')).toBeUndefined();
  });

  it('say nothing of what is only looked up in the function, nor of arms on one line', () => {
    expect(bake('id', 'const loaf = await find(id);\nif (!loaf) {\n  await warn(id);\n}')).toBeUndefined();
    expect(bake('isNew', 'if (isNew) await knead(); else await heat();')).toBeUndefined();
  });
});
