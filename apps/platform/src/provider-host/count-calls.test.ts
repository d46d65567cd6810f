import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startManagement, type ManagementServer } from '../operations/management.ts';
import { createMetrics } from '../operations/metrics.ts';
import { countCalls } from './count-calls.ts';
import type { ProviderHost } from './provider-host.ts';
import { callOf, plainCredential } from './testing/call-of.ts';
import { hostileProvider } from './testing/hostile-provider.ts';
import { startedHost, type StartedHost } from './testing/started-host.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const canary = 'canary-name';
const source = hostileProvider({
  id: 'counted',
  before: "import { CarnetError } from '@carnet/provider';",
  read: `if (name === 'missing-${canary}') throw new CarnetError({ code: 'SECRET_NOT_FOUND', message: '${canary}' });
    if (name === 'invented-${canary}') throw Object.assign(new CarnetError({ code: 'SECRET_NOT_FOUND', message: '${canary}' }), { code: 'INVENTED' });
    if (name === 'exits-${canary}') process.exit(0);
    return { bytes: new TextEncoder().encode(name), version: '1' };`,
});
const metrics = createMetrics();
let started: StartedHost;
let management: ManagementServer;
let host: ProviderHost;

beforeAll(async () => {
  started = await startedHost({ counted: source });
  host = countCalls(started.host, (call) => metrics.providerCalled(call));
  management = await startManagement({ host: '127.0.0.1', port: 0, ready: [], api: [], metrics });
});
afterAll(async () => {
  await management.close();
  await metrics.close();
  await started[Symbol.asyncDispose]();
});

const organization = randomUUID();
const call = callOf(plainCredential('counted'));

/** What `/metrics` says more of than before. */
async function countedBy(work: () => Promise<unknown>): Promise<readonly string[]> {
  const read = async (): Promise<ReadonlyMap<string, number>> => {
    const text = await (await fetch(`${management.url}/metrics`)).text();
    expect(text).not.toContain(canary);
    return new Map([...text.matchAll(/^carnet_provider_api_calls_total\{carnet_provider="([^"]*)",call="([^"]*)",status="([^"]*)".*\} (\d+)$/gm)].map(([, provider, name, status, count]) => [`${provider} ${name} ${status}`, Number(count)]));
  };
  const before = await read();
  await work().catch(() => undefined);
  const after = await read();
  return [...after].flatMap(([labels, count]) => Array.from({ length: count - (before.get(labels) ?? 0) }, () => labels));
}

test.each<[string, () => Promise<unknown>, string]>([
  ['a check', () => host.check(organization, call, { reference: 'one' }), 'counted check ok'],
  ['a secret that is missing', () => host.check(organization, call, { reference: `missing-${canary}` }), 'counted check SECRET_NOT_FOUND'],
  ['a code that a provider made up', () => host.check(organization, call, { reference: `invented-${canary}` }), 'counted check PROVIDER_FAULT'],
  ['a process that ends', () => host.check(organization, call, { reference: `exits-${canary}` }), 'counted check PROVIDER_HOST_FAILED'],
  ['several values', () => host.resolve(organization, call, { references: ['one', 'two'] }), 'counted resolve ok'],
  ['several values of which one is missing', () => host.resolve(organization, call, { references: ['one', `missing-${canary}`] }), 'counted resolve SECRET_NOT_FOUND'],
  ['a list', () => host.list(organization, call, { limit: 10 }), 'counted list ok'],
  ['a write that the credential is not for', () => host.write(organization, call, { name: canary, value: canary }), 'counted write CREDENTIAL_READ_ONLY'],
  ['a removal that it is not for', () => host.remove(organization, call, { name: canary }), 'counted remove CREDENTIAL_READ_ONLY'],
  ['a form', () => host.validate(organization, call.credential), 'counted validate ok'],
  ['a plan of trust', () => host.trust('counted', {}), 'counted trust PROVIDER_HOST_FAILED'],
  ['a provider that nobody knows', () => host.check(organization, callOf(plainCredential(canary)), { reference: 'one' }), 'other check PROVIDER_NOT_FOUND'],
])('/metrics counts %s once, by provider, call and how it ended', async (_, work, expected) => {
  expect(await countedBy(work)).toEqual([expected]);
});

// The issuer of its token is at a name that nobody can have (RFC 6761).
test('a test counts by its first rung that failed, and as given up by whoever stops listening', async () => {
  expect(await countedBy(async () => { for await (const _rung of host.test(organization, call, { reference: `missing-${canary}` })); })).toEqual(['counted test ISSUER_UNREACHABLE']);
  expect(await countedBy(async () => { for await (const _rung of host.test(organization, call, {})) break; })).toEqual(['counted test ABORTED']);
});
