/** Strings: constants, templates and sums, with what is not constant left as holes to be asked for one by one. */
import type { Expr } from '../../model/index.js';
import type { Evaluator } from './evaluator.js';
import { evaluate } from './expressions.js';
import { constantOf, type Scope, type Thunk, text, type Value, type ValueOf } from './values.js';

export function templateValue(
  ev: Evaluator,
  texts: readonly string[],
  holes: readonly Expr[],
  scope: Scope,
): ValueOf<'text'> {
  const parts: (string | Thunk)[] = [];
  texts.forEach((part, index) => {
    parts.push(part);
    const hole = holes[index];
    if (hole) parts.push({ expr: hole, scope });
  });
  return joined(ev, parts);
}

export function concatenated(ev: Evaluator, exprs: readonly Expr[], scope: Scope): Value {
  // A sum is a string only when some part of it is.
  const isText = exprs.some((expr) => expr.kind === 'string' || expr.kind === 'template' || expr.kind === 'concat');
  const value = joined(
    ev,
    exprs.map((expr) => ({ expr, scope })),
  );
  return isText || value.texts.some((part) => part !== '') ? value : { kind: 'unknown' };
}

/** Puts strings together; a part that is itself a string with holes is opened. */
function joined(ev: Evaluator, parts: readonly (string | Thunk)[]): ValueOf<'text'> {
  const texts = [''];
  const holes: Thunk[] = [];
  const append = (part: string) => {
    texts[texts.length - 1] += part;
  };
  for (const part of parts) {
    if (typeof part === 'string') {
      append(part);
      continue;
    }
    const value = evaluate(ev, part.expr, part.scope);
    if (part.expr.kind === 'literal' && /^[\d.]+$/.test(part.expr.text)) append(part.expr.text);
    else if (value.kind === 'text' && !isPlaceholder(part, value)) {
      value.texts.forEach((inner, index) => {
        append(inner);
        const hole = value.holes[index];
        if (hole) {
          holes.push(hole);
          texts.push('');
        }
      });
    } else {
      holes.push(part);
      texts.push('');
    }
  }
  return { kind: 'text', texts, holes };
}

/** `name = ''` and later something else: the empty start says nothing. */
function isPlaceholder({ expr }: Thunk, value: ValueOf<'text'>): boolean {
  return (expr.kind === 'member' || expr.kind === 'name') && constantOf(value) === '';
}

/** A string method on a constant. */
export function textMethod(name: string, value: ValueOf<'text'>): Value | undefined {
  const constant = constantOf(value);
  if (name === 'trim' || name === 'toString' || name === 'valueOf') {
    return constant === undefined ? value : text(name === 'trim' ? constant.trim() : constant);
  }
  if (constant === undefined) return undefined;
  if (name === 'toLowerCase' || name === 'toLocaleLowerCase') return text(constant.toLowerCase());
  if (name === 'toUpperCase' || name === 'toLocaleUpperCase') return text(constant.toUpperCase());
  return undefined;
}
