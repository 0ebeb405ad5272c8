/** What every report says of a saga beside its steps: why it is led as it is, what it needs, where the code comes back to a context. */
import { type Saga, type SagaStep, sagaNoteText, sagaReasonText } from '../model/index.js';
import type { Language, Say } from './messages.js';

/** Places named before the rest is counted. */
const NAMED = 2;

export function sagaReason({ why, led, reason }: Saga, language: Language): string {
  return why === undefined ? reason : sagaReasonText(why, led, language);
}

export function sagaNeeds({ noted, needs }: Saga, language: Language): string[] {
  return noted === undefined ? [...needs] : noted.map((note) => sagaNoteText(note, language));
}

/** The contexts that write, and apart from them those that it only reads from. */
export function sagaContexts({ contexts, steps }: Saga): { readonly writers: string[]; readonly readers: string[] } {
  const writing = new Set(steps.filter(({ kind }) => kind !== 'read').map(({ context }) => context));
  return {
    writers: contexts.filter((context) => writing.has(context)),
    readers: contexts.filter((context) => !writing.has(context)),
  };
}

/** `orders, stock; reads members`. */
export function sagaSpan(saga: Saga, say: Say): string {
  const { writers, readers } = sagaContexts(saga);
  const written = writers.join(', ');
  return readers.length === 0 ? written : say('readsOnly', { writers: written, readers: readers.join(', ') });
}

/** '' unless the step stands for several visits of the code; taking them as one is a proposal. */
export function comesBack({ context, folded }: SagaStep, say: Say): string {
  if (folded === undefined) return '';
  const named = folded.at.slice(0, NAMED).map(({ path, line }) => `${path}:${line}`);
  const rest = folded.at.length - named.length;
  const places = `${named.join(', ')}${rest > 0 ? ` ${say('more', { count: rest })}` : ''}`;
  return say(folded.isReadOnly ? 'readAgain' : 'comesBack', { context, places, over: folded.over.join(', ') });
}
