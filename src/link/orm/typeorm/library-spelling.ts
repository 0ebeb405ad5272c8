/** What libraries' functions for the case and number of words answer, and the methods of TypeORM's own strategies. */
import {
  changeCaseSnake,
  lodashSnake,
  sequelizePlural,
  sequelizeSingular,
  typeormCamelCase,
  typeormClosureName,
  typeormJoinColumnName,
  typeormTableName,
} from '../../naming/index.js';
import type { Value } from '../../program/index.js';
import { ABSENT, type Spelled } from './spelled.js';

/** `super.tableName(…)` in a strategy that extends a library's. */
export function strategyMethod(name: string, args: readonly Spelled[]): Spelled {
  const [first, second] = args;
  if (name === 'tableName') {
    if (typeof second === 'string') return second;
    if (second !== ABSENT && second !== undefined) return undefined;
    return typeof first === 'string' && second === ABSENT
      ? typeormTableName(first)
      : first === ABSENT
        ? ABSENT
        : undefined;
  }
  if (typeof first !== 'string') return first === ABSENT ? ABSENT : undefined;
  if (name === 'closureJunctionTableName') return typeormClosureName(first);
  if (name === 'joinColumnName' && typeof second === 'string') return typeormJoinColumnName(first, second);
  const [, other, property] = args;
  if (name === 'joinTableName' && typeof other === 'string' && typeof property === 'string')
    return typeormTableName(`${first}_${property.replaceAll('.', '_')}_${other}`);
  if (name === 'prefixTableName' && typeof second === 'string') return `${first}${second}`;
  return undefined;
}

type Rule = (text: string) => string;

const LODASH = /^(?:lodash|lodash-es|underscore\.string|es-toolkit|es-toolkit\/compat)$|^lodash[./]|^lodash-es\//;
const CHANGE_CASE = /^(?:change-case|snake-case|change-case-all)$/;
const PLURALS = /^(?:pluralize|inflection|pluralize-esm)$/;

export function libraryFunction(callee: Value, [text, ...others]: readonly Spelled[]): Spelled {
  if (text === ABSENT) return ABSENT;
  const rule = others.length === 0 && typeof text === 'string' ? ruleOf(callee) : undefined;
  return rule && typeof text === 'string' ? rule(text) : undefined;
}

function ruleOf(callee: Value): Rule | undefined {
  const at = callee.kind === 'part' && callee.object.kind === 'import' ? callee.object : callee;
  if (at.kind !== 'import' && at.kind !== 'external') return undefined;
  const own = callee.kind === 'part' ? callee.name : (at.name.split('.').at(-1) ?? '');
  const name = own === 'default' || own === '*' ? (at.package.split(/[./]/).at(-1) ?? '') : own;
  if (at.package === 'typeorm' || at.package.startsWith('typeorm/util/StringUtils')) {
    return name === 'snakeCase' ? typeormTableName : name === 'camelCase' ? typeormCamelCase : undefined;
  }
  if (PLURALS.test(at.package)) {
    if (/^(?:pluralize|plural|pluralize-esm)$/.test(name)) return sequelizePlural;
    return /^singular(?:ize)?$/.test(name) ? sequelizeSingular : undefined;
  }
  if (LODASH.test(at.package)) return lodashRule(name.toLowerCase());
  if (CHANGE_CASE.test(at.package) && /^snake-?case$/i.test(name)) return changeCaseSnake;
  return undefined;
}

function lodashRule(name: string): Rule | undefined {
  if (name === 'snakecase') return lodashSnake;
  if (name === 'tolower') return (text) => text.toLowerCase();
  if (name === 'upperfirst') return (text) => text.charAt(0).toUpperCase() + text.slice(1);
  return name === 'lowerfirst' ? (text) => text.charAt(0).toLowerCase() + text.slice(1) : undefined;
}
