/** The name of an event, from the expression that stands for it where it is published or listened to. */
import type { EventFact, Expr } from '../../model/index.js';
import { entryOf, isModuleName, knownOf, type Lookup, spelledOf, textOf } from './lookup.js';

export type EventName = Pick<EventFact, 'name' | 'nameKind'>;

/**
 * Names in an event argument: text, `new X()`, class or constant; in lists and in `{ name: … }` objects too. On an
 * emitter, queue or broker a plain capitalised name is a constant, on a bus it is the class of the event.
 */
export function eventNames(lookup: Lookup, argument: Expr | undefined, fn: number, mechanism: string): EventName[] {
  if (argument === undefined) return [];
  switch (argument.kind) {
    case 'array':
      return argument.items.flatMap((item) => eventNames(lookup, item, fn, mechanism));
    case 'object': {
      const named = ['eventName', 'name', 'type', 'topic', 'event', 'routingKey'].map((key) => entryOf(argument, key));
      const value = named.find((candidate) => candidate !== undefined && candidate.kind !== 'object');
      return eventNames(lookup, value, fn, mechanism);
    }
    case 'new':
      return classNamed(spelledOf(argument.callee));
    case 'cast':
    case 'await':
      return eventNames(lookup, argument.value, fn, mechanism);
    case 'either':
      return argument.options.flatMap((option) => eventNames(lookup, option, fn, mechanism));
    default:
      return nameOfValue(lookup, argument, fn, mechanism);
  }
}

const classNamed = (name: string): EventName[] => (name === '' ? [] : [{ name, nameKind: 'class' }]);

/** A variable stands for what it was made of; a member chain on a name of the module is a constant. */
function nameOfValue(lookup: Lookup, value: Expr, fn: number, mechanism: string): EventName[] {
  const text = textOf(lookup, value, fn);
  if (text !== undefined) return text === '' || text === '*' ? [] : [{ name: text, nameKind: 'literal' }];
  if (value.kind === 'name') {
    const init = knownOf(lookup, value, fn)?.init;
    if (init?.kind === 'new') return classNamed(spelledOf(init.callee));
    if (!/^[A-Z]/.test(value.name)) return [];
    const isClass = mechanism.endsWith('-bus') && !/^[A-Z][A-Z0-9_]+$/.test(value.name);
    return [{ name: value.name, nameKind: isClass ? 'class' : 'constant' }];
  }
  const spelled = value.kind === 'member' ? spelledOf(value) : '';
  const [root] = spelled.split('.');
  const isConstant = spelled !== '' && root !== undefined && isModuleName(lookup, root, fn) && !isThisChain(value);
  return isConstant ? [{ name: spelled, nameKind: 'constant' }] : [];
}

function isThisChain(value: Expr): boolean {
  let next = value;
  while (next.kind === 'member') next = next.object;
  return next.kind === 'this';
}
