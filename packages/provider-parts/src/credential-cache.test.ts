import { CarnetError } from '@carnet/provider';
import { beforeEach, describe, expect, test } from 'vitest';
import { CredentialCache, refreshTime, type CloudCredential, type ExchangeRequest } from './credential-cache.ts';

interface Token extends CloudCredential {
  readonly value: string;
}

const acme = { id: 'acme', title: 'Acme' };
const clock = { time: 0, now: () => clock.time };
let asked: (ExchangeRequest & PromiseWithResolvers<Token>)[];
let cache: CredentialCache<Token>;
beforeEach(() => {
  clock.time = 0;
  asked = [];
  cache = new CredentialCache<Token>(acme, clock, (request) => {
    const flight = Promise.withResolvers<Token>();
    asked.push({ ...request, ...flight });
    return flight.promise;
  });
});

const token = (value: string, expiresAt = clock.time + 3_600_000): Token => ({ value, expiresAt, refreshAt: refreshTime(clock.time, expiresAt) });
const failure = (retryable: boolean): CarnetError => new CarnetError({ code: retryable ? 'TOKEN_ENDPOINT_UNREACHABLE' : 'TRUST_REJECTED', message: 'Not now.' });
const valueOf = async (credential: Promise<Token>): Promise<string> => (await credential).value;

async function held(value: string): Promise<Token> {
  const first = cache.credential(undefined);
  asked.at(-1)?.resolve(token(value));
  return await first;
}

