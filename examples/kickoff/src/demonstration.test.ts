import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { inspect, promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { demonstrate, wentWell, type Demonstration } from './demonstration.ts';
import { showTable } from './show-table.ts';
import { plainStyles } from './styles.ts';

const before = { apiKey: 'canary-key-1b7e90', databaseUser: 'canary-user-44d2', databasePassword: 'canary-word-9a03cc' };
const after = { ...before, apiKey: 'canary-key-2f58d6', databasePassword: 'canary-word-e1746b' };
const values = Object.values({ ...before, newKey: after.apiKey, newPassword: after.databasePassword });

/** Raw, base64 and hex of every value, and whatever looks like a token. */
function leaksIn(text: string): readonly string[] {
  const forms = values.flatMap((value) => [value, Buffer.from(value).toString('base64').replace(/=+$/, ''), Buffer.from(value).toString('hex')]);
  return [...forms.filter((form) => text.includes(form)), ...(text.match(/eyJ[\w-]{10,}/g) ?? [])];
}

let demonstration: Demonstration;
beforeAll(async () => {
  demonstration = await demonstrate(before, after);
});

describe('the demonstration', () => {
  it('goes well', () => {
    expect(wentWell(demonstration)).toBe(true);
  });

  it('C1 makes one exchange a kickoff and reads each secret once: one challenge, one token, three reads', () => {
    for (const { exchanges, requests } of demonstration.kickoffs) {
      expect(exchanges).toBe(1);
      // Entra fetched discovery and JWKS.
      expect(requests).toEqual({ challenge: 1, token: 1, read: 3, issuer: 2 });
    }
  });

  it('A4 mints one token for both kickoffs', () => {
    const [first, second] = demonstration.kickoffs;
    expect([first.token.fresh, second.token.fresh]).toEqual([true, false]);
    expect(second.token.jti).toBe(first.token.jti);
    expect(first.token).toMatchObject({ issuer: 'https://issuer.carnet.test', subject: demonstration.setup.subject, audience: 'api://AzureADTokenExchange', lifetimeSeconds: 3600 });
  });

  it('C7 changes the fingerprint of what was rotated, and of nothing else', () => {
    const { changed, before: old, after: now } = demonstration.rotation;
    expect(changed).toEqual(['API_KEY', 'DATABASE_PASSWORD']);
    expect(now['DATABASE_USER']).toBe(old['DATABASE_USER']);
    for (const fingerprint of [...Object.values(old), ...Object.values(now)]) expect(fingerprint).toMatch(/^hmac:[0-9a-f]{12}$/);
    const versions = demonstration.kickoffs.map(({ variables }) => variables.map(({ version }) => version));
    expect(versions[0]?.[1]).not.toBe(versions[1]?.[1]);
  });

  it('C5 leaves an optional variable unset that the vault does not hold', () => {
    expect(demonstration.kickoffs[0].variables.at(-1)).toEqual({ name: 'SENTRY_DSN', secret: 'sentry-dsn' });
    expect(demonstration.kickoffs[0].output).toContain('error reports are off');
  });

  it('C4 logs one line a kickoff', () => {
    expect(demonstration.kickoffs.map(({ log }) => log)).toEqual(Array(2).fill(["Workload identity config 'production' (azure): 2 secret(s) resolved"]));
  });

  it('C6 masks what a careless program prints', () => {
    expect(demonstration.kickoffs[0].output).toMatch(/^calling the API with \*\*\*\nAuthorization: Basic \*\*\*\n/);
  });

  it('F AADSTS700213 refuses another organization, and says what was sent and what is trusted', () => {
    const { refusal, setup } = demonstration;
    expect(refusal).toMatchObject({ code: 'TRUST_REJECTED', cloudCode: 'AADSTS700213', docsUrl: 'https://carnet.dev/errors/TRUST_REJECTED' });
    expect(refusal.registered.subject).toBe(setup.subject);
    expect(refusal.diagnosis.sent?.['subject']).toMatch(/^organization:[0-9a-f-]{36}$/);
    expect(refusal.diagnosis.sent?.['subject']).not.toBe(setup.subject);
    expect(refusal.diagnosis.command).toContain('az ad app federated-credential');
  });

  it('holds no value and no token', () => {
    expect(leaksIn(JSON.stringify(demonstration) + inspect(demonstration, { depth: null, showHidden: true }))).toEqual([]);
  });
});

describe('the table', () => {
  it('shows what was minted, exchanged, read and printed, both fingerprints, and the refusal with its cure', () => {
    const table = showTable(demonstration, plainStyles);
    const { kickoffs: [first], rotation, refusal } = demonstration;
    const parts = [
      first.token.jti, first.token.subject, 'API_KEY', 'database#password', 'unset: optional and not found', '1 challenge, 1 token, 3 reads',
      rotation.before['API_KEY'], rotation.after['API_KEY'], 'calling the API with ***', 'TRUST_REJECTED', 'AADSTS700213',
      refusal.diagnosis.sent?.['subject'], '^ differs from here on', refusal.diagnosis.cause, 'federated-credential create', ' ✓ 2 rotated values',
    ];
    for (const part of parts) expect(table).toContain(part);
    expect(leaksIn(table)).toEqual([]);
  });

  it('fits 100 columns and has no colour without a terminal', () => {
    const lines = showTable(demonstration, plainStyles).split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(100);
    expect(lines.join('')).not.toContain('\u001B');
  });
});

describe('npm run demo', () => {
  const run = promisify(execFile);
  const main = fileURLToPath(new URL('main.ts', import.meta.url));

  it('-- --json prints exactly one JSON object and ends with 0, at every debug level without a token', async () => {
    const { stdout, stderr } = await run(process.execPath, ['--conditions=carnet-source', main, '--json'], { env: { PATH: process.env['PATH'], DEBUG: '*', AZURE_LOG_LEVEL: 'verbose' } });
    const result = JSON.parse(stdout) as Demonstration;
    expect(result.kickoffs.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
    expect(result.rotation.changed).toEqual(['API_KEY', 'DATABASE_PASSWORD']);
    expect(result.refusal.code).toBe('TRUST_REJECTED');
    expect(leaksIn(stdout + stderr)).toEqual([]);
  });

  it('prints the table and ends with 0', async () => {
    const { stdout, stderr } = await run(process.execPath, ['--conditions=carnet-source', main], { env: { PATH: process.env['PATH'] } });
    expect(stdout).toContain(' ✓ 2 rotated values were seen by the next kickoff');
    expect(stdout).not.toContain('\u001B');
    expect(stderr).toBe('');
  });

  it('ends with 2 for a flag it does not know', async () => {
    await expect(run(process.execPath, ['--conditions=carnet-source', main, '--jsno'])).rejects.toMatchObject({ code: 2 });
  });
});
