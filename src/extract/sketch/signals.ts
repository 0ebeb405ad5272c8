/**
 * Whether a file may publish or consume an event. Says yes too often, never too seldom: by the names that the reader of
 * events knows (`signals/events.ts`), whatever they belong to. Such a file is parsed.
 */
import type { Lexer } from './state.js';
import { FIRST_MARK, FIRST_QUEUE, FIRST_RAISE, T } from './tokens.js';

export type Signals = {
  /** What the calls are made on: the last name of it, '' when it is none. */
  readonly receivers: Set<string>;
  raises: boolean;
  queues: boolean;
  /** Known for sure: nothing more is to be looked at. */
  isCertain: boolean;
};

export function noSignals(): Signals {
  return { receivers: new Set(), raises: false, queues: false, isCertain: false };
}

/** For a word of events, as the lexer stands on it. */
export function noteSignal(signals: Signals, lexer: Lexer): void {
  const { word } = lexer;
  if (word >= FIRST_MARK) signals.isCertain = true;
  else if (lexer.before !== T.dot) return;
  else if (word >= FIRST_QUEUE) signals.queues = true;
  else if (word >= FIRST_RAISE) signals.raises = true;
  else {
    NAMELESS.lastIndex = lexer.end;
    if (!NAMELESS.test(lexer.text)) signals.receivers.add(receiverOf(lexer.text, lexer.start));
  }
}

/** The name before the dot, on the same line: further up there may be a comment between them. */
function receiverOf(text: string, start: number): string {
  return RECEIVER_NAME.exec(text.slice(Math.max(0, start - MAX_NAME), start))?.[1] ?? '';
}

/** Arguments that name no event: none, a number, a function. */
const NAMELESS =
  /\s*\(\s*(?:\)|\d|(?:true|false|null|undefined)\b|function\b|(?:async\s*)?(?:\([^()]*\)\s*(?::[^=()]*)?|[\w$]+\s*)=>)/y;

const MAX_NAME = 80;
const RECEIVER_NAME = /(?<![\w$\u0080-\uffff])([A-Za-z_$][\w$]*)[ \t]*!?[ \t]*(?:\?)?\.[ \t]*$/;
/** A receiver that is an emitter by its name alone. */
const EMITTER_NAME =
  /(?:emitter|events?|bus|pubsub|publisher|mediator|dispatcher|hub|producer|channel|amqpConnection|kafkaClient|rabbitClient)_?(?:service|client|module|gateway)?_?2?_?$/i;
const EMITTER_BASE = /EventEmitter|EventBus|Emittery/;
/** Longer than most types are written. */
const TYPE_WINDOW = 400;

const STEP = /\b(?:emit|publish)\w*\s*\(/g;
const RECEIVER =
  /(?:emitter|events?|bus|pubsub|publisher|mediator|dispatcher|hub|producer|channel|amqpConnection|kafkaClient|rabbitClient)_?(?:service|client|module|gateway)?_?2?\s*(?:\([^()]*\)\s*)?(?:[!?]+\s*)?\.\s*(?:(?:emit|emitAsync|publish|publishAll|dispatch|trigger|raise|fire|notify|execute|send|sendToQueue|produce|broadcast|on|once|addListener|prependListener|subscribe|ofType|listen|consume|register|registerListener|addHandler|onEvent)\s*[(<?]|\w+\s*[(<])/i;
/** In Angular an emitter made on the spot is the output of a component, no event of the system. */
const EMITTER = /EventEmitter2?\b/;
const ANGULAR_EMITTER = /extends\s+EventEmitter|EventEmitter2|:\s*EventEmitter\b(?!\s*(?:<[^=;]{0,300}>\s*)?=\s*new\b)/;
const TYPE =
  /Emittery|EventBus|CommandBus|QueryBus|EventPublisher|EventDispatcher|EventsService|EventService|PubSub|Mediator|Client(?:Proxy|Kafka|RMQ|Redis|Nats)|AmqpConnection|\bProducer\b|\bChannel\b|ConfirmChannel|\bRedis\b|RedisClientType/;

export function mayHaveEvents({ receivers, raises, queues, isCertain }: Signals, text: string): boolean {
  if (isCertain) return true;
  if (raises && /new\s+[\w$.]*Event\b|AggregateRoot/.test(text)) return true;
  if (queues && /queue|bull/i.test(text)) return true;
  if (receivers.size > 0 && (hasEmitter(text) || TYPE.test(text) || RECEIVER.test(text)))
    if ([...receivers].some((name) => mayEmit(name, text))) return true;
  return text.includes('Event') && (text.match(STEP) ?? []).some((call) => call.includes('Event'));
}

function hasEmitter(text: string): boolean {
  return (text.includes("'@angular/core'") ? ANGULAR_EMITTER : EMITTER).test(text);
}

/** Whether what has this name may be an emitter, in a file that speaks of some. */
function mayEmit(receiver: string, text: string): boolean {
  if (receiver === 'this') return /\bextends\b/.test(text) && EMITTER_BASE.test(text);
  return receiver === '' || EMITTER_NAME.test(receiver) || mayBeDeclared(receiver, text);
}

/** Whether anything of that name may be declared with a value, out of a pattern or with the type of an emitter. */
function mayBeDeclared(name: string, text: string): boolean {
  const uses = new RegExp(`(?<![\\w$])${name.replaceAll('$', '\\$')}\\s*[?!]?\\s*(?:=(?![=>])|[,}\\]/]|of\\b|:)`, 'g');
  for (const { 0: use, index } of text.matchAll(uses)) {
    if (!use.endsWith(':')) return true;
    const type = text.slice(index, index + TYPE_WINDOW);
    if (TYPE.test(type) || EMITTER_BASE.test(type)) return true;
  }
  return false;
}
