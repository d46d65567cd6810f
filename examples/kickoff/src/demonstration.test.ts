import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { inspect, promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { demonstrate, wentWell, type Demonstration } from './demonstration.ts';
import { showTable } from './show-table.ts';
import { plainStyles } from './styles.ts';
import { leaksIn } from '@carnet/provider-testkit';

const before = { apiKey: 'canary-key-1b7e90', databaseUser: 'canary-user-44d2', databasePassword: 'canary-word-9a03cc', paymentKey: 'canary-pay-70e15f' };
const after = { ...before, apiKey: 'canary-key-2f58d6', databasePassword: 'canary-word-e1746b', paymentKey: 'canary-pay-c8832b' };
const values = { ...before, newKey: after.apiKey, newPassword: after.databasePassword, newPaymentKey: after.paymentKey };
const rotated = ['API_KEY', 'DATABASE_PASSWORD', 'PAYMENT_KEY'];

function expectNoLeak(text: string): void {
  expect(leaksIn(text, values)).toEqual([]);
  // The beginning of every JWT.
  expect(/eyJ[\w-]{10,}/.test(text)).toBe(false);
}

let demonstration: Demonstration;
beforeAll(async () => {
  demonstration = await demonstrate(before, after);
});

describe('the demonstration', () => {
  it('goes well', () => {
    expect(wentWell(demonstration)).toBe(true);
  });

  it('C1 makes one exchange a cloud and kickoff, and reads each secret once', () => {
    for (const { clouds, issuerRequests } of demonstration.kickoffs) {
      expect(clouds.map(({ cloud, exchanges, requests }) => ({ cloud, exchanges, ...requests }))).toEqual([
        // Two variables; one of them is not there.
        { cloud: 'Azure', exchanges: 1, token: 1, challenge: 1, read: 2 },
        // Two variables from one secret.
        { cloud: 'AWS', exchanges: 1, token: 1, challenge: 0, read: 1 },
        { cloud: 'Google', exchanges: 1, token: 1, challenge: 0, read: 1 },
      ]);
      // Each cloud fetched discovery and JWKS.
      expect(issuerRequests).toBe(6);
    }
  });

  it('A4 mints one token a cloud for both kickoffs, A3 each with that cloud\'s audience', () => {
    const [first, second] = demonstration.kickoffs.map(({ clouds }) => clouds.map(({ token }) => token));
    expect(first?.map(({ fresh }) => fresh)).toEqual([true, true, true]);
    expect(second?.map(({ fresh }) => fresh)).toEqual([false, false, false]);
    expect(second?.map(({ jti }) => jti)).toEqual(first?.map(({ jti }) => jti));
    expect(new Set(first?.map(({ jti }) => jti)).size).toBe(3);
    expect(first?.map(({ audience }) => audience)).toEqual([
      'api://AzureADTokenExchange', 'sts.amazonaws.com', expect.stringMatching(/^\/\/iam\.googleapis\.com\/projects\/\d+\/locations\/global\/workloadIdentityPools\/carnet\/providers\/carnet$/),
    ]);
    for (const token of first ?? []) expect(token).toMatchObject({ issuer: 'https://issuer.carnet.test', subject: demonstration.setup.subject, lifetimeSeconds: 3600 });
  });

  it('C7 changes the fingerprint of what was rotated in each cloud, and of nothing else', () => {
    const { changed, before: old, after: now } = demonstration.rotation;
    expect(changed).toEqual(rotated);
    expect(now['DATABASE_USER']).toBe(old['DATABASE_USER']);
    for (const fingerprint of [...Object.values(old), ...Object.values(now)]) expect(fingerprint).toMatch(/^hmac:[0-9a-f]{12}$/);
    const [first, second] = demonstration.kickoffs.map(({ variables }) => Object.fromEntries(variables.map(({ name, version }) => [name, version])));
    for (const name of rotated) expect(second?.[name]).not.toBe(first?.[name]);
  });

  it('C5 leaves an optional variable unset that the vault does not hold', () => {
    expect(demonstration.kickoffs[0].variables.at(-1)).toEqual({ name: 'SENTRY_DSN', cloud: 'Azure', secret: 'sentry-dsn' });
    expect(demonstration.kickoffs[0].output).toContain('error reports are off');
  });

  it('C4 logs one line a config and kickoff', () => {
    for (const { log } of demonstration.kickoffs) {
      expect(log.toSorted()).toEqual([
        "Workload identity config 'aws-production' (aws): 1 secret(s) resolved",
        "Workload identity config 'azure-production' (azure): 1 secret(s) resolved",
        "Workload identity config 'google-production' (gcp): 1 secret(s) resolved",
      ]);
    }
  });

  it('C6 masks what a careless program prints', () => {
    expect(demonstration.kickoffs[0].output).toMatch(/^calling the API with \*\*\*\nAuthorization: Basic \*\*\*\nsigned in to the database as \*\*\*\nhttps:\/\/payments\.example\.com\/\?key=\*\*\*\n/);
  });

  it('F each cloud refuses another organization, and says what was sent and what is trusted', () => {
    const { refusals, setup } = demonstration;
    expect(refusals.map(({ cloud, code, cloudCode }) => ({ cloud, code, cloudCode }))).toEqual([
      { cloud: 'Azure', code: 'TRUST_REJECTED', cloudCode: 'AADSTS700213' },
      { cloud: 'AWS', code: 'TRUST_REJECTED', cloudCode: 'AccessDenied' },
      { cloud: 'Google', code: 'TRUST_REJECTED', cloudCode: 'unauthorized_client' },
    ]);
    for (const { diagnosis, registered, docsUrl } of refusals) {
      expect(docsUrl).toBe('https://carnet.dev/errors/TRUST_REJECTED');
      expect(registered.subject).toBe(setup.subject);
      expect(diagnosis.sent).toMatchObject({ issuer: registered.issuer, audience: registered.audience, subject: expect.stringMatching(/^organization:[0-9a-f-]{36}$/) });
      expect(diagnosis.sent?.['subject']).not.toBe(setup.subject);
      expect(diagnosis.cure).not.toBe('');
    }
    expect(new Set(refusals.map(({ diagnosis }) => diagnosis.cause)).size).toBe(3);
    const [azure, aws, google] = refusals.map(({ diagnosis }) => JSON.stringify(diagnosis));
    expect(azure).toContain('az ad app federated-credential');
    expect(aws).toMatch(/trust policy/i);
    expect(google).toMatch(/attribute condition/i);
  });

  it('holds no value and no token', () => {
    expectNoLeak(JSON.stringify(demonstration) + inspect(demonstration, { depth: null, showHidden: true }));
  });
});

describe('the table', () => {
  it('shows what was minted, exchanged, read and printed, both fingerprints, and each refusal with its cure', () => {
    const table = showTable(demonstration, plainStyles);
    const { kickoffs: [first], rotation, refusals, setup } = demonstration;
    const parts = [
      setup.subject, 'API_KEY', 'database#password', 'not found, unset', '3 subject tokens for 60 minutes', 'Azure: 1 token, 1 challenge, 2 reads', 'AWS: 1 token, 1 read', 'Google: 1 token, 1 read',
      'calling the API with ***', 'TRUST_REJECTED', 'AADSTS700213', 'AccessDenied', 'unauthorized_client', '^ differs from here on', 'federated-credential create', ' ✓ 3 rotated values',
      ...first.clouds.map(({ token }) => token.jti.slice(0, 8)),
      ...rotated.flatMap((name) => [rotation.before[name] ?? '', rotation.after[name] ?? '']),
      ...refusals.map(({ diagnosis }) => diagnosis.sent?.['subject'] ?? ''),
    ];
    for (const part of parts) expect(table).toContain(part);
    for (const { diagnosis } of refusals) expect(table.replace(/\s+/g, ' ')).toContain(diagnosis.cause);
    expectNoLeak(table);
  });

  it('fits 100 columns and has no colour without a terminal', () => {
    const lines = showTable(demonstration, plainStyles).split('\n');
    expect(lines.filter((line) => line.length > 100)).toEqual([]);
    expect(lines.join('')).not.toContain('\u001B');
  });
});

describe('npm run demo', () => {
  const run = promisify(execFile);
  const main = fileURLToPath(new URL('main.ts', import.meta.url));

  it('-- --json prints exactly one JSON object and ends with 0', async () => {
    const { stdout } = await run(process.execPath, ['--conditions=carnet-source', main, '--json'], { env: { PATH: process.env['PATH'] } });
    const result = JSON.parse(stdout) as Demonstration;
    expect(result.kickoffs.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
    expect(result.rotation.changed).toEqual(rotated);
    expect(result.refusals.map(({ code }) => code)).toEqual(Array(3).fill('TRUST_REJECTED'));
    expectNoLeak(stdout);
  });

  it('prints the table and ends with 0', async () => {
    const { stdout, stderr } = await run(process.execPath, ['--conditions=carnet-source', main], { env: { PATH: process.env['PATH'] } });
    expect(stdout).toContain(' ✓ 3 rotated values were seen by the next kickoff');
    expect(stdout).not.toContain('\u001B');
    expect(stderr).toBe('');
  });

  it('tells a variable that it cannot run beside in one line, and ends with 1', async () => {
    const failed: unknown = await run(process.execPath, ['--conditions=carnet-source', main], { env: { PATH: process.env['PATH'], AWS_ENDPOINT_URL_STS: 'https://sts.example.com' } }).catch((error: unknown) => error);
    expect(failed).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(/^The demonstration cannot run: .*AWS_ENDPOINT_URL_STS.*\n$/) });
  });
});
