/** Calls that leave the process, by the party they speak to: who can refuse, and what only waits in a queue. */
import type { Evidence } from '../../model/index.js';

/** Told or shown to somebody, who has no say in it. */
const NOTICE = /posthog|segment|analytics|algolia|elasticsearch|opensearch|search|slack|discord|telegram|push|intercom/;

/** A job that is put in a queue: only technology can fail. */
export function isQueued({ note = '' }: Evidence): boolean {
  return note.startsWith('queue ');
}

/** An outside party may say no: a payment, a service, any address. Mail, notices and search indexes do not. */
export function mayRefuse(call: Evidence): boolean {
  const { note = '' } = call;
  return !isQueued(call) && !note.startsWith('mail ') && !NOTICE.test(note);
}
