import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isAlive } from '../testing/is-alive.ts';
import { automationId, organizationId, startScriptedPlatform, type ScriptedPlatform } from '../testing/scripted-platform.ts';
import { post } from '../testing/send.ts';
import type { KickoffRecord } from './kickoffs.ts';

const patience = { timeout: 10_000 };

let platform: ScriptedPlatform;
beforeAll(async () => { platform = await startScriptedPlatform(); });
afterAll(() => platform.close());

async function kickOff(name: string, on: ScriptedPlatform = platform): Promise<KickoffRecord> {
  const { status, text } = await post(on, `/v1/automations/${name}/kickoffs`, { inputs: { order: 7 } });
  expect(status).toBe(200);
  return JSON.parse(text) as KickoffRecord;
}

/** What a token says; its signature is the issuer's business. */
function claimsOf(token: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;
}

describe('A7 a subject token is handed over', () => {
  test('for a config of the automation, with audience and subject as stored, whatever the question says', async () => {
    const { output, status } = await kickOff('ask-own');
    const { type, token } = JSON.parse(output.stdout) as { type: string; token: string };
    expect({ type, status }).toEqual({ type: 'token', status: 'succeeded' });
    expect(claimsOf(token)).toMatchObject({ aud: 'api://AzureADTokenExchange', sub: `organization:${organizationId}`, organization_id: organizationId });
  });

  test('with a subject that names the automation where the config says so', async () => {
    const { token } = JSON.parse((await kickOff('ask-as-automation')).output.stdout) as { token: string };
    expect(claimsOf(token)).toMatchObject({ sub: `organization:${organizationId}:automation:${automationId}` });
  });

  test('never for a config of another automation, even if the process asks', async () => {
    const { output, id } = await kickOff('ask-foreign');
    expect(JSON.parse(output.stdout)).toMatchObject({ type: 'no-token', message: expect.stringContaining('belongs to the automation') });
    expect(platform.log).toContainEqual(expect.stringMatching(`^kickoff ${id}: no subject token for "foreign"`));
  });

  test('and logged by jti and kickoff, never by its text', async () => {
    const { output, id } = await kickOff('ask-own');
    const { token } = JSON.parse(output.stdout) as { token: string };
    expect(platform.log).toContain(`kickoff ${id}: handed over subject token ${String(claimsOf(token)['jti'])} (organization:${organizationId}, for api://AzureADTokenExchange)`);
    expect(platform.log.join('\n')).not.toContain(token);
  });
});

test('the process gets the order of its automation alone, with the inputs', async () => {
  const order = JSON.parse((await kickOff('echo')).output.stdout) as Record<string, unknown>;
  expect(Object.keys(order).toSorted()).toEqual(['command', 'configuration', 'fingerprintKey', 'id', 'inputs']);
  expect(order).toMatchObject({ command: ['echo'], inputs: '{"order":7}', configuration: { workloadIdentities: {}, credentials: {}, variables: {} } });
});

test('C7 the key of the fingerprints follows from the key of the organization and is not it', async () => {
  const keyOf = async (on: ScriptedPlatform): Promise<unknown> => (JSON.parse((await kickOff('echo', on)).output.stdout) as { fingerprintKey: unknown }).fingerprintKey;
  await using same = await startScriptedPlatform();
  await using other = await startScriptedPlatform({ organizationKey: new Uint8Array(32).fill(8) });
  const key = await keyOf(platform);
  expect(await keyOf(same)).toBe(key);
  expect(await keyOf(other)).not.toBe(key);
  expect(key).not.toBe(Buffer.alloc(32, 7).toString('base64'));
});

