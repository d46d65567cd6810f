import { randomUUID } from 'node:crypto';
import { jsonAnswer, type Answer, type IncomingCall } from '../../network/exchange.ts';
import { azureClouds } from '../clouds.ts';
import { guid, type DirectoryTenant } from './directory.ts';
import { EntraRefusal, refusalAnswer } from './entra-refusal.ts';
import { tenantNotFound, throttled } from './entra-refusals.ts';
import { grantToken, type TokenEndpointParts } from './token-endpoint.ts';

export interface EntraParts extends TokenEndpointParts {
  tenant(id: string): DirectoryTenant | undefined;
}

export interface EntraService {
  answer(call: IncomingCall): Promise<Answer>;
  throttled(retryAfterSeconds: number | undefined): Answer;
}

export function createEntra(parts: EntraParts): EntraService {
  const route = async (call: IncomingCall): Promise<Answer> => {
    const path = call.url.pathname;
    if (path === '/common/discovery/instance') return jsonAnswer(200, instanceMetadata(call));
    const [, tenantId = '', rest = ''] = /^\/([^/]+)\/(.+)$/.exec(path) ?? [];
    if (rest === 'v2.0/.well-known/openid-configuration') return jsonAnswer(200, openidConfiguration(call.host, findTenant(call, tenantId)));
    if (rest !== 'oauth2/v2.0/token') return { status: 404, headers: {}, body: '' };
    if (call.method !== 'POST') return { status: 405, headers: { allow: 'POST' }, body: '' };
    const form = new URLSearchParams(Buffer.from(call.body).toString());
    return jsonAnswer(200, await grantToken(parts, findTenant(call, tenantId), form), { 'cache-control': 'no-store, no-cache', pragma: 'no-cache' });
  };

  const findTenant = (call: IncomingCall, id: string): DirectoryTenant => {
    const tenant = parts.tenant(id.toLowerCase());
    const isKnownHere = tenant && (tenant.cloud === undefined || azureClouds[tenant.cloud].authorities.includes(call.host));
    if (!isKnownHere) throw tenantNotFound(id);
    return tenant;
  };

  return {
    async answer(call) {
      try {
        return await route(call);
      } catch (error) {
        if (!(error instanceof EntraRefusal)) throw error;
        return refusalAnswer(error.details, call.host, parts.clock.now(), correlationIdOf(call));
      }
    },
    throttled(retryAfterSeconds) {
      const answer = refusalAnswer(throttled().details, azureClouds.public.authorities[0], parts.clock.now(), randomUUID());
      return retryAfterSeconds === undefined ? answer : { ...answer, headers: { ...answer.headers, 'retry-after': String(retryAfterSeconds) } };
    },
  };
}

function correlationIdOf(call: IncomingCall): string {
  const sent = call.url.searchParams.get('client-request-id') ?? call.headers['client-request-id'] ?? '';
  return guid.test(sent) ? sent : randomUUID();
}

function openidConfiguration(host: string, tenant: DirectoryTenant): object {
  const authority = `https://${host}/${tenant.control.id}`;
  return {
    issuer: `${authority}/v2.0`,
    authorization_endpoint: `${authority}/oauth2/v2.0/authorize`,
    token_endpoint: `${authority}/oauth2/v2.0/token`,
    jwks_uri: `${authority}/discovery/v2.0/keys`,
    token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt', 'client_secret_basic'],
    response_types_supported: ['code', 'id_token', 'code id_token', 'id_token token'],
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
  };
}

function instanceMetadata(call: IncomingCall): object {
  const aliases = Object.values(azureClouds).map(({ authorities }) => authorities);
  const tenant = /^https:\/\/[^/]+\/([^/]+)\//.exec(call.url.searchParams.get('authorization_endpoint') ?? '')?.[1] ?? 'common';
  return {
    tenant_discovery_endpoint: `https://${call.host}/${tenant}/v2.0/.well-known/openid-configuration`,
    'api-version': '1.1',
    metadata: aliases.map((names) => ({ preferred_network: names.at(-1), preferred_cache: names.at(-1), aliases: names })),
  };
}
