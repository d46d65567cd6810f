import type { EndedKickoff, KickoffObserver } from '../kickoffs/kickoff-parts.ts';
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
      for (const { name, durationMs, exchange } of steps) {
        if (name === 'exchange' && durationMs !== null && exchange === 'new') metrics.exchanged(providerOf(kickoff), durationMs / 1_000, errorCode);
      }
      traces.kickoff({
        id: kickoff.id, automation: kickoff.automation, status, startedAt: createdAt, endedAt, errorType: errorCode,
        steps: steps.map(({ name, at, durationMs, workloadIdentity, exchange }) => ({ name, at, durationMs, workloadIdentity, reused: exchange === undefined ? undefined : exchange !== 'new' })),
      });
    },
    tokenHandedOut: (purpose) => metrics.tokenIssued(purpose === 'connection-test' ? 'test' : purpose),
  };
}

/** A kickoff of one cloud is of that cloud; of several, the step does not say which. */
function providerOf({ variables }: EndedKickoff): string {
  const providers = new Set(variables.flatMap(({ provider }) => provider ?? []));
  const [only = 'several'] = providers.size === 1 ? providers : [];
  return only;
}
