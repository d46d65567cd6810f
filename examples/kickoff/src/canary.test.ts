import { spawn } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { text } from 'node:stream/consumers';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { configurationOf } from './configuration-of.ts';
import { setScene, type Scene } from './scene/set-scene.ts';
import type { CanaryInput } from './testing/canary-run.ts';
import { leaksIn } from '@carnet/provider-testkit';

// Long enough to be found at each of base64's offsets, with characters that URLs and JSON write in another way.
const canary = (): string => `canary "${randomBytes(18).toString('base64')}"/+`;
const values = { apiKey: canary(), databaseUser: canary(), databasePassword: canary(), paymentKey: canary() };
const loud = { DEBUG: '*', AZURE_LOG_LEVEL: 'verbose', TYPESPEC_RUNTIME_LOG_LEVEL: 'verbose' };

let scene: Scene;
beforeAll(async () => {
  scene = await setScene();
  scene.store(values);
});
afterAll(() => scene[Symbol.asyncDispose]());

interface CanaryRun {
  readonly code: number | null;
  readonly output: string;
  /** By name: what the output may hold in no form. */
  readonly secrets: Readonly<Record<string, string>>;
}

/** A process of its own that does all there is to do with three clouds, as this organization. */
async function run(organization: string, environment: Readonly<Record<string, string>>): Promise<CanaryRun> {
  const minted = await Promise.all(scene.sides.map(async ({ name, audience }) => ({ name, audience, token: (await scene.issuer.mint({ organization, audience })).token })));
  const { variables, ...others } = configurationOf(scene);
  const input: CanaryInput = {
    connection: scene.clouds.connection,
    subjectTokens: Object.fromEntries(minted.map(({ audience, token }) => [audience, token])),
    configuration: {
      ...others,
      variables: {
        ...variables,
        NOT_THERE: { credential: 'vault', secret: 'not-there' }, NO_SUCH_KEY: { credential: 'database', secret: 'database#none' }, NO_JSON: { credential: 'payments', secret: 'payment-key#none' },
        NOT_THERE_EITHER: { credential: 'database', secret: 'not-there' }, NOWHERE: { credential: 'payments', secret: 'not-there' },
      },
    },
  };
  const child = spawn(process.execPath, ['--conditions=carnet-source', fileURLToPath(new URL('testing/canary-run.ts', import.meta.url))], {
    stdio: ['pipe', 'pipe', 'pipe', 'pipe'], env: { PATH: process.env['PATH'], ...environment }, timeout: 60_000,
  });
  child.stdin?.end(JSON.stringify(input));
  const closed = new Promise<number | null>((resolve) => child.on('close', resolve));
  const [stdout, stderr, confessed] = await Promise.all([text(child.stdout as Readable), text(child.stderr as Readable), text(child.stdio[3] as Readable)]);
  const code = await closed;
  const held = confessed.trim().split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as [string, string]);
  const tokens = minted.flatMap(({ name, token }) => [[`the token for ${name}`, token], [`the signature for ${name}`, token.split('.')[2] ?? '']]);
  return { code, output: `\n${stdout}\n${stderr}`, secrets: { ...values, ...Object.fromEntries([...tokens, ...held]) } };
}

function expectNoLeak({ output, secrets }: CanaryRun): void {
  expect(leaksIn(output, secrets)).toEqual([]);
  // What the test has not been told: a bearer token, a JWT, a session of AWS. Not toMatch: a failure would print the whole.
  for (const form of [/Bearer [\w.-]{20}/, /eyJ[\w-]{10,}\.[\w-]+/, /SecretAccessKey[^\n]{0,3}[A-Za-z\d+/]{20}/, /x-amz-security-token: \S{20}/i]) expect(form.test(output)).toBe(false);
}

describe('LOGS 86 no value, subject token or cloud token of three clouds is in any output', () => {
  it.each([['quiet', {}], ['with everything that logs at its loudest', loud]])('where it goes well and names are wrong: %s', { timeout: 60_000 }, async (_, environment) => {
    const result = await run(scene.organization, environment);
    expect(result.code).toBe(0);
    const outcomes = [
      'API_KEY: done', 'DATABASE_PASSWORD: done', 'PAYMENT_KEY: done', 'all: RESOLUTION_FAILED', 'NO_SUCH_KEY: RESOLUTION_FAILED JSON_KEY_NOT_FOUND', 'NO_JSON: RESOLUTION_FAILED JSON_KEY_NOT_FOUND',
      ...['NOT_THERE', 'NOT_THERE_EITHER'].map((name) => `${name}: RESOLUTION_FAILED `), 'NOWHERE: RESOLUTION_FAILED ',
      ...['azureTokenCredential', 'awsCredentialProvider', 'googleAuthClient'].map((hatch) => `${hatch}: done`),
    ];
    expect(outcomes.filter((outcome) => !result.output.includes(`\n${outcome}`))).toEqual([]);
    // Of each cloud its tokens were searched for.
    const searched = Object.keys(result.secrets);
    for (const host of ['billing-vault.vault.azure.net', 'secretsmanager.eu-central-1.amazonaws.com', 'secretmanager.googleapis.com']) expect(searched.filter((name) => name.endsWith(host))).toHaveLength(1);
    expectNoLeak(result);
  });

  it('where each cloud refuses, and where its answer holds the token again', { timeout: 60_000 }, async () => {
    const stranger = randomUUID();
    const refused = await run(stranger, loud);
    expect(refused.output).toContain('\nall: RESOLUTION_FAILED TRUST_REJECTED TRUST_REJECTED TRUST_REJECTED\n');
    expectNoLeak(refused);

    const tokens = await Promise.all(scene.sides.map(async ({ audience }) => (await scene.issuer.mint({ organization: stranger, audience })).token));
    const body = { error: 'invalid_request', error_description: `You sent ${tokens.join()} for ${Object.values(values).join()}`, error_codes: [900144], message: tokens.join(), Code: tokens[0] };
    const remove = ['login.microsoftonline.com', 'sts.eu-central-1.amazonaws.com', 'sts.googleapis.com'].map((host) => scene.clouds.fault({ host, fault: { kind: 'status', status: 400, body } }));
    try {
      const echoed = await run(stranger, loud);
      expect(echoed.output).toContain('\nall: RESOLUTION_FAILED ');
      expect(echoed.output).not.toContain('all: done');
      expectNoLeak(echoed);
    } finally {
      for (const each of remove) each();
    }
  });

  it.each(['NODE_DEBUG', 'GOOGLE_SDK_NODE_LOGGING'])('and where %s would print tokens, the start is refused before there is one', async (name) => {
    scene.clouds.clearRequests();
    const result = await run(scene.organization, { ...loud, [name]: name === 'NODE_DEBUG' ? 'http,https,tls' : '*' });
    expect(result.output).toContain('\neverything: REFUSED_ENVIRONMENT\n');
    expect(result.output).toContain(name);
    expect(scene.clouds.requests).toEqual([]);
    expectNoLeak(result);
  });
});
