import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startScene, type Scene } from '../development/start-scene.ts';
import { createOperator, type Operator, type StartedCommand } from '../testing/operator.ts';

let scene: Scene;
let ada: Operator;
let other: Operator;
beforeAll(async () => {
  scene = await startScene({ log: () => undefined });
  [ada, other] = [createOperator(), createOperator()];
}, 60_000);
afterAll(async () => {
  await scene.close();
  ada[Symbol.dispose]();
  other[Symbol.dispose]();
});

/** Starts the sign-in, and gives the code that it shows to whoever sits there. */
async function shownCode({ until }: StartedCommand, { shown }: Operator): Promise<string> {
  await until('with the code in it');
  const [, code = ''] = /^carnet: open .+\/device and confirm the code ([A-Z0-9-]{8,9})\.$/m.exec(shown()) ?? [];
  expect(shown()).toContain(`user_code=${code}`);
  return code;
}

/** As the page behind that address does, for whoever is signed in there. */
async function decide(code: string, decision: 'approve' | 'deny'): Promise<void> {
  await scene.session.call('GET', `/v1/auth/device?user_code=${code}`);
  await scene.session.call('POST', `/v1/auth/device/${decision}`, { userCode: code });
}

describe('carnet login, with a code that a person confirms', () => {
  test('keeps a session for this user alone, which the next command uses and logout ends at the platform; a denied one keeps nothing', { timeout: 60_000 }, async () => {
    const [login, denied] = [ada, other].map((operator) => operator.start(['login', '--url', scene.server.url])) as [StartedCommand, StartedCommand];
    await Promise.all([decide(await shownCode(login, ada), 'approve'), decide(await shownCode(denied, other), 'deny')]);

    expect(await login.ended).toMatchObject({ code: 0, stdout: `Signed in to ${scene.server.url} as Ada (profile default).\n` });
    const file = join(ada.home, '.config/carnet/profiles.json');
    expect([statSync(file).mode & 0o777, statSync(join(file, '..')).mode & 0o777]).toEqual([0o600, 0o700]);
    const { profiles: { default: { token } } } = JSON.parse(readFileSync(file, 'utf8')) as { profiles: { default: { token: string } } };
    expect(await ada.ask(['whoami'])).toMatchObject({ url: scene.server.url, me: { kind: 'person', name: 'Ada', administrator: true } });
    const { entries } = await ada.ask<{ entries: readonly { action: string }[] }>(['audit', 'ls', '--platform', '--action', 'person.']);
    expect(entries.map(({ action }) => action).filter((action) => action.startsWith('person.device_')).toSorted()).toEqual(['person.device_approved', 'person.device_denied']);

    const status = async (): Promise<number> => (await fetch(new URL('/v1/me', scene.server.url), { headers: { authorization: `Bearer ${token}` } })).status;
    expect(await status()).toBe(200);
    expect(await ada.ask(['logout'])).toMatchObject({ version: 1, profile: 'default', ended: true });
    expect(await status()).toBe(401);
    expect(readFileSync(file, 'utf8')).not.toContain(token);
    expect(await ada.carnet(['whoami'])).toMatchObject({ code: 4, stderr: expect.stringContaining('[REQUEST_UNAUTHENTICATED]') as string });
    expect(await scene.session.call('GET', '/v1/me'), 'the session of the browser stays').toMatchObject({ name: 'Ada' });

    expect(await denied.ended).toMatchObject({ code: 4, stdout: '', stderr: expect.stringContaining('denied in the browser. [SIGN_IN_REFUSED]') as string });
    expect(() => statSync(join(other.home, '.config/carnet/profiles.json'))).toThrow('ENOENT');
    expect(ada.shown()).not.toContain(token);
  });
});
