import type { CarnetError } from '@carnet/provider';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Scene } from '../scene/scene.ts';
import type { Operation } from '../store-double.ts';

export interface LeaveOptions {
  readonly reason?: unknown;
  /** Turns that the provider gets after its request arrived: enough for the head of an answer. Default: 0. */
  readonly turns?: number;
}

/** The failure of a call that its caller leaves once a request of this operation has arrived. */
export async function leftDuring(scene: Scene, at: Operation, call: (signal: AbortSignal) => Promise<unknown>, { reason, turns = 0 }: LeaveOptions = {}): Promise<CarnetError> {
  const abort = new AbortController();
  const before = scene.count(at);
  const failure = scene.failureOf(call(abort.signal));
  // Looked at below; until then it may fail unseen.
  failure.catch(() => undefined);
  await scene.until(() => scene.count(at) > before, `the request of the ${at}`);
  for (let turn = 0; turn < turns; turn += 1) await nextTurn();
  abort.abort(reason);
  return await failure;
}
