import { expect, test } from 'vitest';
import type { EndedKickoff, EndedStep } from '../kickoffs/kickoff-parts.ts';
import { startManagement } from '../operations/management.ts';
import { createMetrics } from '../operations/metrics.ts';
import { noTraces } from '../operations/traces.ts';
import { observeKickoffs } from './observe-kickoffs.ts';

const exchange: EndedStep = { name: 'exchange', at: 1_000, durationMs: 230, workloadIdentity: 'config', exchange: 'new', provider: 'azure' };
const ended: EndedKickoff = { id: 'k', organization: 'o', automation: 'a', status: 'failed', createdAt: 1_000, claimedAt: 1_000, startedAt: null, endedAt: 2_000, errorCode: undefined, steps: [], variables: [] };

/** By the labels of a series: how many it counts. */
async function exchangesIn(...kickoffs: readonly Partial<EndedKickoff>[]): Promise<Readonly<Record<string, number>>> {
  const metrics = createMetrics();
  const { kickoffEnded } = observeKickoffs(metrics, noTraces);
  for (const kickoff of kickoffs) kickoffEnded?.({ ...ended, ...kickoff });
  const server = await startManagement({ host: '127.0.0.1', port: 0, ready: [], api: [], metrics });
  try {
    const text = await (await fetch(`${server.url}/metrics`)).text();
    return Object.fromEntries([...text.matchAll(/^carnet_token_exchange_duration\S*_count\{(.*)\} (\d+)$/gm)].map(([, labels = '', count]) => [labels.replace(/,?otel_scope_\w+="[^"]*"/g, ''), Number(count)]));
  } finally {
    await server.close();
    await metrics.close();
  }
}

test('a refused exchange is measured with its code, beside those that passed; a code of no table of ours is `other`', async () => {
  expect(await exchangesIn({ steps: [exchange, { ...exchange, errorCode: 'TRUST_REJECTED' }, { ...exchange, errorCode: 'INVENTED' }, { ...exchange, errorCode: 'INVENTED_TOO', provider: undefined }] })).toEqual({
    'carnet_provider="azure"': 1, 'carnet_provider="azure",error_type="TRUST_REJECTED"': 1, 'carnet_provider="azure",error_type="other"': 1, 'carnet_provider="several",error_type="other"': 1,
  });
});

test('an exchange that passed is no failure of a kickoff that failed later, and one that was not made is none', async () => {
  expect(await exchangesIn({ errorCode: 'DEADLINE_EXCEEDED', steps: [exchange, { ...exchange, exchange: { reusedFrom: 'k0' } }] })).toEqual({ 'carnet_provider="azure"': 1 });
});
