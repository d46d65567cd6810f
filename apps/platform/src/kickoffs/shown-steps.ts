import { isoTime } from '../http/iso-time.ts';
import type { KickoffStep } from '../worker-protocol/protocol.ts';

/** A step as the API tells it. */
export interface ShownStep extends Omit<KickoffStep, 'at'> {
  /** By the clock of the worker. */
  readonly at: string;
}

/** Of a column that this program wrote. */
export function shownSteps(column: string): readonly ShownStep[] {
  return (JSON.parse(column) as readonly KickoffStep[]).map(({ at, ...step }) => ({ ...step, at: isoTime(at) }));
}
