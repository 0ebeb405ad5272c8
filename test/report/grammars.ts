/**
 * Readers of the modelling languages, as strict as their grammars where our files touch them. Context Mapper: the Xtext
 * grammar of ContextMap and BoundedContext. Structurizr: tokens per line, blocks closed on lines of their own, identifiers
 * before use, sibling names unique. Each throws with the place of what it does not understand.
 */

export type ContextModel = {
  readonly contains: readonly string[];
  readonly contexts: ReadonlyMap<string, string>;
  readonly relations: readonly { readonly left: string; readonly right: string; readonly kind: string }[];
};

const ID = /^[A-Za-z_]\w*$/;
const CML_TOKEN = /\s+|\/\*[\s\S]*?\*\/|"(?:\\.|[^"\\])*"|<->|->|[A-Za-z_]\w*|[{}[\],=]/y;
const UPSTREAM = new Set(['U', 'S', 'OHS', 'PL']);
const DOWNSTREAM = new Set(['D', 'C', 'ACL', 'CF']);

export function readCml(text: string): ContextModel {
  const tokens = cmlTokens(text);
  let at = 0;
  const next = (): string => tokens[at++] ?? '';
  const expect = (wanted: string): void => {
    const got = next();
    if (got !== wanted) throw new Error(`expected ${wanted}, not ${got}, at token ${at}`);
  };
  const identifier = (): string => {
    const got = next();
    if (!ID.test(got)) throw new Error(`no identifier: ${got}`);
    return got;
  };
  const roles = (): string[] => {
    expect('[');
    const list = [identifier()];
    while (tokens[at] === ',') {
      at++;
      list.push(identifier());
    }
    expect(']');
    return list;
  };
  const contains: string[] = [];
  const contexts = new Map<string, string>();
  const relations: { left: string; right: string; kind: string }[] = [];
  while (at < tokens.length) {
    const keyword = next();
    if (keyword === 'ContextMap') {
      expect('{');
      while (tokens[at] !== '}') {
        if (tokens[at] === 'contains') {
          at++;
          contains.push(identifier());
          while (tokens[at] === ',') {
            at++;
            contains.push(identifier());
          }
          continue;
        }
        const left = identifier();
        const leftRoles = roles();
        const arrow = next();
        const rightRoles = roles();
        const right = identifier();
        if (arrow === '<->') {
          if (leftRoles.join() !== rightRoles.join() || !['P', 'SK'].includes(leftRoles.join()))
            throw new Error('roles');
        } else if (arrow !== '->' || !leftRoles.includes('U') || !rightRoles.includes('D'))
          throw new Error(`relation ${left} ${arrow} ${right}`);
        else if (leftRoles.some((r) => !UPSTREAM.has(r)) || rightRoles.some((r) => !DOWNSTREAM.has(r)))
          throw new Error('unknown role');
        // The grammar's validator: customer-supplier excludes open host, anticorruption layer and conformist.
        if (leftRoles.includes('S') && (leftRoles.includes('OHS') || rightRoles.some((r) => r === 'ACL' || r === 'CF')))
          throw new Error('customer-supplier');
        relations.push({ left, right, kind: `${leftRoles.join()}${arrow}${rightRoles.join()}` });
      }
      expect('}');
    } else if (keyword === 'BoundedContext') {
      const name = identifier();
      if (contexts.has(name)) throw new Error(`twice: ${name}`);
      expect('{');
      expect('domainVisionStatement');
      expect('=');
      contexts.set(name, next());
      expect('}');
    } else throw new Error(`unknown keyword ${keyword}`);
  }
  for (const name of [...contains, ...relations.flatMap(({ left, right }) => [left, right])])
    if (!contexts.has(name)) throw new Error(`unknown context ${name}`);
  return { contains, contexts, relations };
}

function cmlTokens(text: string): string[] {
  const tokens: string[] = [];
  CML_TOKEN.lastIndex = 0;
  while (CML_TOKEN.lastIndex < text.length) {
    const from = CML_TOKEN.lastIndex;
    const match = CML_TOKEN.exec(text);
    if (!match) throw new Error(`not a token: ${text.slice(from, from + 40)}`);
    if (!/^\s|^\/\*/.test(match[0])) tokens.push(match[0]);
  }
  return tokens;
}

export type C4Model = {
  readonly containers: ReadonlyMap<string, string>;
  readonly relations: readonly { readonly from: string; readonly to: string; readonly what: string }[];
};

export function readStructurizr(text: string): C4Model {
  const containers = new Map<string, string>();
  const relations: { from: string; to: string; what: string }[] = [];
  const open: string[] = [];
  const known = new Set<string>();
  for (const [i, line] of text.split('\n').entries()) {
    const fail = (why: string): never => {
      throw new Error(`line ${i + 1}: ${why}: ${line}`);
    };
    const tokens = structurizrTokens(line.trim(), fail);
    const [first, second, third, ...rest] = tokens;
    if (first === undefined) continue;
    if (line.endsWith('\\')) fail('a backslash continues the line');
    if (line.includes('${')) fail('a substitution');
    if (first === '}') {
      if (tokens.length > 1 || open.pop() === undefined) fail('closing brace');
      continue;
    }
    if (second === '=') {
      if (!/^[A-Za-z_0-9]+$/.test(first) || known.has(first)) fail('identifier');
      known.add(first);
      if (third === 'container') {
        if (open.at(-1) !== 'softwareSystem') fail('container outside of a system');
        if ([...containers.values()].includes(rest[0] as string)) fail('siblings of one name');
        containers.set(first, rest[0] as string);
      }
    } else if (second === '->') {
      if (open.at(-1) !== 'model') fail('relation outside of the model');
      if (!known.has(first) || !known.has(third as string)) fail('used before it is known');
      relations.push({ from: first, to: third as string, what: rest[0] ?? '' });
    } else if (first === 'container' && !known.has(second as string)) fail('unknown system');
    else if (!['workspace', 'model', 'views', 'container', 'include', 'autoLayout'].includes(first))
      fail('unknown keyword');
    if (tokens.at(-1) === '{') open.push(second === '=' ? (third as string) : first);
  }
  if (open.length > 0) throw new Error(`not closed: ${open.join(', ')}`);
  return { containers, relations };
}

function structurizrTokens(line: string, fail: (why: string) => never): string[] {
  const tokens = [...line.matchAll(/"([^"\\]*)"|([^\s"]+)/g)].map(([, quoted, bare]) => quoted ?? (bare as string));
  const rest = line.replace(/"[^"\\]*"|[^\s"]+/g, '').trim();
  if (rest !== '') fail('quotes');
  return tokens;
}

/** RFC 4180. */
export function readCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/y;
  while (cell.lastIndex < text.length) {
    const match = cell.exec(text);
    if (!match) throw new Error('no CSV');
    row.push(match[1] === undefined ? (match[2] as string) : match[1].replaceAll('""', '"'));
    if (match[3] === ',') continue;
    rows.push(row);
    row = [];
  }
  return rows;
}
