import type { CloudService } from '../../network/cloud.ts';
import { jsonAnswer, type Answer, type IncomingCall } from '../../network/exchange.ts';
import { authenticate, type AuthenticationParts } from '../authenticate.ts';
import type { Bindings } from '../bindings.ts';
import { answerOrRefusal, GoogleRefusal, invalidArgument, methodNotFound, throttledAnswer } from '../google-refusal.ts';
import { decodeSegment } from '../path-segment.ts';
import { jsonObject } from '../request-body.ts';
import { cloudPlatform, isScope } from '../scopes.ts';
import type { ServiceAccount } from './service-account.ts';

export interface IamCredentialsParts extends AuthenticationParts {
  /** An account with the bindings that count for it: its own and its project's. */
  serviceAccount(email: string): { readonly account: ServiceAccount; readonly bindings: readonly Bindings[] } | undefined;
}

const host = 'iamcredentials.googleapis.com';
const permission = 'iam.serviceAccounts.getAccessToken';
const longestLifetime = 3600;
const methodPath = /^\/v1\/projects\/-\/serviceAccounts\/([^/:]+):generateAccessToken$/;

/** Impersonation: https://cloud.google.com/iam/docs/reference/credentials/rest/v1/projects.serviceAccounts/generateAccessToken */
export function createIamCredentials(parts: IamCredentialsParts): CloudService {
  return {
    answer: (call) => answerOrRefusal(() => generateAccessToken(parts, call)),
    throttled: (retryAfterSeconds) => throttledAnswer(host, retryAfterSeconds),
  };
}

async function generateAccessToken(parts: IamCredentialsParts, call: IncomingCall): Promise<Answer> {
  const segment = methodPath.exec(call.url.pathname)?.[1];
  if (call.method !== 'POST' || segment === undefined) throw methodNotFound();
  const caller = await authenticate(parts, call, [cloudPlatform, 'https://www.googleapis.com/auth/iam']);
  const { scopes, lifetime } = readRequest(call.body);
  const email = decodeSegment(segment);
  const found = parts.serviceAccount(email);
  if (!found) throw new GoogleRefusal('NOT_FOUND', `Not found; Gaia id not found for email ${email}`);
  if (!caller.isActive() || !found.bindings.some((bindings) => bindings.allow(caller, permission))) throw impersonationDenied();
  const expiresAt = parts.clock.now() + lifetime * 1000;
  const accessToken = parts.tokens.issue({ principal: found.account.principal, scopes, expiresAt });
  return jsonAnswer(200, { accessToken, expireTime: `${new Date(expiresAt).toISOString().slice(0, 19)}Z` });
}

function impersonationDenied(): GoogleRefusal {
  return new GoogleRefusal('PERMISSION_DENIED', `Permission '${permission}' denied on resource (or it may not exist).`, {
    errorInfo: { reason: 'IAM_PERMISSION_DENIED', domain: 'iam.googleapis.com', metadata: { permission } },
  });
}

function readRequest(body: Uint8Array): { readonly scopes: readonly string[]; readonly lifetime: number } {
  const request = jsonObject(body) ?? badRequest('Invalid JSON payload received.');
  // Google's Python client says null for what it leaves out.
  const scope = request['scope'];
  const lifetime = request['lifetime'] ?? '3600s';
  const delegates = request['delegates'] ?? [];
  if (!Array.isArray(scope) || scope.length === 0 || !scope.every((each): each is string => typeof each === 'string' && isScope(each))) {
    return badRequest('Request contains an invalid argument: scope is required.');
  }
  const seconds = Number(/^(\d{1,6}(?:\.\d{1,9})?)s$/.exec(typeof lifetime === 'string' ? lifetime : '')?.[1]);
  if (!(seconds > 0 && seconds <= longestLifetime)) badRequest('Request contains an invalid argument: lifetime must be more than 0s and at most 3600s.');
  if (!Array.isArray(delegates) || delegates.length > 0) badRequest('Request contains an invalid argument: delegates.');
  return { scopes: scope, lifetime: seconds };
}

function badRequest(message: string): never {
  throw invalidArgument(message);
}
