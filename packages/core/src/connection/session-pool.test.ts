import { createCarnet, createSessionPool, type CarnetOptions, type SessionPool } from '../index.ts';
import type { ProviderContext, SecretStore, SubjectTokenSource } from '@carnet/provider';
import { describe, expect, it, onTestFinished } from 'vitest';
import { failureOf } from '../testing/fake-carnet.ts';
import { fakeProvider, fakeTokens, notFound } from '../testing/fake-provider.ts';
import { manualClock } from '../testing/manual-clock.ts';

const hour = 3_600_000;
const noTransport: CarnetOptions['transport'] = { fetch: () => Promise.reject(new Error('no network')), agent: () => { throw new Error('no network'); } };

/** Several runs of one process, with one provider that makes an exchange where its session holds none. */
function runs({ expiresIn = hour as number | 'unknown', limit = 100, tokens = fakeTokens, parts = (): Partial<SecretStore> => ({}), open = (_context: ProviderContext): void => undefined } = {}) {
  const clock = manualClock();
  const pool = createSessionPool({ limit });
  const { provider, calls } = fakeProvider({ 'api-key': 'value' }, (context) => {
    open(context);
    return {
      async authenticate() {
        const flying = (context.session.get('flight') as Promise<number> | undefined) ?? context.subjectToken().then(() => clock.now() + (expiresIn === 'unknown' ? 0 : expiresIn));
        context.session.set('flight', flying);
        const expiresAt = await flying;
        return expiresIn === 'unknown' ? {} : { expiresAt };
      },
      ...parts(),
    };
  });
  const asked: string[] = [];
  const start = (id: string, options: Partial<CarnetOptions> = {}, key = 'config@1 organization:a', using: SessionPool = pool) => {
    const carnet = createCarnet({
      providers: [provider],
      identity: { subjectToken: async (request) => { asked.push(id); return await tokens.subjectToken(request); } },
      workloadIdentities: { wi: { kind: 'fake', tenant: 't' } },
      credentials: { main: { provider: 'fake', identity: 'wi' } },
      variables: { API_KEY: { credential: 'main', secret: 'api-key' } },
      environment: {}, fingerprintKey: new Uint8Array(32), transport: noTransport, clock, run: { id }, sessions: { pool: using, keys: { wi: key } },
      ...options,
    });
    onTestFinished(() => carnet.close());
    return carnet;
  };
  const run = async (...given: Parameters<typeof start>) => {
    await using carnet = start(...given);
    return (await carnet.resolve()).exchanges.map(({ origin }) => origin);
  };
  return { clock, pool, calls, asked, start, run };
}

