import type { Assertion, Theme } from '../assertion.ts';
import { distrustAssertions } from './authenticate-distrust.ts';
import { happened } from './expected.ts';

const longestPrincipal = 2_048;

const idempotent: Assertion = {
  id: 'authenticate.idempotent',
  method: 'workload-identity',
  fact: 'a second authenticate makes no second exchange',
  async holds(scene) {
    const store = scene.open();
    await store.authenticate({});
    await store.authenticate({});
    return happened(scene.count('exchange'), 1, 'exchanges');
  },
};

const coalesced: Assertion = {
  id: 'authenticate.coalesced',
  method: 'workload-identity',
  fact: 'five calls of authenticate at once make one exchange',
  async holds(scene) {
    const store = scene.open();
    await Promise.all(Array.from({ length: 5 }, () => store.authenticate({})));
    return happened(scene.count('exchange'), 1, 'exchanges');
  },
};

const warmsReads: Assertion = {
  id: 'authenticate.warms-reads',
  fact: 'a read uses the credential that authenticate got',
  async holds(scene) {
    const { name } = await scene.put('value');
    const store = scene.open();
    await store.authenticate({});
    await store.read({ name }, {});
    return happened(scene.count('exchange'), 1, 'exchanges');
  },
};

const noSecret: Assertion = {
  id: 'authenticate.no-secret',
  fact: 'authenticate reads and lists no secret',
  async holds(scene) {
    await scene.put('value');
    await scene.open().authenticate({});
    return happened(scene.count('read') + scene.count('list'), 0, 'requests for secrets');
  },
};

const expiry: Assertion = {
  id: 'authenticate.expiry',
  fact: 'expiresAt, where there is one, is a time to come in epoch milliseconds',
  async holds(scene) {
    const { expiresAt }: { readonly expiresAt?: unknown } = await scene.open().authenticate({});
    if (expiresAt === undefined) return true;
    if (typeof expiresAt !== 'number' || !Number.isFinite(expiresAt)) return `it is a ${typeof expiresAt} and no time`;
    if (expiresAt <= scene.clock.now()) return 'it is over already';
    // Microseconds would be tens of thousands of years.
    return expiresAt < scene.clock.now() + 10 * 365 * 86_400_000 || 'it is more than ten years ahead';
  },
};

const principal: Assertion = {
  id: 'authenticate.principal',
  fact: 'principal, where there is one, is one line of text',
  async holds(scene) {
    const answer: { readonly principal?: unknown } = await scene.open().authenticate({});
    if (answer.principal === undefined) return true;
    if (typeof answer.principal !== 'string') return `it is a ${typeof answer.principal}`;
    if (answer.principal.trim() === '') return 'it is empty';
    if (answer.principal.length > longestPrincipal) return `it is longer than ${longestPrincipal} characters`;
    return !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(answer.principal) || 'it holds a line break or another control character';
  },
};

const noToken: Assertion = {
  id: 'authenticate.no-token',
  fact: 'nothing in the answer of authenticate is a token',
  async holds(scene) {
    const text = JSON.stringify(await scene.open().authenticate({}));
    const parts = [...scene.tokens.flatMap((token) => token.split('.')), ...(scene.double.credentials ?? [])];
    return !parts.some((part) => text.includes(part)) || 'a part of a token stands in it';
  },
};

/** The handshake, and nothing about a single secret. */
export const authenticateTheme: Theme = {
  id: 'authenticate',
  title: 'Authenticate',
  assertions: [idempotent, coalesced, warmsReads, noSecret, expiry, principal, noToken, ...distrustAssertions],
};
