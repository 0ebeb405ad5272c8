/**
 * Kinds of tokens, and the words that mean something to whoever reads them. A word is known by a number; 0 is any
 * other name. The numbers are looked up by a hash that scanning the name gives for nothing.
 */

/** Kinds, dense from 0: the table of neighbours is indexed by them. */
export const T = {
  start: 0,
  end: 1,
  name: 2,
  /** A word that may stand before or after another name: `async`, `type`, `as`, `readonly` … */
  context: 3,
  literal: 4,
  template: 5,
  /** `this`, `super`, `true`, `false`, `null`. */
  value: 6,
  /** Any other reserved word. */
  keyword: 7,
  openParen: 8,
  closeParen: 9,
  openBracket: 10,
  closeBracket: 11,
  openBrace: 12,
  closeBrace: 13,
  semicolon: 14,
  comma: 15,
  dot: 16,
  colon: 17,
  question: 18,
  assign: 19,
  arrow: 20,
  operator: 21,
  /** `|` and `&`, which may lead a list of types. */
  join: 22,
  sign: 23,
  star: 24,
  less: 25,
  greater: 26,
  not: 27,
  step: 28,
  spread: 29,
  at: 30,
  privateName: 31,
  /** `${`, and `{` of JSX: an expression begins. */
  hole: 32,
  /** A JSX element as a whole. */
  element: 33,
} as const;

export const KINDS = 34;

const CONTEXT =
  'abstract accessor as asserts async await declare from get global implements infer interface is keyof let module namespace of out override package private protected public readonly satisfies set static type unique using yield';
const VALUES = 'this super true false null';
const KEYWORDS =
  'break case catch class const continue debugger default delete do else enum export extends finally for function if import in instanceof new return switch throw try typeof var void while with';
/** Names that are looked at, and are names otherwise. */
const NOTED = 'require exports';

/** Names that an event may be published or consumed by; also after a dot. */
const CALLS =
  'emit emitAsync publish publishAll dispatch trigger raise fire notify execute send sendToQueue produce broadcast on once addListener prependListener subscribe ofType listen consume register registerListener addHandler onEvent';
const RAISES = 'apply addDomainEvent addEvent raiseEvent recordEvent registerEvent record recordThat';
const QUEUES = 'add addBulk process';
const MARKS =
  'EventsHandler EventHandler CommandHandler QueryHandler Processor OnEvent OnDomainEvent EventPattern MessagePattern RabbitSubscribe RabbitRPC SqsMessageHandler Process IEventHandler IDomainEventHandler DomainEventHandler DomainEventSubscriber IHandleEvent IHandle Handles';

const LISTS = [
  [CONTEXT, T.context],
  [VALUES, T.value],
  [KEYWORDS, T.keyword],
  [NOTED, T.name],
  [CALLS, T.name],
  [RAISES, T.name],
  [QUEUES, T.name],
  [MARKS, T.name],
] as const;

/** By number, from 1. */
export const WORDS: readonly string[] = ['', ...LISTS.flatMap(([list]) => list.split(' '))];
export const WORD_KINDS: readonly number[] = [
  T.name,
  ...LISTS.flatMap(([list, kind]) => list.split(' ').map(() => kind)),
];

/** The number of a word that is in the lists. */
export function word(text: string): number {
  const found = WORDS.indexOf(text);
  if (found <= 0) throw new Error(`${text} is no word of the reader`);
  return found;
}

/** Words from here on are of events: calls, calls of aggregates, of queues, and decorators and types. */
export const FIRST_SIGNAL: number = word('emit');
export const FIRST_RAISE: number = word('apply');
export const FIRST_QUEUE: number = word('add');
export const FIRST_MARK: number = word('EventsHandler');

/** Longest word of the lists. */
export const MAX_WORD = 21;
export const HASH_BITS = 0xffff;

/** Hash → number of the word that may have it, 0 for none. The multiplier parts all words. */
export const { multiplier: HASH_MULTIPLIER, table: HASH_TABLE } = buildTable();

function buildTable(): { multiplier: number; table: Uint8Array } {
  for (let multiplier = 31; ; multiplier += 2) {
    const table = new Uint8Array(HASH_BITS + 1);
    const isParting = WORDS.every((text, i) => {
      if (i === 0) return true;
      let hash = 0;
      for (let at = 0; at < text.length; at++) hash = (Math.imul(hash, multiplier) + text.charCodeAt(at)) | 0;
      const slot = hash & HASH_BITS;
      const isFree = table[slot] === 0;
      table[slot] = i;
      return isFree;
    });
    if (isParting) return { multiplier, table };
  }
}

/** The numbers of words, written with spaces between. */
export function wordsOf(text: string): ReadonlySet<number> {
  return new Set(text.split(' ').map(word));
}
