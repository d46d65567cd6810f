import { createHmac } from 'node:crypto';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { migrate } from '../store/migrate.ts';
import { openStore } from '../store/open-store.ts';
import type { Store } from '../store/store.ts';
import { eachDatabase } from '../testing/databases.ts';
import { base, dumpOf, openBrowser, openPeople, type Browser, type PeopleWorld } from './testing/people-world.ts';

const ada = { email: 'ada@example.com', name: 'Ada', password: 'a password of the tests' };

eachDatabase((databases) => {
  let store: Store;
  let world: PeopleWorld;
  let browser: Browser;
  beforeEach(async () => {
    store = await databases.open();
    world = await openPeople(store, { administrators: ['Ada@Example.com'] });
    browser = openBrowser(world);
  });
  const signUp = async (): Promise<void> => browser.take((await world.people.signUp(ada, browser.request(), {}, () => Promise.resolve([]))).cookies);
  const personOf = (request: Request) => world.people.principalOf(request, { address: '192.0.2.1' });
  const actions = (): string[] => world.records.map(({ action }) => action);

  describe('sign-in', () => {
    test('a password signs in, with a session of a new id each time', async () => {
      await signUp();
      const first = await personOf(browser.request());
      const other = openBrowser(world);
      const answer = await other.send('/sign-in/email', { email: ada.email, password: ada.password });
      expect(answer.status).toBe(200);
      const second = await personOf(other.request());
      expect(first).toMatchObject({ kind: 'person', email: ada.email, name: 'Ada' });
      expect(second).toMatchObject({ kind: 'person', email: ada.email });
      expect(second).not.toHaveProperty('sessionId', (first as { sessionId: string }).sessionId);
    });

    test('the cookie is HttpOnly, SameSite=Lax and Secure, and no answer carries its token', async () => {
      await signUp();
      const other = openBrowser(world);
      const answer = await other.send('/sign-in/email', { email: ada.email, password: ada.password });
      const cookies = answer.headers.getSetCookie();
      expect(cookies).toHaveLength(1);
      for (const attribute of ['HttpOnly', 'SameSite=Lax', 'Secure', 'Path=/']) expect(cookies[0]).toContain(attribute);
      const [token = ''] = decodeURIComponent([...other.cookies.values()][0] ?? '').split('.');
      expect(token).toHaveLength(32);
      expect(answer.headers.has('set-auth-token')).toBe(false);
      expect(await answer.text()).not.toContain(token);
      expect(await (await other.send('/get-session')).text()).not.toContain(token);
    });

    test('a wrong password and an unknown e-mail are one refusal', async () => {
      await signUp();
      const refused = (email: string) => openBrowser(world).send('/sign-in/email', { email, password: 'another password' }).catch((error: unknown) => error);
      const [wrong, unknown] = await Promise.all([refused(ada.email), refused('nobody@example.com')]);
      expect(wrong).toMatchObject({ code: 'SIGN_IN_REFUSED', status: 401 });
      expect(unknown).toEqual(wrong);
    });

    test('68 five attempts that failed in 15 minutes close the sixth, though its password were right', async () => {
      await signUp();
      const attempt = (password: string) => openBrowser(world).send('/sign-in/email', { email: ada.email, password });
      for (let count = 0; count < 5; count += 1) await expect(attempt('a wrong password')).rejects.toMatchObject({ code: 'SIGN_IN_REFUSED' });
      await expect(attempt(ada.password)).rejects.toMatchObject({ code: 'ATTEMPTS_EXHAUSTED', headers: { 'retry-after': expect.stringMatching(/^\d+$/) } });
      world.pass(15 * 60_000);
      expect((await attempt(ada.password)).status).toBe(200);
    });

    test('68 of many attempts at once no more are made than one after another, whatever is written beside them', async () => {
      await signUp();
      const guesses = Array.from({ length: 20 }, (_, index) => openBrowser(world, `2001:db8::${index}`).send('/sign-in/email', { email: index % 2 ? ada.email : 'ADA@example.com', password: `guess number ${index}` }));
      const codes = (await Promise.allSettled(guesses)).map((guess) => (guess.status === 'rejected' ? (guess.reason as { code: string }).code : 'passed'));
      expect(codes.filter((code) => code === 'SIGN_IN_REFUSED')).toHaveLength(5);
      expect(codes.filter((code) => code === 'ATTEMPTS_EXHAUSTED')).toHaveLength(15);
    });

    test('sign-ins that succeed are no attempts', async () => {
      await signUp();
      for (let count = 0; count < 6; count += 1) expect((await openBrowser(world).send('/sign-in/email', { email: ada.email, password: ada.password })).status).toBe(200);
    });

    test('a sign-in that is refused is recorded, with the person where there is one and never with what was typed', async () => {
      await signUp();
      const refused = (email: string) => openBrowser(world).send('/sign-in/email', { email, password: 'another password' }).catch(() => undefined);
      await refused(ada.email);
      await refused('typed-in-the-wrong-field@example.com');
      const records = world.records.filter(({ action }) => action === 'person.sign_in_refused');
      expect(records).toMatchObject([{ scope: 'platform', actor: { id: null, address: '192.0.2.1', requestId: 'request-1' }, target: { name: ada.email }, details: { way: 'sign-in/email' } }, { actor: { id: null } }]);
      expect(records[1]).not.toHaveProperty('target');
      expect(JSON.stringify(records)).not.toMatch(/typed-in|another password/);
    });

    test('68 a password of a megabyte is refused before it is hashed', async () => {
      await expect(browser.send('/sign-in/email', { email: ada.email, password: 'x'.repeat(1_000_000) })).rejects.toMatchObject({ code: 'REQUEST_INVALID' });
    });

    test('66 the addresses of the library take nothing but JSON that can mean one thing', async () => {
      await signUp();
      const status = (type: string, body: string) => world.people.handler(new Request(`${base}/v1/auth/sign-in/email`, { method: 'POST', headers: { origin: base, 'content-type': type }, body })).then((answer) => answer.status, (error: { status?: number }) => error.status);
      const json = JSON.stringify({ email: ada.email, password: ada.password });
      expect(await status('application/json', json)).toBe(200);
      expect(await status('application/x-www-form-urlencoded', new URLSearchParams({ email: ada.email, password: ada.password }).toString())).toBe(415);
      expect(await status('text/plain', json)).toBe(415);
      expect(await status('application/json', json.replace('{', '{"email":"eve@example.com",'))).toBe(400);
    });

    test('nobody signs up by themselves, and no other address of the library stands open', async () => {
      for (const path of ['/sign-up/email', '/update-user', '/change-email', '/delete-user', '/list-sessions', '/revoke-sessions', '/link-social', '/ok', '//sign-in/email', '/sign-in/email/', '/%73ign-in/email']) {
        await expect(browser.send(path, { ...ada }), path).rejects.toMatchObject({ code: 'RESOURCE_NOT_FOUND' });
      }
    });
  });

  describe('sessions', () => {
    test('67 signing out ends the session at the server', async () => {
      await signUp();
      const request = browser.request();
      await browser.send('/sign-out', {});
      expect(await personOf(request)).toBeUndefined();
      expect(actions()).toContain('person.signed_out');
    });

    test('67 a session ends when it is as old as a session may become, however often it was used', async () => {
      await signUp();
      world.pass(30 * 86_400_000 - 1000);
      expect(await personOf(browser.request())).toBeDefined();
      world.pass(1000);
      expect(await personOf(browser.request())).toBeUndefined();
    });

    test('67 a session that was not used for the time that the operator set is over', async () => {
      const short = await openPeople(store, { sessionIdleMs: 60_000 });
      const other = openBrowser(short);
      other.take((await short.people.signUp({ ...ada, email: 'grace@example.com' }, other.request(), {}, () => Promise.resolve([]))).cookies);
      expect(await short.people.principalOf(other.request())).toBeDefined();
      const past = new Date(Date.now() - 1000);
      await store.db.updateTable('session').set({ expiresAt: databases.kind === 'sqlite' ? past.toISOString() : past } as never).execute();
      expect(await short.people.principalOf(other.request())).toBeUndefined();
    });

    test('66 a request that may change something and comes with a cookie is refused from any other origin', async () => {
      await signUp();
      for (const origin of ['https://evil.test', 'null', 'http://carnet.test', 'https://carnet.test.evil.test']) {
        await expect(personOf(browser.request('POST', { origin })), origin).rejects.toMatchObject({ code: 'REQUEST_ORIGIN_REFUSED' });
        await expect(browser.send('/sign-out', {}, { origin }), origin).rejects.toMatchObject({ code: 'REQUEST_ORIGIN_REFUSED' });
      }
      const request = browser.request('DELETE');
      request.headers.delete('origin');
      await expect(personOf(request)).rejects.toMatchObject({ code: 'REQUEST_ORIGIN_REFUSED' });
      expect(await personOf(browser.request('POST'))).toBeDefined();
    });

    test('20 wrong tokens of a network close no way for a right one there', async () => {
      await signUp();
      const { token } = await world.people.redeem((await world.people.signInLink({ email: 'grace@example.com', name: 'Grace' })).split('#')[1] ?? '', browser.request(), {});
      const ask = (bearer: string) => personOf(new Request(`${base}/v1/me`, { headers: { authorization: `Bearer ${bearer}` } }));
      for (let count = 0; count < 100; count += 1) await expect(ask(String(count).padStart(8, '0').padEnd(32, 'x'))).rejects.toBeDefined();
      await expect(ask('x'.repeat(32))).rejects.toMatchObject({ code: 'ATTEMPTS_EXHAUSTED' });
      expect(await ask(token)).toMatchObject({ email: 'grace@example.com' });
      expect((await browser.send('/sign-in/email', { email: ada.email, password: ada.password })).status).toBe(200);
    });

    test('a wrong bearer token is not made good by the cookie beside it', async () => {
      await signUp();
      for (const token of ['x'.repeat(32), `${'x'.repeat(32)}.signature`, 'carnet_api_short']) {
        await expect(personOf(browser.request('GET', { authorization: `Bearer ${token}` }))).rejects.toMatchObject({ code: 'REQUEST_UNAUTHENTICATED' });
      }
      await expect(personOf(browser.request('GET', { authorization: 'Basic YTpi' }))).rejects.toMatchObject({ code: 'REQUEST_UNAUTHENTICATED' });
    });

    test('of two who set the first password at once, one does', async () => {
      const session = await world.people.redeem((await world.people.signInLink(ada)).split('#')[1] ?? '', browser.request(), {});
      browser.take(session.cookies);
      const person = await personOf(browser.request());
      if (person?.kind !== 'person') throw new Error('nobody is signed in');
      const set = await Promise.allSettled(['the first password', 'the second password'].map((password) => world.people.setPassword(person, { password }, browser.request('PUT'), {})));
      expect(set.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
      expect(set.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'SIGN_IN_REFUSED', message: 'A password was set meanwhile.' } });
    });

    test('of two who sign up with one e-mail at once, one does', async () => {
      const signUps = await Promise.allSettled([1, 2].map(() => world.people.signUp(ada, openBrowser(world).request(), {}, () => Promise.resolve([]))));
      expect(signUps.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
      expect(signUps.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'SIGN_IN_REFUSED', message: 'Somebody has an account with this e-mail.' } });
    });

    test('a new password ends all other sessions', async () => {
      await signUp();
      const other = openBrowser(world);
      await other.send('/sign-in/email', { email: ada.email, password: ada.password });
      const person = await personOf(browser.request());
      if (person?.kind !== 'person') throw new Error('nobody is signed in');
      await expect(world.people.setPassword(person, { current: 'a wrong password', password: 'another password' }, browser.request('PUT'), {})).rejects.toMatchObject({ code: 'SIGN_IN_REFUSED' });
      browser.take(await world.people.setPassword(person, { current: ada.password, password: 'another password' }, browser.request('PUT'), {}));
      expect(await personOf(other.request())).toBeUndefined();
      expect(await personOf(browser.request())).toMatchObject({ email: ada.email });
      expect(actions()).toContain('person.password_changed');
    });
  });

  describe('the sign-in link', () => {
    const link = async (email = ada.email): Promise<string> => (await world.people.signInLink({ email, name: 'Ada' })).replace(`${base}/sign-in#`, '');

    test('a link makes the user where there is none, and signs in once', async () => {
      const token = await link();
      expect(token).toMatch(/^carnet_link_[\w-]{43}$/);
      const session = await world.people.redeem(token, browser.request(), {});
      browser.take(session.cookies);
      expect(await personOf(browser.request())).toMatchObject({ email: ada.email, administrator: true });
      expect(await personOf(new Request(`${base}/v1/me`, { headers: { authorization: `Bearer ${session.token}` } }))).toMatchObject({ email: ada.email });
      await expect(world.people.redeem(token, browser.request(), {})).rejects.toMatchObject({ code: 'SIGN_IN_REFUSED' });
    });

    test('of two who redeem one link at once, one signs in', async () => {
      const token = await link();
      const answers = await Promise.allSettled([1, 2, 3].map(() => world.people.redeem(token, browser.request(), {})));
      expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      expect(await store.db.selectFrom('session').select('id').execute()).toHaveLength(1);
    });

    test('a link is over after ten minutes', async () => {
      const token = await link();
      world.pass(10 * 60_000);
      await expect(world.people.redeem(token, browser.request(), {})).rejects.toMatchObject({ code: 'SIGN_IN_REFUSED' });
    });

    test('an address that nobody has proven makes no administrator, and what gathered under it is gone once it is proven', async () => {
      await signUp();
      expect(await personOf(browser.request())).toMatchObject({ administrator: false });
      const owner = openBrowser(world);
      owner.take((await world.people.redeem(await link(), owner.request(), {})).cookies);
      expect(await personOf(owner.request())).toMatchObject({ administrator: true });
      expect(await personOf(browser.request())).toBeUndefined();
      await expect(openBrowser(world).send('/sign-in/email', { email: ada.email, password: ada.password })).rejects.toMatchObject({ code: 'SIGN_IN_REFUSED' });
    });
  });

  describe('the second factor', () => {
    // A code is of a time step of 30 s, which may not end between its making and its use.
    beforeEach(() => { vi.useFakeTimers({ toFake: ['Date'] }); });
    afterEach(() => { vi.useRealTimers(); });

    test('once it is set up, the password alone opens nothing', async () => {
      await signUp();
      const { totpURI, backupCodes } = await browser.json('/two-factor/enable', { password: ada.password }) as { totpURI: string; backupCodes: string[] };
      const secret = new URL(totpURI).searchParams.get('secret') ?? '';
      await expect(browser.send('/two-factor/verify-totp', { code: '000000' })).rejects.toMatchObject({ code: 'SIGN_IN_REFUSED' });
      await browser.send('/two-factor/verify-totp', { code: totp(secret, -1) });
      expect(actions()).toContain('person.two_factor_enabled');

      const other = openBrowser(world);
      expect(await other.json('/sign-in/email', { email: ada.email, password: ada.password })).toMatchObject({ twoFactorRedirect: true });
      expect(await personOf(other.request())).toBeUndefined();
      const code = totp(secret);
      await other.send('/two-factor/verify-totp', { code });
      expect(await personOf(other.request())).toMatchObject({ email: ada.email });
      const thief = openBrowser(world);
      await thief.send('/sign-in/email', { email: ada.email, password: ada.password });
      await expect(thief.send('/two-factor/verify-totp', { code })).rejects.toMatchObject({ code: 'SIGN_IN_REFUSED', message: 'The code was used already.' });
      expect(await personOf(thief.request())).toBeUndefined();

      for (let count = 0; count < 6; count += 1) await expect(openBrowser(world).send('/two-factor/verify-backup-code', { code: 'a stranger' }), 'closes nobody else\'s way').rejects.toBeDefined();
      const third = openBrowser(world);
      await third.send('/sign-in/email', { email: ada.email, password: ada.password });
      await third.send('/two-factor/verify-backup-code', { code: backupCodes[0] });
      expect(await personOf(third.request())).toMatchObject({ email: ada.email });

      const dump = await dumpOf(store);
      for (const value of [secret, fromBase32(secret).toString('latin1'), ...backupCodes]) expect(dump).not.toContain(value);
    });

    const withFactor = async (): Promise<string> => {
      await signUp();
      const { totpURI } = await browser.json('/two-factor/enable', { password: ada.password }) as { totpURI: string };
      const secret = new URL(totpURI).searchParams.get('secret') ?? '';
      await browser.send('/two-factor/verify-totp', { code: totp(secret) });
      return secret;
    };
    const challenged = async (at: Pick<PeopleWorld, 'people'>): Promise<Browser> => {
      const other = openBrowser(at);
      await other.send('/sign-in/email', { email: ada.email, password: ada.password });
      return other;
    };

    test('of two servers that are given one code at the same time one takes it, and none after a restart', async () => {
      const where = await databases.create();
      const stores = await Promise.all([openStore(where), openStore(where)]);
      onTestFinished(async () => { for (const each of stores) await each.close(); });
      [store] = stores as [Store, Store];
      await migrate(store);
      const worlds = await Promise.all(stores.map((each) => openPeople(each)));
      [world] = worlds as [PeopleWorld, PeopleWorld];
      browser = openBrowser(world);
      const code = totp(await withFactor(), 1);
      const browsers = [await challenged(worlds[0]!), await challenged(worlds[1]!)];
      const outcomes = await Promise.allSettled(browsers.map((each) => each.send('/two-factor/verify-totp', { code })));
      expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
      expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'SIGN_IN_REFUSED', message: 'The code was used already.' } });
      expect((await Promise.all(browsers.map((each, index) => worlds[index]!.people.principalOf(each.request())))).filter((person) => person !== undefined)).toHaveLength(1);

      const restarted = await openPeople(store);
      await expect((await challenged(restarted)).send('/two-factor/verify-totp', { code })).rejects.toMatchObject({ message: 'The code was used already.' });
    });

    test('the code that set it up opens nothing more', async () => {
      const secret = await withFactor();
      const rows = await store.db.selectFrom('twoFactor').select('lastStep').execute();
      const code = totp(secret, (rows[0]?.lastStep ?? 0) - Math.floor(Date.now() / 30_000));
      await expect((await challenged(world)).send('/two-factor/verify-totp', { code })).rejects.toMatchObject({ code: 'SIGN_IN_REFUSED', message: 'The code was used already.' });
    });

    test('a right code passes at once when a lock is over', async () => {
      const secret = await withFactor();
      await sql`update "twoFactor" set "failedVerificationCount" = 10, "lockedUntil" = ${'2026-01-01T00:00:00.000Z'}`.execute(store.db);
      const other = await challenged(world);
      await expect(other.send('/two-factor/verify-totp', { code: '000000' })).rejects.toMatchObject({ code: 'SIGN_IN_REFUSED' });
      await sql`update "twoFactor" set "failedVerificationCount" = 10, "lockedUntil" = ${'2026-01-01T00:00:00.000Z'}`.execute(store.db);
      await other.send('/two-factor/verify-totp', { code: totp(secret, 1) });
      expect(await personOf(other.request())).toMatchObject({ email: ada.email });
    });
  });

  describe('the command line', () => {
    const ask = async (): Promise<{ device_code: string; user_code: string; verification_uri: string }> =>
      await openBrowser(world).json('/device/code', { client_id: 'carnet-cli' }) as { device_code: string; user_code: string; verification_uri: string };
    const poll = async (device: string): Promise<Record<string, unknown>> =>
      await openBrowser(world).json('/device/token', { grant_type: 'urn:ietf:params:oauth:grant-type:device_code', device_code: device, client_id: 'carnet-cli' });

    test('a person who is signed in approves the code, and the command line gets a session of its own', async () => {
      await signUp();
      const { device_code: device, user_code: user, verification_uri: address } = await ask();
      expect(address).toBe(`${base}/device`);
      expect(await poll(device)).toMatchObject({ error: 'authorization_pending' });
      await expect(browser.send('/device/approve', { userCode: user })).rejects.toMatchObject({ code: 'REQUEST_INVALID' });
      await browser.send(`/device?user_code=${user}`);
      await browser.send('/device/approve', { userCode: user });
      await store.db.updateTable('deviceCode' as 'user').set({ lastPolledAt: null } as never).execute();
      const { access_token: token } = await poll(device) as { access_token: string };
      const request = new Request(`${base}/v1/me`, { method: 'POST', headers: { authorization: `Bearer ${token}` } });
      expect(await personOf(request)).toMatchObject({ kind: 'person', email: ada.email });
      expect(await poll(device)).toMatchObject({ error: 'invalid_grant' });
      expect(actions()).toContain('person.device_approved');
      const dump = await dumpOf(store);
      for (const value of [device, user, token]) expect(dump).not.toContain(value);
      await world.people.handler(new Request(`${base}/v1/auth/sign-out`, { method: 'POST', headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' }, body: '{}' }), {});
      await expect(personOf(request)).rejects.toMatchObject({ code: 'REQUEST_UNAUTHENTICATED' });
    });

    test('what is no request of RFC 8628 is refused as everywhere', async () => {
      await expect(openBrowser(world).send('/device/token', { grant_type: '<script>', device_code: 'x', client_id: 'carnet-cli' })).rejects.toMatchObject({ code: 'REQUEST_INVALID', message: 'The request is not one that this address takes.' });
    });

    test('a code that was denied gives nothing, and another client gets no code', async () => {
      await signUp();
      const { device_code: device, user_code: user } = await ask();
      await browser.send(`/device?user_code=${user}`);
      await browser.send('/device/deny', { userCode: user });
      expect(await poll(device)).toMatchObject({ error: 'access_denied' });
      expect(await openBrowser(world).json('/device/code', { client_id: 'another' })).toMatchObject({ error: 'invalid_client' });
    });

    test('nobody approves without being signed in', async () => {
      const { user_code: user } = await ask();
      await openBrowser(world).send(`/device?user_code=${user}`);
      await expect(openBrowser(world).send('/device/approve', { userCode: user })).rejects.toMatchObject({ code: 'REQUEST_UNAUTHENTICATED' });
    });
  });

  test('what is over is removed, and what is not stays', async () => {
    await signUp();
    await openBrowser(world).json('/device/code', { client_id: 'carnet-cli' });
    await world.people.signInLink({ email: ada.email, name: 'Ada' });
    const count = async (): Promise<number[]> => await Promise.all(['session', 'deviceCode', 'machine_token'].map(async (table) => (await store.db.selectFrom(table as 'user').select('id').execute()).length));
    await world.people.removeExpired();
    expect(await count()).toEqual([1, 1, 1]);
    const past = new Date(Date.now() - 1000);
    for (const table of ['session', 'deviceCode']) await store.db.updateTable(table as 'user').set({ expiresAt: databases.kind === 'sqlite' ? past.toISOString() : past } as never).execute();
    world.pass(10 * 60_000);
    await world.people.removeExpired();
    expect(await count()).toEqual([0, 0, 0]);
  });

  test('codes for the command line are given out thirty times in 15 minutes to one address', async () => {
    const ask = () => openBrowser(world).send('/device/code', { client_id: 'carnet-cli' });
    for (let times = 0; times < 30; times += 1) await ask();
    await expect(ask()).rejects.toMatchObject({ code: 'ATTEMPTS_EXHAUSTED' });
  });

  test('68 a wrong password takes as long for an e-mail that nobody has', async () => {
    await signUp();
    // In turn, and of each the shortest: other work of the machine prolongs one of them now and then.
    const shortest = { [ada.email]: Infinity, 'nobody@example.com': Infinity };
    for (let count = 0; count < 5; count += 1) {
      for (const [email, before] of Object.entries(shortest)) {
        const begun = performance.now();
        await openBrowser(world, `192.0.2.${count}`).send('/sign-in/email', { email, password: 'another password' }).catch(() => undefined);
        shortest[email] = Math.min(before, performance.now() - begun);
      }
    }
    // Without a hash for the unknown one this is below a tenth.
    expect(shortest['nobody@example.com']! / shortest[ada.email]!).toBeGreaterThan(0.3);
  });

  test('74 a dump of the database shows no token, cookie, code or password', async () => {
    await signUp();
    const session = await world.people.redeem((await world.people.signInLink({ email: 'grace@example.com', name: 'Grace' })).split('#')[1] ?? '', browser.request(), {});
    const link = await world.people.signInLink({ email: 'grace@example.com', name: 'Grace' });
    const dump = await dumpOf(store);
    const cookie = decodeURIComponent([...browser.cookies.values()][0] ?? '');
    for (const value of [ada.password, cookie, cookie.split('.')[0] ?? '', session.token, link.split('#')[1] ?? '', world.settings.sessionSecret]) {
      expect(value.length).toBeGreaterThan(10);
      expect(dump).not.toContain(value);
    }
    expect(dump).toContain('$argon2id$');
    // What stands there opens nothing, either.
    const [stored] = await store.db.selectFrom('session').select('token' as 'id').execute() as unknown as { token: string }[];
    await expect(personOf(new Request(`${base}/v1/me`, { headers: { authorization: `Bearer ${stored?.token}` } }))).rejects.toMatchObject({ code: 'REQUEST_UNAUTHENTICATED' });
  });

  test('a change that cannot be recorded is not made', async () => {
    const { people } = await openPeople(store, { audit: { append: () => Promise.reject(new Error('no audit')) } });
    await expect(people.signUp({ ...ada, email: 'grace@example.com' }, browser.request(), {}, () => Promise.resolve([]))).rejects.toThrow('no audit');
    expect(await store.db.selectFrom('user').select('id').execute()).toEqual([]);
    await signUp();
    const before = await store.db.selectFrom('session').select('id').execute();
    await expect(openBrowser({ people }).send('/sign-in/email', { email: ada.email, password: ada.password })).rejects.toMatchObject({ code: 'UNEXPECTED' });
    expect(await store.db.selectFrom('session').select('id').execute()).toEqual(before);
  });
});

/** RFC 6238, with the secret as an authenticator app reads it. */
function totp(secret: string, steps = 0): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps));
  const mac = createHmac('sha1', fromBase32(secret)).update(counter).digest();
  const offset = (mac.at(-1) ?? 0) & 0xf;
  return String((mac.readUInt32BE(offset) & 0x7fff_ffff) % 1_000_000).padStart(6, '0');
}

function fromBase32(text: string): Buffer {
  const bits = [...text.replaceAll('=', '')].map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0')).join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}
