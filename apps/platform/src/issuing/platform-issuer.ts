import { createIssuerFromEnvironment, type Issuer, type IssuerEnvironment, type SubjectToken, type TokenEvent, type UnconfiguredIssuer } from '@carnet/oidc-issuer';
import { CarnetError } from '@carnet/provider';
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Actor, Audit, AuditRecord } from '../audit/audit.ts';
import type { HostedManifest } from '../provider-host/provider-host.ts';
import { createAuditRecorder } from './audit-recorder.ts';
import { tokenRuleOf, type TokenConfig } from './token-rule.ts';

/** What a token is for. It is written down with each one that is handed out. */
export interface TokenRequest {
  readonly organization: string;
  readonly config: TokenConfig;
  readonly actor: Actor;
  readonly purpose: 'kickoff' | 'local-run' | 'connection-test';
  /** Named by the subject where the config says so. */
  readonly automation?: string | undefined;
  readonly kickoff?: string | undefined;
  readonly worker?: string | undefined;
  readonly renew?: boolean | undefined;
  /** Default: that of the config, else of the issuer. */
  readonly lifetimeSeconds?: number | undefined;
  /** A decoy: a cloud must refuse it. Another organization, which there is not, or another audience. */
  readonly probe?: { readonly organization?: string | undefined; readonly audience: string } | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** The issuer of the platform. Its documents need no database; its tokens need an audit row each. */
export interface PlatformIssuer extends Pick<Issuer | UnconfiguredIssuer, 'issuer' | 'problem' | 'handler' | 'handles'> {
  /**
   * Hands out a token after its audit rows are durable. Audience and subject follow from the config that is given, which is a stored one.
   *
   * @throws IssuerError, among others `MINT_AUDIT_FAILED`; CarnetError `SETTINGS_INVALID`, `PROVIDER_NOT_FOUND`
   */
  mintFor(request: TokenRequest): Promise<SubjectToken>;
  /** What stands in `iss` of the config's tokens. */
  issuerOf(organization: string, config: Pick<TokenConfig, 'organizationIssuer'>): string;
  /** What stands in `sub`. */
  subjectOf(organization: string, automation: string, config: Pick<TokenConfig, 'subject'>): string;
}

export interface PlatformIssuerOptions {
  /** `OIDC_ISSUER`, `OIDC_PRIVATE_KEY`, `OIDC_KEY_SOURCE`. */
  readonly environment: IssuerEnvironment;
  readonly audit: Pick<Audit, 'append'>;
  /** Asked at each token: the provider host may load them after the issuer's documents are served. */
  readonly manifests: () => readonly HostedManifest[];
  /** Addresses of our own API: no token may be for them. */
  readonly ownAddresses?: readonly string[] | undefined;
  readonly tokenLifetimeSeconds?: number | undefined;
  readonly cacheSize?: number | undefined;
  /** Told of each token that is handed out, whether it was in the cache. */
  readonly onLookup?: ((result: 'hit' | 'miss') => void) | undefined;
  readonly now: () => number;
  readonly randomBytes: (size: number) => Uint8Array;
}

/**
 * Makes the platform's issuer.
 *
 * @throws IssuerError `ISSUER_INVALID`, `SIGNING_KEY_INVALID`, `KEY_SOURCE_INVALID`, `TOKEN_LIFETIME_INVALID`
 */
export async function createPlatformIssuer(options: PlatformIssuerOptions): Promise<PlatformIssuer> {
  const { environment, manifests, ownAddresses = [], tokenLifetimeSeconds, cacheSize, now, randomBytes } = options;
  const recorder = createAuditRecorder(options.audit);
  const requests = new AsyncLocalStorage<TokenRequest>();
  const minted = new WeakSet<TokenRequest>();
  const issuer = await createIssuerFromEnvironment(environment, {
    refusedAudiences: ownAddresses, tokenLifetimeSeconds, cacheSize, clock: { now }, random: randomBytes,
    // Both rows are written in one transaction, before the token leaves: a hand-out follows, and waits for all that came before it.
    onMint(event) {
      const request = requests.getStore();
      if (request) minted.add(request);
      return recorder.add(recordOf('token.minted', event, request));
    },
    onHandOut(event) {
      const request = requests.getStore();
      options.onLookup?.(request && minted.has(request) ? 'miss' : 'hit');
      return recorder.record(recordOf('token.handed_out', event, request));
    },
  });

  return {
    issuer: issuer.issuer,
    get problem() { return issuer.problem; },
    handler: issuer.handler,
    handles: issuer.handles,
    async mintFor(request) {
      const { organization, config, automation, probe, renew, signal } = request;
      const { audience, sessionTags } = tokenRuleOf(manifests(), config);
      if (config.subject === 'automation' && automation === undefined) {
        throw new CarnetError({ code: 'SUBJECT_TOKEN_UNAVAILABLE', message: `The subject of workload identity config '${config.name}' names an automation, and none was given.`, hint: 'Name the automation for which it is tested.' });
      }
      return await requests.run(request, () => issuer.mint({
        organization: probe?.organization ?? organization,
        automation: config.subject === 'automation' ? automation : undefined,
        audience: probe?.audience ?? audience,
        organizationIssuer: config.organizationIssuer,
        sessionTags,
        lifetimeSeconds: probe ? undefined : request.lifetimeSeconds ?? config.tokenLifetimeSeconds ?? undefined,
        probe: probe !== undefined,
        renew, signal,
      }));
    },
    issuerOf(organization, { organizationIssuer }) {
      if (issuer.issuer === undefined) throw issuer.problem;
      return organizationIssuer ? issuer.organizationIssuer(organization) : issuer.issuer;
    },
    subjectOf: (organization, automation, { subject }) => (subject === 'automation' ? `organization:${organization}:automation:${automation}` : `organization:${organization}`),
  };
}

function recordOf(action: string, event: TokenEvent, request: TokenRequest | undefined): AuditRecord {
  if (request === undefined) throw new TypeError('A token is minted for a request alone.');
  const { actor, config, purpose, kickoff = null, worker = null, probe } = request;
  return {
    scope: request.organization, actor, action,
    target: { kind: 'workload_identity_config', id: config.id, name: config.name },
    details: {
      jti: event.jti, issuer: event.issuer, subject: event.subject, audience: event.audience, keyId: event.keyId,
      issuedAt: event.issuedAt, expiresAt: event.expiresAt, purpose, kickoff, worker, probe: probe !== undefined,
    },
  };
}
