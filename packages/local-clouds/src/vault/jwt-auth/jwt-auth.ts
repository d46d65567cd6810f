import { randomUUID } from 'node:crypto';
import type { IssuerKeys } from '../../issuer-keys/issuer-keys.ts';
import type { Handler, VaultCall } from '../handler.ts';
import type { LocalJwtAuth } from '../local-vault.ts';
import { textField } from '../request-fields.ts';
import { lifetime, systemTtl } from '../tokens/lifetime.ts';
import { grantOf } from '../tokens/token-store.ts';
import type { Result } from '../vault-answer.ts';
import { badRequest, notFound, VaultRefusal } from '../vault-refusal.ts';
import { metadataOf, requireBoundClaims, userOf } from './bound-claims.ts';
import { configResource, readConfig, type JwtConfig } from './jwt-config.ts';
import { brokenRoleRule, readRole, roleResource, type JwtRole } from './role.ts';
import { verifyToken } from './verify-token.ts';

const mountType = 'jwt';
const tooLong = "token max ttl is greater than the system or backend mount's maximum TTL value; issued tokens' max TTL value will be truncated";

/** A mount of the JWT auth method: https://developer.hashicorp.com/vault/api-docs/auth/jwt */
export class JwtAuth {
  readonly #mount: string;
  readonly #issuerKeys: IssuerKeys;
  readonly #roles = new Map<string, JwtRole>();
  readonly #users = new Map<string, string>();
  #config: JwtConfig | undefined;

  constructor(mount: string, issuerKeys: IssuerKeys) {
    this.#mount = mount;
    this.#issuerKeys = issuerKeys;
  }

  configure(options: { readonly discoveryUrl: string; readonly boundIssuer?: string }): void {
    this.#config = { discoveryUrl: options.discoveryUrl, boundIssuer: options.boundIssuer ?? '', defaultRole: '', algorithms: [] };
  }

  get boundIssuer(): string {
    return this.#config?.boundIssuer ?? '';
  }

  /** Undefined where there is no such role. */
  boundSubjectOf(role: string): string | undefined {
    return this.#roles.get(role.toLowerCase())?.boundSubject;
  }

  get isEmpty(): boolean {
    return this.#roles.size === 0;
  }

  get control(): LocalJwtAuth {
    return {
      role: ({ name, boundAudiences, boundSubject = '', boundClaims = null, policies, tokenTtlSeconds = 0, tokenMaxTtlSeconds = 0, tokenNumUses = 0 }) => {
        const role: JwtRole = {
          name: name.toLowerCase(), type: 'jwt', userClaim: 'sub', boundAudiences: [...boundAudiences], boundSubject, boundClaims, boundClaimsType: 'string', claimMappings: null,
          clockSkewLeeway: 0, expirationLeeway: 0, notBeforeLeeway: 0, policies: [...policies], ttl: tokenTtlSeconds, maxTtl: tokenMaxTtlSeconds, uses: tokenNumUses, noDefaultPolicy: false,
        };
        const broken = brokenRoleRule(role);
        if (broken !== undefined) throw new TypeError(`Vault refuses this role: ${broken}.`);
        this.#roles.set(role.name, role);
      },
      removeRole: (name) => void this.#roles.delete(name.toLowerCase()),
    };
  }

  handler(path: string): Handler | undefined {
    const name = /^role\/([\w.-]+)$/.exec(path)?.[1]?.toLowerCase();
    if (path === 'login') return { mountType: '', isLogin: true, operations: { update: (call) => this.#logIn(call) } };
    if (path === 'config') return { mountType, operations: { read: () => this.#readConfig(), update: (call) => this.#writeConfig(call) } };
    if (path === 'role/' || path === 'role') return { mountType, operations: { list: () => this.#listRoles() } };
    if (name === undefined) return undefined;
    return {
      mountType,
      exists: this.#roles.has(name),
      operations: { read: () => this.#readRole(name), update: (call) => this.#writeRole(name, call), delete: () => void this.#roles.delete(name) },
    };
  }

  #readConfig(): Result {
    if (!this.#config) throw notFound();
    return { data: configResource(this.#config) };
  }

  async #writeConfig(call: VaultCall): Promise<undefined> {
    const config = readConfig(call.fields);
    await this.#issuerKeys(config.discoveryUrl).catch(() => {
      throw badRequest('error checking oidc discovery URL');
    });
    this.#config = config;
  }

  #listRoles(): Result {
    if (this.#roles.size === 0) throw notFound();
    return { data: { keys: [...this.#roles.keys()].toSorted() } };
  }

  #readRole(name: string): Result {
    const role = this.#roles.get(name);
    if (!role) throw notFound();
    return { data: roleResource(role) };
  }

  #writeRole(name: string, call: VaultCall): Result | undefined {
    const role = readRole(name, call.fields, this.#roles.get(name));
    this.#roles.set(name, role);
    return role.maxTtl > systemTtl ? { warnings: [tooLong] } : undefined;
  }

  async #logIn(call: VaultCall): Promise<Result> {
    const config = this.#config;
    if (!config) throw badRequest('could not load configuration');
    const name = textField(call.fields, 'role') || config.defaultRole;
    if (name === '') throw badRequest('missing role');
    const role = this.#roles.get(name.toLowerCase());
    if (!role) throw badRequest(`role ${JSON.stringify(name)} could not be found`);
    if (role.type === 'oidc') throw badRequest('role with oidc role_type is not allowed');
    const jwt = textField(call.fields, 'jwt') ?? '';
    if (jwt === '') throw badRequest('missing token');

    const { boundIssuer, algorithms, discoveryUrl } = config;
    const claims = await verifyToken({ token: jwt, role, boundIssuer, algorithms, keys: () => this.#issuerKeys(discoveryUrl), now: call.clock.now() / 1000 });
    const user = userOf(claims, role);
    const metadata = metadataOf(claims, role);
    requireBoundClaims(claims, role);
    return this.#grant(call, role, user, metadata);
  }

  #grant(call: VaultCall, role: JwtRole, user: string, metadata: Readonly<Record<string, string>>): Result {
    const { seconds, warnings } = lifetime({ wanted: 0, usual: role.ttl, max: role.maxTtl });
    const entityId = this.#users.get(user) ?? randomUUID();
    this.#users.set(user, entityId);
    const { text, token } = call.tokens.issue({
      namespace: call.namespace.path,
      policies: [...new Set([...role.policies, ...(role.noDefaultPolicy ? [] : ['default'])])].toSorted(),
      path: `auth/${this.#mount}/login`,
      displayName: `${this.#mount.replaceAll('/', '-')}-${user}`,
      metadata,
      ttl: seconds,
      renewable: true,
      uses: role.uses,
      entityId,
      // A renewal goes by the role as it is then.
      renewal: () => {
        const current = this.#roles.get(role.name);
        if (!current) throw new VaultRefusal(500, `1 error occurred:\n\t* failed to renew entry: role ${role.name} does not exist during renewal\n\n`);
        return { ttl: current.ttl, maxTtl: current.maxTtl };
      },
    });
    return { auth: grantOf(text, token, seconds), ...(warnings ? { warnings } : {}) };
  }
}
