/**
 * A file's code, condensed to what deciding tables, calls and transactions needs: declarations with their types, and
 * the expressions that call, construct, assign or query. Library-neutral: what a call means is decided in `link`, where
 * wrappers can be followed across files. So facts stay valid when knowledge of an ORM changes.
 *
 * Names are resolved lexically inside the file: when a local shadows another name in the same function chain, the
 * later one is spelled `name#2`, `name#3` …, both where it is declared and where it is used. `functions[0]` is the
 * module's top level: its `locals` are the file's variables, its `body` the top-level statements.
 */

export type Expr =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'this' }
  | { readonly kind: 'super' }
  | { readonly kind: 'string'; readonly value: string }
  /** Number, boolean, null, undefined, regular expression, bigint, as spelled. */
  | { readonly kind: 'literal'; readonly text: string }
  /** `texts` is one longer than `holes`. */
  | {
      readonly kind: 'template';
      readonly texts: readonly string[];
      readonly holes: readonly Expr[];
      readonly line: number;
    }
  | { readonly kind: 'member'; readonly object: Expr; readonly name: string }
  | { readonly kind: 'index'; readonly object: Expr; readonly index: Expr }
  /** `line` is where the called name stands (in a chain over several lines: the line of that link). */
  | {
      readonly kind: 'call';
      readonly callee: Expr;
      readonly args: readonly Expr[];
      readonly typeArgs?: readonly TypeRef[];
      readonly line: number;
    }
  | {
      readonly kind: 'new';
      readonly callee: Expr;
      readonly args: readonly Expr[];
      readonly typeArgs?: readonly TypeRef[];
      readonly line: number;
    }
  | {
      readonly kind: 'tagged';
      readonly tag: Expr;
      readonly typeArgs?: readonly TypeRef[];
      readonly texts: readonly string[];
      readonly holes: readonly Expr[];
      readonly line: number;
    }
  /** A spread has key '...'; a computed key is '[]' with the key expression in `computed`. */
  | { readonly kind: 'object'; readonly entries: readonly ObjectEntry[]; readonly line: number }
  /** A spread item is `{ kind: 'spread' }`. */
  | { readonly kind: 'array'; readonly items: readonly Expr[] }
  | { readonly kind: 'spread'; readonly value: Expr }
  /** Arrow, function expression: index into `Program.functions`. */
  | { readonly kind: 'function'; readonly index: number }
  /** Class expression: index into `Program.classes`. */
  | { readonly kind: 'class'; readonly index: number }
  /** `a ?? b`, `a || b`, `a && b`, `c ? a : b`: any of these values; `inOrder` where the first that there is is meant (`??`, `||`). */
  | { readonly kind: 'either'; readonly options: readonly Expr[]; readonly inOrder?: true }
  /** `a + b + c`, flattened. */
  | { readonly kind: 'concat'; readonly parts: readonly Expr[] }
  | { readonly kind: 'cast'; readonly value: Expr; readonly type: TypeRef }
  | { readonly kind: 'assign'; readonly target: Expr; readonly value: Expr; readonly line: number }
  | { readonly kind: 'await'; readonly value: Expr }
  /** An expression of no interest in itself, whose parts still hold calls (conditions, arithmetic, JSX …). */
  | { readonly kind: 'parts'; readonly parts: readonly Expr[] }
  | { readonly kind: 'unknown' };

export type ObjectEntry = {
  readonly key: string;
  readonly value: Expr;
  readonly computed?: Expr;
  readonly line: number;
};

export type TypeRef =
  /** `Repository<Order>`, `Prisma.TransactionClient` (dotted name). */
  | { readonly kind: 'ref'; readonly name: string; readonly args: readonly TypeRef[] }
  | { readonly kind: 'array'; readonly of: TypeRef }
  | { readonly kind: 'tuple'; readonly of: readonly TypeRef[] }
  | { readonly kind: 'union'; readonly of: readonly TypeRef[] }
  | { readonly kind: 'intersection'; readonly of: readonly TypeRef[] }
  | { readonly kind: 'string'; readonly value: string }
  /** `typeof x.y`. */
  | { readonly kind: 'typeof'; readonly name: string }
  /** `import('x').Name<…>`. */
  | { readonly kind: 'import'; readonly specifier: string; readonly name: string; readonly args: readonly TypeRef[] }
  | { readonly kind: 'object'; readonly members: readonly TypeMember[] }
  | { readonly kind: 'function'; readonly params: readonly TypeRef[]; readonly returns: TypeRef }
  /** `T['key']`. */
  | { readonly kind: 'indexed'; readonly object: TypeRef; readonly index: TypeRef }
  | { readonly kind: 'keyof'; readonly of: TypeRef }
  | { readonly kind: 'unknown' };

/** `isOptional` is left out when false, to keep facts small. */
export type TypeMember = {
  /** `[]` when it is computed; `computed` is then the expression in the brackets. */
  readonly name: string;
  readonly computed?: Expr;
  readonly type: TypeRef;
  readonly isOptional?: true;
  readonly line: number;
};

export type TypeParam = { readonly name: string; readonly constraint?: TypeRef; readonly default?: TypeRef };

/** `expression` is what follows `@`: a name, a member or a call. */
export type Decorator = { readonly expression: Expr; readonly line: number };

/**
 * A parameter or variable, or one name of a destructuring pattern: then `path` says where in the value it comes from
 * (`{ a: { b: x } }` gives name `x`, path ['a', 'b']; array positions are '0', '1' …; a rest element ends in '...').
 */
