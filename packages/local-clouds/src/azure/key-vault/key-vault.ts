import { randomUUID } from 'node:crypto';
import type { Answer, IncomingCall } from '../../network/exchange.ts';
import type { IssuedToken } from '../entra/access-tokens.ts';
import {
  audienceInvalid,
  badParameter,
  forbiddenByAccessPolicy,
  forbiddenByFirewall,
  forbiddenByRbac,
  issuerInvalid,
  KeyVaultRefusal,
  throttledAnswer,
  tokenExpired,
  tokenMissing,
  tokenUnknown,
  unauthenticated,
  type Caller,
} from './key-vault-error.ts';
import { findOperation, type Operation } from './secret-operations.ts';
import { secretName } from './stored-secrets.ts';
import type { Vault } from './vault.ts';

export interface KeyVaultParts {
  readonly clock: { now(): number };
  vault(host: string): Vault | undefined;
  findToken(token: string): IssuedToken | undefined;
}

export interface KeyVaultService {
  answer(call: IncomingCall): Answer;
  throttled(retryAfterSeconds: number | undefined): Answer;
}

export function createKeyVault(parts: KeyVaultParts): KeyVaultService {
  return {
    answer(call) {
      const vault = parts.vault(call.host);
      if (!vault) return { status: 404, headers: {}, body: '' };
      return withServiceHeaders(answerOrRefusal(() => {
        const caller = authenticate(parts, vault, call);
        const operation = parse(vault, call);
        authorize(vault, caller, operation);
        return operation.perform();
      }));
    },
    throttled: (retryAfterSeconds) => withServiceHeaders(throttledAnswer(retryAfterSeconds)),
  };
}

function authenticate({ clock, findToken }: KeyVaultParts, vault: Vault, call: IncomingCall): Caller {
  const refused = (message: string): KeyVaultRefusal => unauthenticated(vault.challenge, message);
  const bearer = /^Bearer (\S+)$/i.exec(call.headers['authorization'] ?? '')?.[1];
  if (bearer === undefined) throw refused(tokenMissing);
  const token = findToken(bearer);
  if (!token) throw refused(tokenUnknown);
  if (clock.now() >= token.expiresAt) throw refused(tokenExpired);
  if (token.audience !== vault.audience) throw refused(audienceInvalid(vault.audience, token.audience));
  if (token.tenantId !== vault.control.tenant.id) throw refused(issuerInvalid(vault.control.tenant.id, token.tenantId));
  if (!token.withClaims && token.issuedAt <= vault.claimsChallengedAt) throw claimsChallenge(vault, token.issuedAt);
  return token;
}

// https://learn.microsoft.com/entra/identity-platform/claims-challenge
function claimsChallenge(vault: Vault, issuedAt: number): KeyVaultRefusal {
  const nbf = { essential: true, value: String(Math.floor(issuedAt / 1000)) };
  const claims = Buffer.from(JSON.stringify({ access_token: { nbf } })).toString('base64');
  return unauthenticated(`${vault.challenge}, error="insufficient_claims", claims="${claims}"`, 'Error validating token: continuous access evaluation asks for a new one.');
}

function parse(vault: Vault, call: IncomingCall): Operation {
  if (!call.url.searchParams.get('api-version')) throw badParameter('The api-version query parameter is missing.');
  // An ending slash stands for the newest version, so empty segments say nothing.
  const segments = call.url.pathname.split('/').filter((segment) => segment !== '').map(decodeSegment);
  const name = segments[1];
  if (name !== undefined && !secretName.test(name)) throw badParameter(`The request URI contains an invalid name: ${name}`);
  const operation = findOperation(vault, call, segments);
  if (!operation) throw badParameter('The request URI or method is not supported.');
  return operation;
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

function authorize(vault: Vault, caller: Caller, { needs, secretName: name }: Operation): void {
  if (vault.control.firewall === 'closed') throw forbiddenByFirewall(caller, vault.control.name);
  if (vault.control.authorization === 'rbac') {
    if (!vault.access.allowsByRole(caller.objectId, needs, name)) throw forbiddenByRbac(needs, caller, vault.control.name, name);
  } else if (!vault.access.allowsByPolicy(caller.objectId, needs)) {
    throw forbiddenByAccessPolicy(needs, caller, vault.control.name);
  }
}

function answerOrRefusal(perform: () => Answer): Answer {
  try {
    return perform();
  } catch (error) {
    if (error instanceof KeyVaultRefusal) return error.answer;
    throw error;
  }
}

function withServiceHeaders(answer: Answer): Answer {
  const headers = {
    ...answer.headers,
    'cache-control': 'no-cache',
    'x-ms-request-id': randomUUID(),
    'x-content-type-options': 'nosniff',
    'strict-transport-security': 'max-age=31536000;includeSubDomains',
  };
  return { ...answer, headers };
}
