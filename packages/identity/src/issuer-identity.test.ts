import { createIssuer, generateKeyRing } from '@carnet/oidc-issuer';
import { CarnetError } from '@carnet/provider';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { issuerIdentity, type TokenMinter, type TokenMintRequest } from './index.ts';
import { failureOf, tokenFor } from './testing/token.ts';

const organization = '6f9619ff-8b86-4d01-b42d-00c04fc964ff';
const automation = '11111111-8b86-4d01-b42d-00c04fc964ff';
const request = { audience: 'api://AzureADTokenExchange', workloadIdentity: 'production' };

function recordingMinter(): TokenMinter & { readonly requests: TokenMintRequest[] } {
  const requests: TokenMintRequest[] = [];
  return { requests, mint: async (asked) => {
    requests.push(asked);
    return { token: tokenFor({ aud: asked.audience }) };
  } };
}

describe('A3: tokens of an issuer', () => {
  it('are asked for by organization and audience, and by nothing that was not set', async () => {
    const issuer = recordingMinter();
    await issuerIdentity(issuer, { organization }).subjectToken(request);
    expect(issuer.requests).toEqual([{ organization, audience: 'api://AzureADTokenExchange' }]);
  });

  it('carry automation, lifetime, issuer of the organization, session tags, renewal and signal where they are set', async () => {
    const issuer = recordingMinter();
    const { signal } = new AbortController();
    const source = issuerIdentity(issuer, { organization, automation, lifetimeSeconds: 300, organizationIssuer: true });
    await source.subjectToken({ ...request, claims: ['session-tags'], renew: true, signal });
    expect(issuer.requests).toEqual([{
      organization, automation, audience: request.audience, lifetimeSeconds: 300, organizationIssuer: true, sessionTags: true, renew: true, signal,
    }]);
  });

  it.each([
    { organization: organization.toUpperCase() }, { organization: 'acme' }, { organization: `${organization}\n` }, { organization, automation: 'billing' }, {} as { organization: string },
  ])('%o is refused at once', (options) => {
    expect(() => issuerIdentity(recordingMinter(), options)).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }));
  });
});

describe('an issuer that fails', () => {
  it('keeps its code and nothing else of its error', async () => {
    const mint = () => Promise.reject(Object.assign(new Error('canary'), { code: 'SIGNING_KEY_MISSING' }));
    const error = await failureOf(issuerIdentity({ mint }, { organization }).subjectToken(request));
    expect(error).toMatchObject({ code: 'SUBJECT_TOKEN_UNAVAILABLE', step: 'mint', message: 'The issuer minted no token (SIGNING_KEY_MISSING).', cloudCode: 'SIGNING_KEY_MISSING' });
    expect(inspect(error) + JSON.stringify(error)).not.toContain('canary');
  });

  it('for good says so: a refused request is not worth a second try, and the error is one of the contract', async () => {
    const refused = Object.assign(new Error('x'), { [Symbol.for('carnet.error')]: true, code: 'MINT_REQUEST_INVALID', retryable: false });
    const error = await failureOf(issuerIdentity({ mint: () => Promise.reject(refused) }, { organization }).subjectToken(request));
    expect(error).toBeInstanceOf(CarnetError);
    expect(error).toMatchObject({ code: 'SUBJECT_TOKEN_UNAVAILABLE', cloudCode: 'MINT_REQUEST_INVALID', retryable: false });
  });

  it.each([['a string', () => { throw 'canary' as unknown; }], ['null', () => Promise.reject(null as unknown)]])('that throws %s gives SUBJECT_TOKEN_UNAVAILABLE', async (_, mint) => {
    expect(await failureOf(issuerIdentity({ mint: mint as never }, { organization }).subjectToken(request))).toMatchObject({ code: 'SUBJECT_TOKEN_UNAVAILABLE' });
  });

  it.each([undefined, {}, { token: 3 }, { token: 'canary' }, { token: `${tokenFor({ aud: 'x' })}\n` }])('that gives no token gives SUBJECT_TOKEN_INVALID', async (minted) => {
    const error = await failureOf(issuerIdentity({ mint: async () => minted as never }, { organization }).subjectToken(request));
    expect(error).toMatchObject({ code: 'SUBJECT_TOKEN_INVALID' });
    expect(JSON.stringify(error)).not.toContain('canary');
  });

  it('that never settles is left as soon as the caller aborts', async () => {
    const controller = new AbortController();
    const pending = issuerIdentity({ mint: () => new Promise(() => undefined) }, { organization }).subjectToken({ ...request, signal: controller.signal });
    controller.abort();
    expect(await failureOf(pending)).toMatchObject({ code: 'ABORTED' });
  });

  it('is not asked where the caller has aborted before', async () => {
    const issuer = recordingMinter();
    expect(await failureOf(issuerIdentity(issuer, { organization }).subjectToken({ ...request, signal: AbortSignal.abort() }))).toMatchObject({ code: 'ABORTED' });
    expect(issuer.requests).toEqual([]);
  });
});

describe('a probe of an issuer', () => {
  const other = '22222222-8b86-4d01-b42d-00c04fc964ff';
  it('is a token of 60 s that differs from ours in the organization, or in the audience, and in nothing else', async () => {
    const issuer = recordingMinter();
    const source = issuerIdentity(issuer, { organization, automation, lifetimeSeconds: 300, organizationIssuer: true });
    await source.probe({ audience: request.audience, organization: other });
    await source.probe({ audience: 'urn:carnet:probe:1' });
    expect(issuer.requests).toEqual([
      { organization: other, automation, audience: request.audience, organizationIssuer: true, probe: true },
      { organization, automation, audience: 'urn:carnet:probe:1', organizationIssuer: true, probe: true },
    ]);
  });

  it('for an organization that is no UUID is refused, and one that fails is told as any other', async () => {
    const source = issuerIdentity({ mint: () => Promise.reject(new Error('canary')) }, { organization });
    expect(await failureOf(source.probe({ audience: request.audience, organization: 'acme' }))).toMatchObject({ code: 'CONFIG_INVALID' });
    expect(await failureOf(source.probe({ audience: request.audience }))).toMatchObject({ code: 'SUBJECT_TOKEN_UNAVAILABLE' });
  });

  it('is minted by our own issuer, and lives 60 s', async () => {
    const source = issuerIdentity(createIssuer({ issuer: 'https://issuer.example.com', keys: await generateKeyRing() }), { organization });
    const claims = JSON.parse(Buffer.from((await source.probe({ audience: 'urn:carnet:probe:1', organization: other })).split('.')[1] ?? '', 'base64url').toString()) as { exp: number; iat: number; sub: string };
    expect([claims.exp - claims.iat, claims.sub]).toEqual([60, `organization:${other}`]);
  });
});