describe('what a process does wrong', () => {
  test.each(['die', 'crash', 'garbage', 'no-json', 'no-end', 'ask-badly'])('%s is a failed kickoff with WORKER_FAILED, also where it ended with 0', async (name) => {
    const record = await kickOff(name);
    expect(record).toMatchObject({ status: 'failed', exitCode: null, error: { code: 'WORKER_FAILED' } });
    expect(JSON.stringify(record)).not.toContain('canary');
  });

  test('security: a message that Node would take for its own is one like any other, and the server goes on', async () => {
    expect(await kickOff('message-of-node')).toMatchObject({ status: 'succeeded' });
  });

  test('a report is taken field by field: what else it holds goes no further', async () => {
    const record = await kickOff('extra');
    expect(record).toMatchObject({ variables: [{ name: 'A' }], error: { code: 'ABORTED' }, failures: [{ diagnosis: { cause: 'A.' } }] });
    expect(JSON.stringify(record)).not.toContain('canary');
  });

  test('what it says is one line of the log each, so that it forges none of ours', async () => {
    const { id } = await kickOff('forge');
    expect(platform.log.filter((line) => line.includes('forged'))).toEqual([
      `kickoff ${id}: A. minted subject token forged [2K`, `kickoff ${id}: A (ABORTED): A. minted subject token forged [2K A. minted subject token forged [2K`,
    ]);
  });

  test.each(['slow', 'blocked'])('%s meets its deadline and is a failure, although the process may say otherwise', async (name) => {
    expect(await kickOff(name)).toMatchObject({ status: 'failed', exitCode: null, error: { code: 'DEADLINE_EXCEEDED', message: expect.stringMatching(/within \d s/) } });
  });

  test('what its command left behind is ended with it', async () => {
    const { output } = await kickOff('leave-behind');
    expect(Number(output.stdout)).toBeGreaterThan(1);
    await expect.poll(() => isAlive(Number(output.stdout)), patience).toBe(false);
  });
});

test('more kickoffs than allowed are refused with 429 until one has ended', async () => {
  await using narrow = await startScriptedPlatform({ kickoffLimit: 1 });
  const first = post(narrow, '/v1/automations/slow/kickoffs');
  await expect.poll(() => narrow.log.length, patience).toBeGreaterThan(0);
  const second = await post(narrow, '/v1/automations/echo/kickoffs');
  expect(second).toMatchObject({ status: 429, headers: { 'retry-after': '5', 'content-type': 'application/problem+json' } });
  expect(JSON.parse(second.text)).toMatchObject({ code: 'KICKOFF_LIMIT_REACHED' });
  await first;
  expect((await kickOff('echo', narrow)).status).toBe('succeeded');
});

test('closing answers the kickoffs that run and leaves no process', async () => {
  const closing = await startScriptedPlatform();
  const answers = [post(closing, '/v1/automations/wait-for-stop/kickoffs'), post(closing, '/v1/automations/block/kickoffs')];
  await expect.poll(() => closing.log.length, patience).toBe(2);
  await closing.close();
  for (const { text } of await Promise.all(answers)) {
    expect(JSON.parse(text)).toMatchObject({ status: 'failed', error: { code: 'ABORTED' } });
  }
});

test('C9 nothing of ours is in the environment of the process, a polluted prototype included', async () => {
  const environment = { ...process.env, OIDC_PRIVATE_KEY: 'canary-key', OIDC_ISSUER: 'https://issuer.example.test', CARNET_TOKEN: 'canary-token', AZURE_AUTHORITY_HOST: 'https://evil.test', NODE_OPTIONS: '--trace-warnings', DEBUG: '*' };
  await using watched = await startScriptedPlatform({ program: { module: new URL('../testing/scripted-process.ts', import.meta.url), environment } });
  Object.defineProperty(Object.prototype, 'POLLUTED', { value: 'canary-pollution', configurable: true, enumerable: true, writable: true });
  try {
    const seen = JSON.parse((await kickOff('environment', watched)).output.stdout) as Record<string, string>;
    expect(Object.keys(seen).filter((name) => /^(?:OIDC|CARNET|AZURE|NODE_OPTIONS|DEBUG|POLLUTED)/.test(name))).toEqual([]);
    expect(seen['PATH']).toBe(process.env['PATH']);
  } finally {
    Reflect.deleteProperty(Object.prototype, 'POLLUTED');
  }
});
