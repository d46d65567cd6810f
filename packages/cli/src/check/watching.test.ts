import { setImmediate as nextTurn } from 'node:timers/promises';
import { CarnetError, defineProvider, type Clock } from '@carnet/provider';
import { expect, it } from 'vitest';
import type { CarnetConfig } from '../define-config.ts';
import { captureHost } from '../testing/captured-host.ts';
import { withOpen } from '../testing/local-federation.ts';
import { examine } from './check-credential.ts';

/** Time that moves only when nothing else does. */
function turningClock(): Clock {
  let now = 1_800_000_000_000;
  return {
    now: () => now,
    async sleep(milliseconds, { signal } = {}) {
      for (let turn = 0; turn < 200; turn += 1) {
        signal?.throwIfAborted();
        await nextTurn();
      }
      now += milliseconds;
    },
  };
}

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A store that knows our trust from the third attempt on. */
function slowTrust(): CarnetConfig {
  let attempts = 0;
  const clock = turningClock();
  const iat = clock.now() / 1000;
  return {
    clock,
    identity: { subjectToken: async () => `${part({ alg: 'RS256', kid: 'k' })}.${part({ iss: 'https://issuer.example', sub: 'organization:1', aud: 'urn:slow', iat, exp: iat + 300 })}.c2ln` },
    providers: [defineProvider({
      manifest: {
        id: 'slow', title: 'Slow', store: { schema: { type: 'object', properties: {} } }, methods: [{ id: 'workload-identity' }], refusedEnvironment: [],
        identity: { kind: 'slow', schema: { type: 'object', properties: {} }, audience: 'urn:slow' },
      },
      open: (_, context) => ({
        async authenticate() {
          await context.subjectToken();
          attempts += 1;
          if (attempts < 3) throw new CarnetError({ code: 'TRUST_REJECTED', message: 'It is not known.' });
          return { principal: 'someone' };
        },
        read: () => Promise.reject(new CarnetError({ code: 'SECRET_NOT_FOUND', message: 'There is none.' })),
      }),
    })],
    workloadIdentities: { production: { kind: 'slow' } },
    credentials: { store: { provider: 'slow', identity: 'production' } },
    transport: { fetch: async () => new Response('no', { status: 404 }), agent: () => { throw new Error('There is no agent here.'); } },
    environment: {},
  };
}

it('--new tries again until the trust is seen, and tells each attempt', async () => {
  const { host, written } = captureHost();
  const code = await withOpen(slowTrust(), (open) => examine('store', open, { new: true }, host));
  expect(code, written.stdout).toBe(0);
  expect(written.stderr.split('\n').slice(0, -1)).toEqual([1, 2].map((number) => `carnet: store, exchange, try ${number}: It is not known. Again in 10 s.`));

  const json = captureHost();
  await withOpen(slowTrust(), (open) => examine('store', open, { new: true, json: true }, json.host));
  expect(JSON.parse(json.written.stdout)).toMatchObject({ attempts: [{ credential: 'store', rung: 'exchange', number: 1, code: 'TRUST_REJECTED' }, { number: 2 }] });
  expect(json.written.stderr).toBe('');
});

it('without --new a trust is tried once', async () => {
  const { host, written } = captureHost();
  expect(await withOpen(slowTrust(), (open) => examine('store', open, {}, host))).toBe(5);
  expect(written.stderr).toBe('');
});

it('what is said on the way stands on a line of its own, also below the progress', async () => {
  const { host, written } = captureHost();
  Object.assign(host.stderr, { isTTY: true });
  await withOpen(slowTrust(), (open) => examine('store', open, { new: true }, host));
  const lines = written.stderr.split('\n').filter((line) => line.includes('try 1'));
  expect(lines.map((line) => line.split('\u001B[2K').at(-1))).toEqual(['carnet: store, exchange, try 1: It is not known. Again in 10 s.']);
});

it('a terminal that cannot clear a line gets no progress', async () => {
  const { host, written } = captureHost();
  Object.assign(host.stderr, { isTTY: true });
  Object.assign(host.env, { TERM: 'dumb' });
  await withOpen(slowTrust(), (open) => examine('store', open, {}, host));
  expect(written.stderr).toBe('');
});

it('progress is shown to a person who watches, and is gone at the end', async () => {
  const { host, written } = captureHost();
  Object.assign(host.stderr, { isTTY: true });
  await withOpen(slowTrust(), (open) => examine('store', open, {}, host));
  expect(written.stderr).toContain('carnet: exchange: fail');
  expect(written.stderr.endsWith('\r\u001B[2K')).toBe(true);
  expect(written.stdout).not.toContain('\u001B[2K');
});
