/**
 * The analysed folder listed by another thread, while the one that will scan it is still loading what it runs. Listing
 * leaves the event loop a turn every few milliseconds, and ends when it turns out that nobody will ask for it.
 */
import { type MessagePort, receiveMessageOnPort } from 'node:worker_threads';
import { MAX_FILE_SIZE, type Walked, walkSteps } from './walk.js';

export type Ahead = {
  /** Absolute and free of links. */
  readonly root: string;
  /** Two numbers that both threads share: 1 in the first once listing has ended, in the second once it is not wanted. */
  readonly state: Int32Array;
  /** What is listed comes through here, as JSON. */
  readonly port: MessagePort;
};

/** What a scan may be given instead of walking the folder; `undefined` says that the scan will walk on its own. */
export type TakeListed = (root: string | undefined) => Walked | undefined;

const ENDED = 0;
const UNWANTED = 1;
const TURN_MS = 10;

/** Never rejects: an error is met again, and told, by the thread that scans. */
export async function listAhead({ root, state, port }: Ahead, isOver: () => boolean): Promise<void> {
  try {
    const steps = walkSteps(root, MAX_FILE_SIZE, () => false);
    let turned = Date.now();
    while (Atomics.load(state, UNWANTED) === 0 && !isOver()) {
      const step = steps.next();
      if (step.done === true) {
        port.postMessage(JSON.stringify(step.value));
        return;
      }
      if (Date.now() - turned < TURN_MS) continue;
      await new Promise(setImmediate);
      turned = Date.now();
    }
  } catch {
  } finally {
    Atomics.store(state, ENDED, 1);
    Atomics.notify(state, ENDED);
  }
}

/** For the thread that scans: waits for the other one when it lists that folder. What is listed is given once. */
export function takerOf({ root, state, port }: Ahead): TakeListed {
  let isTaken = false;
  return (wanted) => {
    if (isTaken) return undefined;
    isTaken = true;
    if (wanted !== root) {
      Atomics.store(state, UNWANTED, 1);
      return undefined;
    }
    Atomics.wait(state, ENDED, 0);
    const text = receiveMessageOnPort(port)?.message as string | undefined;
    return text === undefined ? undefined : (JSON.parse(text) as Walked);
  };
}
