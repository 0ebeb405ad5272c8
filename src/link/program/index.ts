/** The evaluator: what names, types and calls mean across files, from facts alone. No library is known here. */
export { calledParameters } from './called-parameters.js';
export { calleeOf, callFunction, followedScope } from './calls.js';
export {
  type Chain,
  chainsIn,
  chainsOf,
  chainsOfFields,
  chainsOfFunction,
  chainsToSearch,
  functionLabel,
  type Link,
  linksBehind,
  type PlainChain,
  placed,
} from './chains.js';
export { constructorArguments, lineageOf, subclassesOf } from './classes.js';
export { type LibraryDecorator, libraryDecorators } from './decorators.js';
export {
  type Ancestor,
  createEvaluator,
  type Evaluator,
  type Resolution,
  type Resolve,
} from './evaluator.js';
export { evaluate, exportedValue, nameValue } from './expressions.js';
export { type ProgramFile, programFile } from './files.js';
export {
  createLibrary,
  type Library,
  type LibraryCall,
  type LibraryKnowledge,
  type LibraryType,
  type TypeRule,
} from './library.js';
export { entityOf } from './library-calls.js';
export { memberOf } from './members.js';
export { hangsOnCaller } from './parameters.js';
export { functionsPutOn, isPutOn, memberPutOn } from './put-on.js';
export { childScope, classScope, functionScope, memberParent, moduleScope, ownTypes } from './scopes.js';
export { typeOf } from './type-refs.js';
export { callsNaming, callsTyped } from './typed-calls.js';
export { bodyOf, expressionsOfClasses, ownerClass, placedExpressions, variableKey, variableName } from './uses.js';
export * from './values.js';
export { isLeftOut } from './variables.js';
export {
  bare,
  type CallExpr,
  dottedName,
  type NewExpr,
  type ObjectExpr,
  pushParts,
  type TaggedExpr,
  walk,
} from './walk.js';
export {
  bitOf,
  type Exposed,
  expose,
  familiesOf,
  forAll,
  type PartsWatch,
  quietly,
  readingItself,
  watchParts,
} from './watched-parts.js';
