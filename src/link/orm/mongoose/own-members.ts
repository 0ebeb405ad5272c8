/**
 * Own functions of models and documents: `Order.closeAll()`, `order.finish()`. They are put on the schema, which is found from
 * whatever is known: where the model was made, its name, the interface that stands for it or for its documents.
 */
import {
  alternatives,
  callsNaming,
  callsTyped,
  constantOf,
  type Evaluator,
  evaluate,
  functionScope,
  isPutOn,
  memberPutOn,
  typeOf,
  type Value,
  type ValueOf,
} from '../../program/index.js';

const SLOTS = {
  static: new Set(['statics', 'static']),
  method: new Set(['methods', 'method']),
} as const;

/** Steps from a document over what it was got by to its model. */
const MAX_STEPS = 5;

/** The function of that name on the schema of a model (`static`), or of a document (`method`). */
export function ownMember(ev: Evaluator, of: Value, name: string, kind: keyof typeof SLOTS): Value | undefined {
  if (!isPutOn(ev, name)) return undefined;
  for (const { made } of schemasOf(ev, of, MAX_STEPS)) {
    const found = made && memberPutOn(ev, made, SLOTS[kind], name, kind === 'static');
    if (found) return found;
  }
  return undefined;
}

/** The schemas that a model or document may have. */
function schemasOf(ev: Evaluator, value: Value, steps: number): ValueOf<'external'>[] {
  if (steps === 0) return [];
  if (value.kind === 'shape') {
    const own = schemasOfType(ev, value);
    return own.length > 0
      ? own
      : value.bases.flatMap((base) => schemasOf(ev, typeOf(ev, base, value.scope), steps - 1));
  }
  if (value.kind === 'both') return value.of.flatMap((one) => schemasOf(ev, one, steps - 1));
  if (value.kind !== 'external') return [];
  const given = value.args.filter(isSchema);
  if (given.length > 0) return given;
  const made = schemasOfMade(ev, value, steps);
  if (made.length > 0) return made;
  return value.args.flatMap((arg) => {
    const name = constantOf(arg);
    if (name === undefined) return schemasOf(ev, arg, steps - 1);
    return callsNaming(ev, 'model', name).flatMap(({ file, fn, expr }) =>
      expr.args[1] ? alternatives(evaluate(ev, expr.args[1], functionScope(ev, file, fn))).filter(isSchema) : [],
    );
  });
}

/** `model('Order', schema)` is given it; `Order.findOne()` and `new Order()` are of their model. */
function schemasOfMade(ev: Evaluator, { made, name }: ValueOf<'external'>, steps: number): ValueOf<'external'>[] {
  if (made === undefined || (made.expr.kind !== 'call' && made.expr.kind !== 'new')) return [];
  const { expr, scope } = made;
  if (name.endsWith('Model')) {
    return expr.args[1] ? alternatives(evaluate(ev, expr.args[1], scope)).filter(isSchema) : [];
  }
  const from = expr.kind === 'new' ? expr.callee : expr.callee.kind === 'member' ? expr.callee.object : undefined;
  return from ? alternatives(evaluate(ev, from, scope)).flatMap((one) => schemasOf(ev, one, steps - 1)) : [];
}

/** `model<IOrder, IOrderModel>('Order', schema)`, for either type; an own function that makes models as well. */
function schemasOfType(ev: Evaluator, type: ValueOf<'shape'>): ValueOf<'external'>[] {
  if (type.name === '') return [];
  return callsTyped(ev, type.name).flatMap(({ file, fn, expr }) => {
    const scope = functionScope(ev, file, fn);
    const isOfType = (expr.typeArgs ?? []).some((given) =>
      alternatives(typeOf(ev, given, scope)).some(
        (one) => one.kind === 'shape' && one.name === type.name && one.file === type.file,
      ),
    );
    if (!isOfType) return [];
    return alternatives(evaluate(ev, expr, scope)).flatMap((one) =>
      one.kind === 'external' ? schemasOfMade(ev, one, 1) : [],
    );
  });
}

function isSchema(value: Value): value is ValueOf<'external'> {
  return value.kind === 'external' && value.name.endsWith('Schema') && value.made !== undefined;
}
