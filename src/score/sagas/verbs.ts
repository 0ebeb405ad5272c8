/**
 * What a function name says about a step: its verb gives the past tense of the event, the failure, the way back, and
 * whether the step can fail for a business reason. Only words of the trade, none of a particular system.
 */
export type VerbClass = {
  readonly words: readonly string[];
  readonly done: string;
  readonly failed: string;
  /** The way back, and the event that says it was taken; '' when nothing is to be undone. */
  readonly undo: string;
  readonly undone: string;
  /** 2: calls an outside party; 1: the business can refuse; 0: only technology can fail. */
  readonly refusal: 0 | 1 | 2;
  readonly isNotice?: true;
};

export const VERBS = {
  charge: verb(
    'charge pay capture authorize authorise settle debit purchase',
    'COMPLETED',
    'FAILED',
    'refund',
    'REFUNDED',
    2,
  ),
  reserve: verb(
    'reserve allocate hold lock decrement deduct decrease consume',
    'RESERVED',
    'RESERVATION_FAILED',
    'release',
    'RELEASED',
    1,
  ),
  withdraw: verb('withdraw recall', 'WITHDRAWN', 'WITHDRAWAL_FAILED', 'restore', 'RESTORED', 1),
  redeem: verb('redeem use spend burn claim', 'REDEEMED', 'REDEMPTION_FAILED', 'give back', 'RESTORED', 1),
  grant: verb('grant award earn credit issue accrue', 'GRANTED', 'GRANT_FAILED', 'revoke', 'REVOKED', 0),
  prepare: verb('prepare schedule arrange', 'PREPARED', 'PREPARATION_FAILED', 'cancel', 'CANCELLED', 0),
  ship: verb('ship dispatch deliver fulfill fulfil', 'SHIPPED', 'SHIPMENT_FAILED', 'recall', 'RECALLED', 0),
  confirm: verb(
    'confirm complete approve accept finalize finalise close finish',
    'CONFIRMED',
    'CONFIRMATION_FAILED',
    'reopen',
    'REOPENED',
    0,
  ),
  cancel: verb('cancel reject void abort decline revoke', 'CANCELLED', 'CANCELLATION_FAILED', 'reopen', 'REOPENED', 0),
  refund: verb('refund reimburse', 'REFUNDED', 'REFUND_FAILED', '', '', 2),
  release: verb('release return restock increment unlock', 'RELEASED', 'RELEASE_FAILED', 'take back', 'RESERVED', 0),
  restore: verb('restore undelete unarchive recover', 'RESTORED', 'RESTORATION_FAILED', 'delete again', 'DELETED', 0),
  archive: verb('archive', 'ARCHIVED', 'ARCHIVING_FAILED', 'unarchive', 'UNARCHIVED', 0),
  publish: verb('publish activate enable', 'PUBLISHED', 'PUBLICATION_FAILED', 'withdraw', 'WITHDRAWN', 0),
  notice: {
    ...verb('notify send log record track audit emit mail remind', 'CREATED', 'CREATION_FAILED', '', '', 0),
    isNotice: true,
  },
  create: verb(
    'create place add insert register open submit book make new generate import signup invite attach link duplicate copy clone',
    'CREATED',
    'CREATION_FAILED',
    'cancel',
    'CANCELLED',
    0,
  ),
  delete: verb(
    'delete remove destroy purge drop clear detach unlink',
    'DELETED',
    'DELETION_FAILED',
    'restore',
    'RESTORED',
    0,
  ),
  update: verb(
    'update set change save edit modify assign mark apply sync move merge replace upsert patch write put rename transition adjust toggle',
    'UPDATED',
    'UPDATE_FAILED',
    'restore',
    'RESTORED',
    0,
  ),
} satisfies Record<string, VerbClass>;

export type VerbName = keyof typeof VERBS;

/** What is usually done to a thing, for a step whose function names no verb of its own. */
const USUAL: ReadonlyMap<string, VerbName> = new Map([
  ['payment', 'charge'],
  ['stock', 'reserve'],
  ['inventory', 'reserve'],
  ['shipment', 'prepare'],
  ['delivery', 'prepare'],
]);

const BY_WORD: ReadonlyMap<string, VerbName> = new Map(
  (Object.entries(VERBS) as [VerbName, VerbClass][]).flatMap(([name, { words }]) =>
    words.map((word): [string, VerbName] => [word, name]),
  ),
);

/** What undoes a usual verb: cancelling an order releases stock, where placing it reserves some. */
const INVERSE: Readonly<Partial<Record<VerbName, VerbName>>> = {
  charge: 'refund',
  reserve: 'release',
  prepare: 'cancel',
};
const UNDOING: readonly VerbName[] = ['cancel', 'refund', 'release', 'delete', 'withdraw'];

