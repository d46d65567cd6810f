import { randomUUID, createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

/** Whom the provider says the person is. */
export interface Claims {
  readonly sub: string;
  readonly email: string;
  readonly email_verified: boolean;
  readonly name: string;
}

export interface OidcProvider {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** The tokens that it gave out. */
  readonly issued: readonly string[];
  /** Who signs in next. */
  person: Claims;
  /** Signs with a key that its JWKS does not have. */
  forged: boolean;
  close(): Promise<void>;
}

/** A small OpenID Connect provider on loopback: discovery, authorization code with PKCE, tokens signed with a key of its JWKS. */
export async function startOidcProvider(): Promise<OidcProvider> {
  const [own, foreign] = await Promise.all([generateKeyPair('RS256'), generateKeyPair('RS256')]);
  const jwk = { ...(await exportJWK(own.publicKey)), kid: 'own', alg: 'RS256', use: 'sig' };
  const codes = new Map<string, { readonly nonce: string; readonly challenge: string; readonly redirect: string }>();
  const issued: string[] = [];
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', provider.issuer);
    const json = (body: object, status = 200): void => void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (url.pathname === '/.well-known/openid-configuration') {
      return json({
        issuer: provider.issuer, authorization_endpoint: `${provider.issuer}/authorize`, token_endpoint: `${provider.issuer}/token`, jwks_uri: `${provider.issuer}/jwks`,
        response_types_supported: ['code'], subject_types_supported: ['public'], id_token_signing_alg_values_supported: ['RS256'],
      });
    }
    if (url.pathname === '/jwks') return json({ keys: [jwk] });
    if (url.pathname === '/authorize') {
      const code = randomUUID();
      const redirect = new URL(url.searchParams.get('redirect_uri') ?? '');
      codes.set(code, { nonce: url.searchParams.get('nonce') ?? '', challenge: url.searchParams.get('code_challenge') ?? '', redirect: redirect.href });
      redirect.searchParams.set('code', code);
      redirect.searchParams.set('state', url.searchParams.get('state') ?? '');
      return void response.writeHead(302, { location: redirect.href }).end();
    }
    const form = new URLSearchParams(await text(request));
    const asked = codes.get(form.get('code') ?? '');
    codes.delete(form.get('code') ?? '');
    const secret = form.get('client_secret') ?? Buffer.from(request.headers.authorization?.slice(6) ?? '', 'base64').toString().split(':')[1];
    const challenge = createHash('sha256').update(form.get('code_verifier') ?? '').digest('base64url');
    if (!asked || secret !== provider.clientSecret || asked.challenge !== challenge || asked.redirect !== form.get('redirect_uri')) return json({ error: 'invalid_grant' }, 400);
    const idToken = await new SignJWT({ ...provider.person, ...(asked.nonce !== '' && { nonce: asked.nonce }) })
      .setProtectedHeader({ alg: 'RS256', kid: 'own' }).setIssuer(provider.issuer).setAudience(provider.clientId).setIssuedAt().setExpirationTime('5m')
      .sign(provider.forged ? foreign.privateKey : own.privateKey);
    const tokens = { access_token: `access-${randomUUID()}`, refresh_token: `refresh-${randomUUID()}`, id_token: idToken };
    issued.push(...Object.values(tokens));
    json({ ...tokens, token_type: 'Bearer', expires_in: 300 });
  };
  const server = createServer((request, response) => { answer(request, response).catch(() => { response.destroy(); }); });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const provider: OidcProvider = {
    issuer: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    clientId: 'carnet', clientSecret: 'a client secret of the tests', issued, forged: false,
    person: { sub: 'subject-1', email: 'ada@example.com', email_verified: true, name: 'Ada' },
    close: () => new Promise((resolve) => { server.close(() => { resolve(); }); server.closeAllConnections(); }),
  };
  return provider;
}
