/** Orchestration or choreography, and why: orchestration when one place must know something that the steps alone do not. */
import type { Saga, SagaNote } from '../../model/index.js';
import { isReadOnly, type Run } from './fold.js';
import type { SagaSteps } from './steps.js';

export type Style = { readonly style: Saga['style']; readonly why: SagaNote };

export function chooseStyle(runs: readonly Run[], { steps, isCleanUp }: SagaSteps): Style {
  const writes = steps.filter((s) => s.kind !== 'read');
  const writing = new Set(writes.map((s) => s.context));
  if (isCleanUp && writes.every((s) => s.arms === undefined))
    return { style: 'choreography', why: { key: 'clean-up', values: { contexts: [...writing].join(', ') } } };
  if (writing.size >= 3) return orchestration('many-writers', { count: String(writing.size) });
  const parting = writes.find((s) => s.arms !== undefined);
  if (parting !== undefined) return orchestration('parted', { at: parting.arms?.[0]?.at ?? '' });
  const order = writes.map((s) => s.context);
  const again = order.find((c, i) => order.indexOf(c) < i);
  if (again !== undefined) return orchestration('writes-again', { context: again });
  const remoteRead = runs.find(
    (run, i) => i > 0 && isReadOnly(run) && runs.slice(i + 1).some((later) => !isReadOnly(later)),
  );
  if (remoteRead !== undefined) return orchestration('needs-reply', { context: remoteRead.context });
  const isRefusedAtTheEnd =
    steps.at(-1)?.kind === 'pivot' && steps.some((s) => s.kind === 'compensatable') && runs.some((run) => run.callsOut);
  if (isRefusedAtTheEnd) return orchestration('outside-refuses', {});
  return { style: 'choreography', why: { key: 'one-direction', values: { order: order.join(' -> ') } } };
}

function orchestration(key: SagaNote['key'], values: SagaNote['values']): Style {
  return { style: 'orchestration', why: { key, values } };
}
