import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Store } from '../store/store.ts';
import { eachDatabase } from '../testing/databases.ts';
import { startOidcProvider, type OidcProvider } from './testing/oidc-provider.ts';
import { base, dumpOf, openBrowser, openPeople, type Browser, type PeopleWorld } from './testing/people-world.ts';

eachDatabase((databases) => {
  let provider: OidcProvider;
  let store: Store;
  let world: PeopleWorld;
  beforeEach(async () => {
    provider = await startOidcProvider();
    store = await databases.open();
    const { issuer, clientId, clientSecret } = provider;
    world = await openPeople(store, { administrators: ['ada@example.com'], oidc: { name: 'Staff', issuer, clientId, clientSecret, allowedDomains: ['Example.com'] } });
  });
  afterEach(() => provider.close());

  /** As a browser goes: to the provider, and back with its code. Gives the address where it ends. */
  async function signIn(browser: Browser): Promise<string> {
    const { url } = await browser.json('/sign-in/social', { provider: 'oidc', callbackURL: '/', disableRedirect: true }) as { url: string };
    const there = await fetch(url, { redirect: 'manual' });
    const back = new URL(there.headers.get('location') ?? '');
    const answer = await browser.send(`/callback/oidc${back.search}`);
    return answer.headers.get('location') ?? '';
  }
  const personOf = (browser: Browser) => world.people.principalOf(browser.request());
  const users = () => store.db.selectFrom('user').select('email').execute();

  test('a provider that does not answer keeps nobody else from signing in, and those who would sign in there no longer than its time', async () => {
    const silent = createServer();
    await new Promise<void>((resolve) => { silent.listen(0, '127.0.0.1', resolve); });
    try {
      const { people } = await openPeople(await databases.open(), { oidc: { name: 'Staff', issuer: `http://127.0.0.1:${(silent.address() as AddressInfo).port}`, clientId: 'carnet', clientSecret: 'a client secret', allowedDomains: ['example.com'] } });
      const [, link = ''] = (await people.signInLink({ email: 'ada@example.com', name: 'Ada' })).split('#');
      const { token } = await people.redeem(link, new Request(base));
      expect(await people.principalOf(new Request(base, { headers: { authorization: `Bearer ${token}` } }))).toMatchObject({ email: 'ada@example.com' });
      vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
      const waiting = expect(openBrowser({ people }).send('/sign-in/social', { provider: 'oidc', callbackURL: '/' })).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' });
      await vi.waitFor(() => { if (vi.getTimerCount() === 0) throw new Error('nothing waits yet'); }, { timeout: 10_000 });
      await vi.advanceTimersByTimeAsync(15_000);
      await waiting;
    } finally {
      vi.useRealTimers();
      silent.closeAllConnections();
      silent.close();
    }
  });

  test('somebody of an allowed domain signs in, and the next time is the same user', async () => {
    const first = openBrowser(world);
    expect(await signIn(first)).toBe('/');
    const person = await personOf(first);
    expect(person).toMatchObject({ kind: 'person', email: 'ada@example.com', name: 'Ada', administrator: true });
    const second = openBrowser(world);
    await signIn(second);
    expect(await personOf(second)).toMatchObject({ userId: (person as { userId: string }).userId });
    expect(await users()).toHaveLength(1);
    expect(world.records.map(({ action }) => action)).toEqual(['person.created', 'person.sign_in_method_added', 'person.signed_in', 'person.signed_in']);
  });

  test('74 the database keeps no token of the provider, and no state of the way there in clear', async () => {
    const browser = openBrowser(world);
    const { url } = await browser.json('/sign-in/social', { provider: 'oidc', callbackURL: '/', disableRedirect: true }) as { url: string };
    const asked = new URL(url).searchParams;
    const before = await dumpOf(store);
    for (const name of ['state', 'nonce']) expect(before).not.toContain(asked.get(name) ?? 'missing');
    expect(before).not.toContain('codeVerifier');
    await signIn(openBrowser(world));
    const after = await dumpOf(store);
    expect(provider.issued).toHaveLength(3);
    for (const token of [...provider.issued, provider.clientSecret]) expect(after).not.toContain(token);
  });

  test.each([
    ['another domain', { email: 'eve@evil.test' }],
    ['a domain that ends the same', { email: 'eve@notexample.com' }],
    ['an address that the provider has not proven', { email_verified: false }],
  ])('%s is refused, and makes no user', async (_, claims) => {
    provider.person = { ...provider.person, ...claims };
    const browser = openBrowser(world);
    expect(await signIn(browser)).toMatch(/^https:\/\/carnet\.test\/sign-in\?error=/);
    expect(await personOf(browser)).toBeUndefined();
    expect(await users()).toEqual([]);
  });

  test('a token that another key signed is refused', async () => {
    provider.forged = true;
    const browser = openBrowser(world);
    expect(await signIn(browser)).toMatch(/\/sign-in\?error=/);
    expect(await users()).toEqual([]);
  });

  test('67 the answer of the provider opens nothing in another browser, nor a second time', async () => {
    const browser = openBrowser(world);
    const { url } = await browser.json('/sign-in/social', { provider: 'oidc', callbackURL: '/', disableRedirect: true }) as { url: string };
    const back = new URL((await fetch(url, { redirect: 'manual' })).headers.get('location') ?? '');
    const other = openBrowser(world);
    await other.send(`/callback/oidc${back.search}`).catch(() => undefined);
    expect(await personOf(other)).toBeUndefined();
    await browser.send(`/callback/oidc${back.search}`);
    expect(await personOf(browser)).toMatchObject({ email: 'ada@example.com' });
    const third = openBrowser(world);
    third.take([...browser.cookies].filter(([name]) => !name.includes('session')).map(([name, value]) => `${name}=${value}`));
    await third.send(`/callback/oidc${back.search}`).catch(() => undefined);
    expect(await personOf(third)).toBeUndefined();
  });

  test('an account that somebody made under the address without proof is not handed to the provider\'s person, nor its owner to that one', async () => {
    const squatter = openBrowser(world);
    squatter.take((await world.people.signUp({ email: 'ada@example.com', name: 'Eve', password: 'a password of the tests' }, squatter.request(), {}, () => Promise.resolve([]))).cookies);
    const browser = openBrowser(world);
    expect(await signIn(browser)).toMatch(/\/sign-in\?error=account_not_linked/);
    expect(await personOf(browser)).toBeUndefined();
    expect(await personOf(squatter)).toMatchObject({ administrator: false });
  });

  test('nobody is sent on to another origin', async () => {
    await expect(openBrowser(world).send('/sign-in/social', { provider: 'oidc', callbackURL: 'https://evil.test/' })).rejects.toMatchObject({ code: 'REQUEST_ORIGIN_REFUSED' });
  });
});