export type Variable = {
  readonly name: string;
  readonly path?: readonly string[];
  readonly type?: TypeRef;
  /** Initialiser; for a parameter its default; for a `for…of` variable the iterated value with `isElement`. */
  readonly init?: Expr;
  readonly isElement?: true;
  readonly isConst?: true;
  /** Of a name in a pattern: what it is when the value has no such entry: a constant, a name, `{}` (`{ isNew = false, db = pool }`). */
  readonly fallback?: Expr;
  readonly line: number;
};

export type Parameter = {
  /** Position in the list; names of one pattern share it. */
  readonly position: number;
  readonly isRest?: true;
  /** `name?: string`. */
  readonly isOptional?: true;
  /** Constructor parameter that is also a field (`private readonly x: X`). */
  readonly isField?: true;
  readonly decorators?: readonly Decorator[];
} & Variable;

/** A signature written before a function's body; callers see these instead of the body's own. */
export type Overload = {
  readonly typeParams?: readonly TypeParam[];
  readonly params: readonly TypeRef[];
  readonly returns: TypeRef;
};

export type FunctionFact = {
  /** Declared name, method name, name of the variable or property it is assigned to; '' when none. */
  readonly name: string;
  readonly kind: 'module' | 'function' | 'arrow' | 'method' | 'constructor' | 'getter' | 'setter';
  /** Index of the enclosing function (-1 for the module), and of the class it is a member of (-1 for none). */
  readonly parent: number;
  readonly ownerClass: number;
  readonly isStatic?: true;
  readonly isAsync?: true;
  readonly line: number;
  readonly endLine: number;
  readonly typeParams?: readonly TypeParam[];
  readonly params: readonly Parameter[];
  readonly returnType?: TypeRef;
  readonly overloads?: readonly Overload[];
  readonly locals: readonly Variable[];
  /**
   * Expressions in source order that call, construct, assign, await or hold functions; initialisers of `locals` and
   * `returns` that do so are here too. Conditions stand before the expression whose value they choose.
   */
  readonly body: readonly Expr[];
  readonly returns: readonly Expr[];
  /**
   * Of each list of line ranges at most one runs: arms of `if`, `switch`, `?:`, and what follows an arm that returns or throws.
   * Only arms that call or assign something, and only lists of two or more. Left out when there are none.
   */
  readonly branches?: readonly (readonly LineRange[])[];
  /** Line ranges of `for` and `while`: what stands there may run again. */
  readonly loops?: readonly LineRange[];
  /** Conditions of ranges that hang on what a caller gives. Left out when there are none. */
  readonly guards?: readonly Guard[];
  /** Of a named function of one parameter that answers a condition on it (`isDefined`): the condition. */
  readonly tells?: Condition;
};

/** The lines of `range` run only when `when` holds. */
export type Guard = { readonly range: LineRange; readonly when: Condition };

/**
 * `is`: not false, null, undefined, 0 or ''. `has`: `'key' in of`. `test`: `by(of)`, where `by` is a function or one of a library
 * (`isDefined(of)`, `_.isEmpty(of)`). `some`: a loop over `of` runs at all. `open`: not told.
 */
export type Condition =
  | { readonly kind: 'is' | 'some'; readonly of: Expr }
  | { readonly kind: 'has'; readonly of: Expr; readonly key: string }
  | { readonly kind: 'typeof'; readonly of: Expr; readonly is: string }
  | { readonly kind: 'test'; readonly of: Expr; readonly by: Expr }
  | { readonly kind: 'compare'; readonly of: Expr; readonly by: '<' | '<=' | '>' | '>='; readonly to: number }
  | { readonly kind: 'equals'; readonly of: Expr; readonly to: Expr; readonly isLoose?: true }
  | { readonly kind: 'not'; readonly of: Condition }
  | { readonly kind: 'all' | 'any'; readonly of: readonly Condition[] }
  | { readonly kind: 'open' };

/** First and last line, both inside. */
export type LineRange = readonly [line: number, endLine: number];

export type ClassMember = {
  readonly kind: 'field' | 'method' | 'getter' | 'setter' | 'constructor';
  readonly name: string;
  readonly isStatic?: true;
  readonly isAbstract?: true;
  readonly isOptional?: true;
  readonly type?: TypeRef;
  readonly init?: Expr;
  readonly decorators?: readonly Decorator[];
  /** Index into `Program.functions` for members with a body. */
  readonly function?: number;
  readonly line: number;
};

export type ClassFact = {
  /** '' for an anonymous class. */
  readonly name: string;
  /** Index of the function it is declared in; 0 for the module's top level. */
  readonly parent: number;
  readonly isAbstract?: true;
  readonly typeParams?: readonly TypeParam[];
  /** The expression after `extends`, which may be a call (mixins), with its type arguments. */
  readonly extends?: Expr;
  readonly extendsArgs?: readonly TypeRef[];
  readonly implements?: readonly TypeRef[];
  readonly decorators?: readonly Decorator[];
  readonly members: readonly ClassMember[];
  readonly line: number;
  readonly endLine: number;
};

export type InterfaceFact = {
  readonly name: string;
  readonly typeParams?: readonly TypeParam[];
  readonly extends?: readonly TypeRef[];
  readonly members: readonly TypeMember[];
  readonly line: number;
};

export type TypeAlias = {
  readonly name: string;
  readonly typeParams?: readonly TypeParam[];
  readonly type: TypeRef;
  readonly line: number;
};

export type EnumFact = {
  readonly name: string;
  readonly members: readonly { readonly name: string; readonly value?: Expr }[];
  readonly line: number;
};

export type Program = {
  readonly functions: readonly FunctionFact[];
  readonly classes: readonly ClassFact[];
  readonly interfaces: readonly InterfaceFact[];
  readonly types: readonly TypeAlias[];
  readonly enums: readonly EnumFact[];
};