describe('one exchange', () => {
  test('serves all who ask meanwhile, and all who ask until it is time for a new one', async () => {
    const both = [cache.credential(undefined), cache.credential(undefined)];
    asked[0]?.resolve(token('a'));
    expect((await Promise.all(both)).map(({ value }) => value)).toEqual(['a', 'a']);
    clock.time = 3_299_999;
    expect(await valueOf(cache.credential(undefined))).toBe('a');
    expect(asked).toHaveLength(1);
    clock.time = 3_300_000;
    const renewed = cache.credential(undefined);
    asked[1]?.resolve(token('b'));
    expect(await valueOf(renewed)).toBe('b');
  });

  test('that failed is told to all who waited, and not kept', async () => {
    const both = [cache.credential(undefined), cache.credential(undefined)];
    asked[0]?.reject(failure(false));
    expect((await Promise.allSettled(both)).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect((await held('b')).value).toBe('b');
  });

  test('is aborted when the last who waited has left, and not before', async () => {
    const callers = [new AbortController(), new AbortController()];
    const both = callers.map(({ signal }) => cache.credential(signal));
    callers[0]?.abort();
    await expect(both[0]).rejects.toMatchObject({ code: 'ABORTED', provider: 'acme' });
    expect(asked[0]?.signal.aborted).toBe(false);
    callers[1]?.abort();
    await expect(both[1]).rejects.toMatchObject({ code: 'ABORTED' });
    expect(asked[0]?.signal.aborted).toBe(true);
    // Nobody joins what was given up.
    expect((await held('b')).value).toBe('b');
  });

  test('with a challenge is another one, and its credential replaces what everybody uses', async () => {
    await held('a');
    const challenged = cache.credential(undefined, 'more');
    expect(asked[1]?.challenge).toBe('more');
    asked[1]?.resolve(token('b'));
    expect(await valueOf(challenged)).toBe('b');
    expect(cache.fresh?.value).toBe('b');
  });
});

describe('a renewal that fails', () => {
  test('for a passing reason leaves the old credential in use, is tried again after a pause, and ends with the credential', async () => {
    await held('a');
    clock.time = 3_400_000;
    const during = cache.credential(undefined);
    asked[1]?.reject(failure(true));
    expect(await valueOf(during)).toBe('a');
    clock.time += 14_999;
    expect(await valueOf(cache.credential(undefined))).toBe('a');
    expect(asked).toHaveLength(2);
    clock.time = 3_600_000;
    const after = cache.credential(undefined);
    asked[2]?.reject(failure(true));
    await expect(after).rejects.toMatchObject({ code: 'TOKEN_ENDPOINT_UNREACHABLE' });
  });

  test('for a lasting reason is told at once', async () => {
    await held('a');
    clock.time = 3_400_000;
    const during = cache.credential(undefined);
    asked[1]?.reject(failure(false));
    await expect(during).rejects.toMatchObject({ code: 'TRUST_REJECTED' });
  });

  test('does not bring back a credential that a store refused', async () => {
    const old = await held('a');
    clock.time = 3_400_000;
    cache.drop(old);
    const during = cache.credential(undefined);
    asked[1]?.reject(failure(true));
    await expect(during).rejects.toMatchObject({ code: 'TOKEN_ENDPOINT_UNREACHABLE' });
  });
});

describe('a renewal that hangs', () => {
  const late = (): DOMException => new DOMException('late', 'TimeoutError');

  test('until the time of the call is over costs that call alone: its repeat gets the old credential', async () => {
    await held('a');
    clock.time = 3_400_000;
    const deadline = new AbortController();
    const during = cache.credential(deadline.signal);
    deadline.abort(late());
    await expect(during).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' });
    expect(await valueOf(cache.credential(undefined))).toBe('a');
    expect(asked).toHaveLength(2);
    clock.time += 15_000;
    void cache.credential(undefined).catch(() => undefined);
    expect(asked).toHaveLength(3);
  });

  test('and is ended by its caller changes nothing: the next call asks again', async () => {
    await held('a');
    clock.time = 3_400_000;
    const caller = new AbortController();
    const during = cache.credential(caller.signal);
    caller.abort();
    await expect(during).rejects.toMatchObject({ code: 'ABORTED' });
    expect((await held('b')).value).toBe('b');
  });

  test('past the end of the old credential leaves none', async () => {
    await held('a');
    clock.time = 3_600_000;
    const deadline = new AbortController();
    const during = cache.credential(deadline.signal);
    deadline.abort(late());
    await expect(during).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' });
    expect((await held('b')).value).toBe('b');
  });
});

describe('of two exchanges the one that began later counts', () => {
  test('a challenge that is answered before the renewal beside it', async () => {
    const plain = cache.credential(undefined);
    const challenged = cache.credential(undefined, 'more');
    asked[1]?.resolve(token('b'));
    expect(await valueOf(challenged)).toBe('b');
    asked[0]?.resolve(token('a'));
    expect(await valueOf(plain)).toBe('a');
    expect(cache.fresh?.value).toBe('b');
  });

  test('one that was given up and ends all the same', async () => {
    const caller = new AbortController();
    const first = cache.credential(caller.signal);
    caller.abort();
    await expect(first).rejects.toMatchObject({ code: 'ABORTED' });
    await held('b');
    asked[0]?.resolve(token('a'));
    await asked[0]?.promise;
    await Promise.resolve();
    expect(cache.fresh?.value).toBe('b');
  });

  test('two challenges at once are two exchanges', async () => {
    const both = [cache.credential(undefined, 'x'), cache.credential(undefined, 'y'), cache.credential(undefined, 'y')];
    expect(asked.map(({ challenge }) => challenge)).toEqual(['x', 'y']);
    asked[1]?.resolve(token('y'));
    asked[0]?.resolve(token('x'));
    expect((await Promise.all(both)).map(({ value }) => value)).toEqual(['x', 'y', 'y']);
    expect(cache.fresh?.value).toBe('y');
  });
});

test('a credential that is dropped while its successor is on the way costs no second exchange', async () => {
  const old = await held('a');
  clock.time = 3_400_000;
  const during = cache.credential(undefined);
  cache.drop(old);
  const later = cache.credential(undefined);
  asked[1]?.resolve(token('b'));
  expect([await valueOf(during), await valueOf(later)]).toEqual(['b', 'b']);
  cache.drop(old);
  expect([cache.fresh?.value, asked.length]).toEqual(['b', 2]);
});

test('a clock that is set back makes no exchange, and the credential ends by the clock that it began with', async () => {
  clock.time = 10_000_000;
  await held('a');
  clock.time = 0;
  expect(await valueOf(cache.credential(undefined))).toBe('a');
  clock.time = 13_600_000;
  expect(cache.fresh).toBeUndefined();
  expect(asked).toHaveLength(1);
});

test.each([[Number.POSITIVE_INFINITY, 1], [Number.NaN, 2], [Number.NEGATIVE_INFINITY, 2]])('a time of renewal that is %d is never one that keeps a credential by mistake', async (refreshAt, exchanges) => {
  const first = cache.credential(undefined);
  asked[0]?.resolve({ value: 'a', expiresAt: Number.POSITIVE_INFINITY, refreshAt });
  await first;
  void cache.credential(undefined).catch(() => undefined);
  expect(asked).toHaveLength(exchanges);
});

test('a credential that was refused is dropped once: a newer one stays', async () => {
  const old = await held('a');
  clock.time = 3_400_000;
  await held('b');
  cache.drop(old);
  expect(cache.held?.value).toBe('b');
});

test.each([[3_600_000, 3_300_000], [900_000, 600_000], [300_000, 200_000], [30_000, 20_000]])('a life of %i ms is renewed after %i ms', (life, after) => {
  expect(refreshTime(0, life)).toBe(after);
});
