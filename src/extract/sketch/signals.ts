/**
 * Whether a file may publish or consume an event. Says yes too often, never too seldom: by the names that the reader of
 * events knows (`signals/events.ts`), whatever they belong to. Such a file is parsed.
 */
import type { Lexer } from './state.js';
import { FIRST_MARK, FIRST_QUEUE, FIRST_RAISE, T } from './tokens.js';

export type Signals = {
  calls: boolean;
  raises: boolean;
  queues: boolean;
  /** Known for sure: nothing more is to be looked at. */
  isCertain: boolean;
};

export function noSignals(): Signals {
  return { calls: false, raises: false, queues: false, isCertain: false };
}

/** For a word of events, as the lexer stands on it. */
export function noteSignal(signals: Signals, lexer: Lexer): void {
  const { word } = lexer;
  if (word >= FIRST_MARK) signals.isCertain = true;
  else if (lexer.before !== T.dot) return;
  else if (word >= FIRST_QUEUE) signals.queues = true;
  else if (word >= FIRST_RAISE) signals.raises = true;
  else if (!signals.calls) {
    NAMELESS.lastIndex = lexer.end;
    signals.calls = !NAMELESS.test(lexer.text);
  }
}

/** Arguments that name no event: none, a number, a function. */
const NAMELESS =
  /\s*\(\s*(?:\)|\d|(?:true|false|null|undefined)\b|function\b|(?:async\s*)?(?:\([^()]*\)\s*(?::[^=()]*)?|[\w$]+\s*)=>)/y;

const STEP = /\b(?:emit|publish)\w*\s*\(/g;
const RECEIVER =
  /(?:emitter|events?|bus|pubsub|publisher|mediator|dispatcher|hub|producer|channel|amqpConnection|kafkaClient|rabbitClient)_?(?:service|client|module|gateway)?_?2?\s*(?:\([^()]*\)\s*)?(?:[!?]+\s*)?\.\s*(?:(?:emit|emitAsync|publish|publishAll|dispatch|trigger|raise|fire|notify|execute|send|sendToQueue|produce|broadcast|on|once|addListener|prependListener|subscribe|ofType|listen|consume|register|registerListener|addHandler|onEvent)\s*[(<?]|\w+\s*[(<])/i;
/** In Angular an emitter made on the spot is the output of a component, no event of the system. */
const EMITTER = /EventEmitter2?\b/;
const ANGULAR_EMITTER = /extends\s+EventEmitter|EventEmitter2|:\s*EventEmitter\b(?!\s*(?:<[^=;]{0,300}>\s*)?=\s*new\b)/;
const TYPE =
  /Emittery|EventBus|CommandBus|QueryBus|EventPublisher|EventDispatcher|EventsService|EventService|PubSub|Mediator|Client(?:Proxy|Kafka|RMQ|Redis|Nats)|AmqpConnection|\bProducer\b|\bChannel\b|ConfirmChannel|\bRedis\b|RedisClientType/;

export function mayHaveEvents({ calls, raises, queues, isCertain }: Signals, text: string): boolean {
  if (isCertain) return true;
  if (raises && /new\s+[\w$.]*Event\b|AggregateRoot/.test(text)) return true;
  if (queues && /queue|bull/i.test(text)) return true;
  if (calls && (hasEmitter(text) || TYPE.test(text) || RECEIVER.test(text))) return true;
  return text.includes('Event') && (text.match(STEP) ?? []).some((call) => call.includes('Event'));
}

function hasEmitter(text: string): boolean {
  return (text.includes("'@angular/core'") ? ANGULAR_EMITTER : EMITTER).test(text);
}
