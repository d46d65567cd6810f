import { expect, test } from 'vitest';
import { startManagement, type HealthCheck } from './management.ts';
import { createMetrics } from './metrics.ts';

const well: HealthCheck = { name: 'issuer', problem: async () => undefined };
const broken: HealthCheck = { name: 'database', problem: async () => 'it does not answer.' };
const throwing: HealthCheck = { name: 'host', problem: () => Promise.reject(new Error('canary')) };

async function asked(ready: readonly HealthCheck[], api: readonly HealthCheck[], paths: readonly string[], method = 'GET'): Promise<readonly { readonly status: number; readonly text: string }[]> {
  const metrics = createMetrics();
  metrics.watch({ queueDepth: () => Promise.resolve(3), activeKickoffs: () => Promise.reject(new Error('canary')), signingKeyAgeSeconds: () => 12, bindings: () => Promise.resolve(new Map([['config-1', true], ['config-2', false]])) });
  metrics.kickoffEnded('succeeded', 1.5);
  metrics.request('/v1/me', 'GET', 200, 0.004);
  metrics.exchanged('azure', 0.1, 'TRUST_REJECTED');
  for (let i = 0; i < 3; i += 1) metrics.exchanged('azure', 0.1, `INVENTED_${i}`);
  for (const status of ['ok', 'SECRET_NOT_FOUND', 'PROVIDER_HOST_FAILED', 'INVENTED_0', 'INVENTED_1', 'constructor']) metrics.providerCalled({ provider: 'azure', call: 'check', status });
  const server = await startManagement({ host: '127.0.0.1', port: 0, ready, api, metrics });
  try {
    return await Promise.all(paths.map(async (path) => {
      const answer = await fetch(`${server.url}${path}`, { method });
      return { status: answer.status, text: await answer.text() };
    }));
  } finally {
    await server.close();
    await metrics.close();
  }
}

test('/readyz is green while the two documents are served and the database is away; /readyz/api names the failing part', async () => {
  const [live, ready, api, verbose] = await asked([well], [broken], ['/livez', '/readyz', '/readyz/api', '/readyz/api?verbose']);
  expect([live?.status, ready?.status, api?.status]).toEqual([200, 200, 503]);
  expect(api?.text).toBe('FAIL  database: it does not answer.\n');
  expect(verbose?.text).toBe('ok    issuer\nFAIL  database: it does not answer.\n');
});

test('a check that throws counts as failed, and nothing of its error is shown', async () => {
  const [ready] = await asked([throwing], [], ['/readyz']);
  expect(ready).toEqual({ status: 503, text: 'FAIL  host: the check failed.\n' });
});

test('/metrics tells what was counted and leaves out what cannot be read now', async () => {
  const [metrics] = await asked([well], [], ['/metrics']);
  expect(metrics?.text).toMatch(/^carnet_queue_depth\S* 3$/m);
  expect(metrics?.text).toMatch(/^carnet_signing_key_age\S* 12$/m);
  expect(metrics?.text).toMatch(/^carnet_kickoff_duration\S*_count\{.*status="succeeded".*\} 1$/m);
  expect(metrics?.text).toMatch(/^carnet_binding_healthy\{.*carnet_config_id="config-2".*\} 0$/m);
  expect(metrics?.text).toMatch(/http_route="\/v1\/me"/);
  expect(metrics?.text).not.toMatch(/^carnet_kickoff_active\S* \d/m);
});

test('an error code that is in no table of ours makes no series of its own', async () => {
  const [metrics] = await asked([well], [], ['/metrics']);
  const calls = [...metrics?.text.matchAll(/^carnet_provider_api_calls_total\{carnet_provider="azure",call="check",status="([^"]*)".*\} (\d+)$/gm) ?? []].map(([, status, count]) => [status, count]);
  expect(calls).toEqual([['ok', '1'], ['SECRET_NOT_FOUND', '1'], ['PROVIDER_HOST_FAILED', '1'], ['other', '3']]);
  expect(metrics?.text).toMatch(/^carnet_token_exchange_duration\S*_count\{.*error_type="other".*\} 3$/m);
  expect(metrics?.text).not.toMatch(/INVENTED|constructor/);
});

test('it takes no other path and no other method', async () => {
  expect((await asked([well], [], ['/', '/v1/me'])).map(({ status }) => status)).toEqual([404, 404]);
  expect((await asked([well], [], ['/livez'], 'POST')).map(({ status }) => status)).toEqual([405]);
});
