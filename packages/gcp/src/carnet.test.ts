import { createCarnet, ResolutionError, type Carnet } from '@carnet/core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ambientGcp } from './ambient-gcp.ts';
import { createGcp } from './create-gcp.ts';
import { googleAuthClient } from './google-auth-client.ts';
import { failureOf, startTestGcp, type TestGcp } from './testing/test-gcp.ts';
import { testSubject as subject } from '@carnet/provider-testkit';

let gcp: TestGcp;
let carnet: Carnet;
beforeEach(async () => {
  gcp = await startTestGcp();
  const { workloadIdentity, credential } = ambientGcp({ providerResourceName: gcp.poolProvider.resourceName, projectId: gcp.project.id });
  carnet = createCarnet({
    identity: { subjectToken: ({ audience }) => Promise.resolve(gcp.issuer.mint({ aud: audience })) },
    providers: [createGcp()],
    workloadIdentities: { 'gcp-prod': { ...workloadIdentity } },
    credentials: { secrets: { ...credential, identity: 'gcp-prod' } },
    variables: {
      DB_USER: { credential: 'secrets', secret: 'database#user' },
      DB_PASSWORD: { credential: 'secrets', secret: 'database#password' },
      API_KEY: { credential: 'secrets', secret: 'api_key' },
    },
    fingerprintKey: new Uint8Array(32).fill(7),
    transport: gcp.clouds.transport,
    environment: {},
  });
  gcp.secrets.set('database', JSON.stringify({ user: 'app', password: 'first' }));
  gcp.secrets.set('api_key', 'k');
});
afterEach(async () => {
  await carnet.close();
  await gcp[Symbol.asyncDispose]();
});

test('B3 B6 through the host: one exchange, one read for each secret, fields of JSON', async () => {
  const resolution = await carnet.resolve();
  expect(['DB_USER', 'DB_PASSWORD', 'API_KEY'].map((name) => resolution.secret(name)?.reveal())).toEqual(['app', 'first', 'k']);
  expect(gcp.tally()).toMatchObject({ exchanges: 1, calls: 2 });
});

test('FAULTS a token that is refused in the middle is exchanged once, and the host\'s own repeat passes', async () => {
  await carnet.resolve();
  gcp.clouds.fault({ path: /:access$/, times: 2, fault: { kind: 'status', status: 401, body: { error: { code: 401, status: 'UNAUTHENTICATED', message: 'No.' } } } });
  expect((await carnet.resolve()).secret('API_KEY')?.reveal()).toBe('k');
  expect(gcp.tally().exchanges).toBeLessThanOrEqual(2);
});

test('F a condition that is false reaches the caller with the three values and the command that mends it', async () => {
  gcp.poolProvider.attributeCondition = "assertion.sub=='organization:other'";
  const error = await failureOf(carnet.resolve());
  expect(error).toBeInstanceOf(ResolutionError);
  const [failure] = (error as ResolutionError).failures;
  expect(failure?.error.code).toBe('TRUST_REJECTED');
  expect(failure?.diagnosis.sent).toEqual({ issuer: gcp.issuer.url, subject, audience: gcp.poolProvider.audience });
  expect(failure?.diagnosis.command).toContain('--attribute-condition=');
});

test('story 4 through the host: a client for storage on the same trust', async () => {
  const client = googleAuthClient(carnet, 'gcp-prod', { scopes: ['https://www.googleapis.com/auth/devstorage.read_only'] });
  expect((await client.getAccessToken()).token).toBeTypeOf('string');
});