/** `opener` is the verb of the function that opens the transaction. */
export function usualVerb(words: readonly string[], opener: VerbName | undefined): VerbName | undefined {
  const usual = words.map((word) => USUAL.get(word)).find((name) => name !== undefined);
  return usual !== undefined && opener !== undefined && UNDOING.includes(opener) ? (INVERSE[usual] ?? usual) : usual;
}

export function isVerb(word: string): boolean {
  return BY_WORD.has(word);
}

/** The verb of a participle, as events are named: `placed`, `canceled`, `shipped`; or the verb itself. */
export function verbOfWord(word: string): VerbName | undefined {
  if (word === 'paid') return 'charge';
  const stems = [word, word.replace(/d$/, ''), word.replace(/ed$/, ''), word.replace(/(.)\1ed$/, '$1')];
  for (const stem of stems) {
    const found = BY_WORD.get(stem);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Words before a verb that only say that it is done: `requestRefund`, `processPayment`, `tryReserve`. */
const LEADING =
  /^(request|process|handle|execute|perform|try|do|start|begin|run|ensure|maybe|internal|bulk|batch|async|on|auto)$/;

/** What follows is not the object: `assignToChannel`, `createEntryForCustomer`. */
const PREPOSITION = /^(to|from|for|by|with|in|on|of|at|and|or|if|as|into|per|after|before|when|once|not|where|than)$/;
/** `decrementStock` takes what others may want; `decrementInvoicedAmount` only counts. */
const COUNTING = /^(decrement|deduct|decrease|increment|consume)$/;
const QUANTITY =
  /^(stock|inventory|inventories|quantity|quantities|balance|balances|point|points|seat|seats|capacity|allowance|budget|availability|unit|units|coupon|coupons|quota|voucher|vouchers|token|tokens)$/;
const FILLER =
  /^(internal|async|impl|one|many|all|bulk|batch|entity|record|row|data|new|the|existing|current|default)$/;
/** Things that are written down and never refused: an entry of them is no step that a saga turns on. */
const NOTED = /^(history|audit|log|notification|activity|trace|metric)$/;

export function isNoted(noun: string): boolean {
  return noun.split(' ').some((word) => NOTED.test(word));
}

/** `OrderService.placeOrder` → { verb: create, word: place, rest: [order] }; undefined when it starts with no verb. */
export function readVerb(functionName: string): { verb: VerbName; word: string; rest: string[] } | undefined {
  const name = functionName.slice(Math.max(functionName.lastIndexOf('.'), functionName.lastIndexOf('#')) + 1);
  const words = splitWords(name);
  const start = words.findIndex((word) => !LEADING.test(word));
  const [first = '', ...rest] = words.slice(Math.max(0, start));
  const named = BY_WORD.get(first) ?? BY_WORD.get(words[0] ?? '');
  if (named === undefined) return readAgent(words);
  const context = splitWords(functionName.slice(functionName.indexOf('#') + 1));
  const verb = COUNTING.test(first) && !context.some((word) => QUANTITY.test(word)) ? 'update' : named;
  const end = rest.findIndex((w) => PREPOSITION.test(w));
  const object = (end < 0 ? rest : rest.slice(0, end)).filter((w) => !FILLER.test(w)).map(singular);
  return { verb, word: first, rest: object };
}

/** `documentCreator`, `userInviter`: the verb comes last, as the one who does it. */
function readAgent(words: readonly string[]): { verb: VerbName; word: string; rest: string[] } | undefined {
  const agent = words.at(-1) ?? '';
  const stem = /(er|or)$/.test(agent) ? agent.slice(0, -2) : '';
  const word = [stem, `${stem}e`].find((candidate) => BY_WORD.has(candidate));
  const verb = word === undefined ? undefined : BY_WORD.get(word);
  return word === undefined || verb === undefined ? undefined : { verb, word, rest: words.slice(0, -1).map(singular) };
}

export function splitWords(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])(?=[A-Z][a-z])/g, '$1 ')
    .split(/[^A-Za-z0-9\u0080-\uffff]+/)
    .filter((word) => word !== '')
    .map((word) => word.toLowerCase());
}

export function singular(word: string): string {
  if (/(ss|us|is|alias|bias|atlas|canvas|news|series)$/.test(word) || word.length < 4) return word;
  if (word.endsWith('ies')) return `${word.slice(0, -3)}y`;
  if (/(ses|xes|ches|shes|zes)$/.test(word))
    return word.slice(0, /(ases|uses|ices|oses|ases|ises)$/.test(word) ? -1 : -2);
  return word.endsWith('s') ? word.slice(0, -1) : word;
}

function verb(
  words: string,
  done: string,
  failed: string,
  undo: string,
  undone: string,
  refusal: 0 | 1 | 2,
): VerbClass {
  return { words: words.split(' '), done, failed, undo, undone, refusal };
}
