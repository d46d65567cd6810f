import { setImmediate as nextTurn } from 'node:timers/promises';
import { CarnetError, type Clock, type FederatedIdentity, type Provider, type Secret, type Transport } from '@carnet/provider';
import type { LadderCarnet, LadderRequest } from '../ladder-request.ts';
import type { Rung } from '../rung.ts';

export const issuerUrl = 'https://issuer.example.com';
export const subject = 'organization:4f1c0f9e-5a35-4d6c-8f3b-0d3f0f6f9a11';
const audience = 'urn:cloud';
export const startMs = 1_800_000_000_000;

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

export function tokenWith(claims: object = {}, header: object = {}): string {
  const iat = startMs / 1000;
  return `${part({ alg: 'RS256', kid: 'key-1', ...header })}.${part({ iss: issuerUrl, sub: subject, aud: audience, iat, nbf: iat - 60, exp: iat + 3600, ...claims })}.c2ln`;
}

/** Time that moves only when nothing else does. */
export function waitingClock(): Clock & { readonly waits: readonly number[] } {
  let now = startMs;
  const waits: number[] = [];
  return {
    waits,
    now: () => now,
    async sleep(milliseconds, { signal } = {}) {
      for (let turn = 0; turn < 20; turn += 1) {
        signal?.throwIfAborted();
        await nextTurn();
      }
      signal?.throwIfAborted();
      waits.push(milliseconds);
      now += milliseconds;
    },
  };
}

export interface FakeParts {
  readonly token?: string;
  readonly discovery?: () => Response | Promise<Response>;
  readonly keys?: () => Response | Promise<Response>;
  readonly provider?: Partial<Provider>;
  readonly carnet?: Partial<LadderCarnet>;
}

export const discoveryDocument: { readonly issuer: string; readonly jwks_uri: string } = { issuer: issuerUrl, jwks_uri: `${issuerUrl}/oauth2/jwks` };
export const publicKey: Readonly<Record<string, string>> = { kty: 'RSA', kid: 'key-1', alg: 'RS256', use: 'sig', n: 'n', e: 'AQAB' };
/** By a clock that agrees with ours. */
export const answered = (body: unknown, { status = 200, headers = {} }: { readonly status?: number; readonly headers?: Readonly<Record<string, string>> } = {}): Response =>
  new Response(typeof body === 'string' ? body : JSON.stringify(body), { status, headers: { date: new Date(startMs).toUTCString(), ...headers } });

const registeredProvider = (changes: Partial<Provider> = {}): Provider => ({
  specificationVersion: 'v1',
  manifest: { id: 'fake', title: 'Fake', store: { schema: { type: 'object', properties: {} } }, methods: [{ id: 'workload-identity' }], refusedEnvironment: [] },
  open: () => ({ authenticate: () => Promise.reject(refusal('TRUST_REJECTED')), read: () => Promise.reject(refusal('ACCESS_DENIED')) }),
  ...changes,
});

export const refusal = (code: CarnetError['code'], cloudCode?: string): CarnetError => new CarnetError({ code, message: `It was refused with ${code}.`, cloudCode });

/** A ladder on which every rung passes, but for what a test changes. */
export function fakeRequest({ token = tokenWith(), discovery = () => answered(discoveryDocument), keys = () => answered({ keys: [publicKey] }), provider, carnet }: FakeParts = {}, changes: Partial<LadderRequest> = {}): LadderRequest {
  const transport: Transport = {
    fetch: async ({ url }) => await (url.endsWith('/jwks') ? keys() : discovery()),
    agent: () => { throw new Error('No agent in this test.'); },
  };
  const identity: FederatedIdentity = { kind: 'fake', settings: { tenant: 't' }, subjectToken: async () => token, transport };
  const secret = { fingerprint: 'hmac:0123456789ab' } as Secret;
  return {
    carnet: {
      identity: () => identity,
      authenticate: async () => ({ principal: 'someone', expiresAt: startMs + 3_600_000 }),
      read: async () => ({ secret, version: '7' }),
      list: async function* () { yield { name: 'api-key' }; },
      ...carnet,
    },
    credential: { name: 'vault', provider: registeredProvider(provider), workloadIdentity: 'production', store: {} },
    clock: waitingClock(),
    ...changes,
  };
}

/** Every rung as it was told last, by its id. */
export async function told(rungs: AsyncIterable<Rung>): Promise<{ readonly all: readonly Rung[]; readonly last: ReadonlyMap<string, Rung> }> {
  const all: Rung[] = [];
  for await (const rung of rungs) all.push(rung);
  return { all, last: new Map(all.map((rung) => [rung.id, rung])) };
}