describe('a cloud credential that several runs of a process share', () => {
  it('is exchanged once, and each later run says whose it uses; values are read anew', async () => {
    const { run, asked, calls } = runs();
    expect([await run('one'), await run('two'), await run('three')]).toEqual([['new'], [{ reusedFrom: 'one' }], [{ reusedFrom: 'one' }]]);
    expect(asked).toEqual(['one']);
    expect(calls.reads).toHaveLength(3);
  });

  it('is used until five minutes before its end, and not a moment longer', async () => {
    const { run, clock, asked } = runs();
    await run('one');
    await clock.finish(clock.sleep(hour - 300_001));
    expect(await run('two')).toEqual([{ reusedFrom: 'one' }]);
    await clock.finish(clock.sleep(1));
    expect(await run('three')).toEqual(['new']);
    expect(asked).toEqual(['one', 'three']);
  });

  it('is never used again where the provider told no end', async () => {
    const { run } = runs({ expiresIn: 'unknown' });
    expect([await run('one'), await run('two')]).toEqual([['new'], ['new']]);
  });

  it.each([
    ['another version or subject', { key: 'config@2 organization:a' }],
    ['other settings under the same key', { options: { workloadIdentities: { wi: { kind: 'fake', tenant: 'other' } } } }],
    ['another way to the network', { options: { transport: { ...noTransport } as CarnetOptions['transport'] } }],
  ])('belongs to one version, subject, settings and transport: with %s there is a new one', async (_, { key, options }: { key?: string; options?: Partial<CarnetOptions> }) => {
    const { run } = runs();
    await run('one');
    expect(await run('two', options ?? {}, key)).toEqual(['new']);
  });

  it('stays with its run where the provider looked at context.run', async () => {
    const { run, asked } = runs({ open: (context) => void context.run?.id });
    expect([await run('one'), await run('two')]).toEqual([['new'], ['new']]);
    expect(asked).toEqual(['one', 'two']);
  });

  it('stays with a run that failed', async () => {
    let denied = true;
    const { run, start } = runs({ parts: () => (denied ? { read: () => Promise.reject(notFound({ name: 'api-key' })) } : {}) });
    const carnet = start('one');
    await failureOf(carnet.resolve());
    await carnet.close();
    denied = false;
    expect(await run('two')).toEqual(['new']);
  });

  it('is one exchange for runs that begin at once, and new for the one whose token was traded', async () => {
    const { start, asked } = runs();
    const carnets = [start('one'), start('two')];
    const origins = (await Promise.all(carnets.map((carnet) => carnet.resolve()))).flatMap(({ exchanges }) => exchanges.map(({ origin }) => origin));
    expect(asked).toEqual(['one']);
    expect(origins).toEqual(['new', { reusedFrom: 'one' }]);
  });

  it('asks the run that is left where the one that asked has gone', async () => {
    const started = Promise.withResolvers<void>();
    let first = true;
    const tokens: SubjectTokenSource = {
      subjectToken: (request) => {
        if (!first) return fakeTokens.subjectToken(request);
        first = false;
        started.resolve();
        return new Promise(() => undefined);
      },
    };
    const { start, asked } = runs({ tokens });
    const [one, two] = [start('one'), start('two')];
    const [gone, left] = [failureOf(one.resolve()), two.resolve()];
    await started.promise;
    await one.close();
    expect(await gone).toMatchObject({ code: 'ABORTED' });
    expect(await left).toMatchObject({ exchanges: [{ origin: 'new' }] });
    expect(asked).toEqual(['one', 'two']);
  });

  it('speaks through the run that uses it: a renewal in the second run asks the second run, not the closed first', async () => {
    const contexts: ProviderContext[] = [];
    const { run, start, asked } = runs({ open: (context) => void contexts.push(context) });
    await run('one');
    const second = start('two');
    await second.resolve();
    await contexts[0]?.subjectToken();
    expect(asked).toEqual(['one', 'two']);
  });

  it('that was not used for longest goes when there are too many', async () => {
    const { run } = runs({ limit: 2 });
    for (const key of ['a', 'b', 'a', 'c']) await run(`first-${key}`, {}, key);
    expect([await run('x', {}, 'a'), await run('y', {}, 'c'), await run('z', {}, 'b')]).toEqual([[{ reusedFrom: 'first-a' }], [{ reusedFrom: 'first-c' }], ['new']]);
  });

  it('is dropped with the pool', async () => {
    const { run, pool, calls } = runs();
    await run('one');
    const [context] = calls.contexts;
    expect(context?.session.size).toBe(1);
    pool.close();
    expect(context?.session.size).toBe(0);
    expect(await run('two')).toEqual(['new']);
  });

  it('is not shared by a config that the keys do not name', async () => {
    const { run } = runs();
    const sessions = { pool: createSessionPool(), keys: {} };
    expect([await run('one', { sessions }), await run('two', { sessions })]).toEqual([['new'], ['new']]);
  });
});

it.each([
  [{ pool: { close: () => undefined }, keys: {} }, /createSessionPool/],
  [{ pool: createSessionPool(), keys: { wi: '' } }, /sessions\.keys/],
])('a pool that is none, or an empty key, is refused at once', (sessions, sentence) => {
  expect(() => createCarnet({ providers: [], credentials: {}, environment: {}, run: { id: 'x' }, transport: noTransport, sessions })).toThrow(sentence);
});

it('a pool without a run or a transport is refused at once', () => {
  expect(() => createCarnet({ providers: [], credentials: {}, environment: {}, sessions: { pool: createSessionPool(), keys: {} } })).toThrow(/sessions needs run/);
});

it.each([0, 1.5, 10_001])('a limit of %s is refused', (limit) => expect(() => createSessionPool({ limit })).toThrow(RangeError));
