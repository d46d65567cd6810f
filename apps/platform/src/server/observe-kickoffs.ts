import type { KickoffObserver } from '../kickoffs/kickoff-parts.ts';
import type { Metrics } from '../operations/metrics.ts';
import type { Traces } from '../operations/traces.ts';

/** What a kickoff left in its record, as metrics and as one trace. */
export function observeKickoffs(metrics: Metrics, traces: Traces): KickoffObserver {
  return {
    kickoffEnded(kickoff) {
      const { status, createdAt, startedAt, endedAt, errorCode, variables, steps } = kickoff;
      metrics.kickoffEnded(status, (endedAt - (startedAt ?? createdAt)) / 1_000);
      for (const { provider, durationMs, changed } of variables) {
        if (provider !== null && durationMs !== null) metrics.resolved(provider, durationMs / 1_000);
        if (changed === true) metrics.rotationDetected();
      }
      for (const { name, durationMs, exchange, provider = 'several', errorCode: refusal } of steps) {
        if (name === 'exchange' && durationMs !== null && exchange === 'new') metrics.exchanged(provider, durationMs / 1_000, refusal);
      }
      traces.kickoff({
        id: kickoff.id, automation: kickoff.automation, status, startedAt: createdAt, endedAt, errorType: errorCode,
        steps: steps.map(({ name, at, durationMs, workloadIdentity, exchange, errorCode: refusal }) => ({ name, at, durationMs, workloadIdentity, reused: exchange === undefined ? undefined : exchange !== 'new', errorType: refusal })),
      });
    },
    tokenHandedOut: (purpose) => metrics.tokenIssued(purpose === 'connection-test' ? 'test' : purpose),
  };
}
