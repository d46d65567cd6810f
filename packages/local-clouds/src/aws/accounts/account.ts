import type { LocalPartition } from '../local-aws.ts';
import { AwsRefusal } from '../protocol/aws-refusal.ts';
import { StoredSecrets } from '../secrets-manager/stored-secrets.ts';
import { identifier } from './identifiers.ts';
import { IdentityPolicies } from './identity-policies.ts';
import { checkProvider, hostAndPath, mostProviders, type OidcProvider } from './oidc-provider.ts';
import type { Principal } from './principal.ts';
import { checkRole, parseTrustPolicy, type Role } from './role.ts';
import { userPrincipal } from './user.ts';

export interface NewRole {
  readonly name: string;
  readonly path?: string | undefined;
  /** The trust policy as JSON. */
  readonly trustPolicy: string;
  readonly maxSessionSeconds?: number | undefined;
  readonly description?: string | undefined;
}

/** One account as its services see it. Names of roles and users do not differ by upper and lower case. */
export class Account {
  readonly id: string;
  readonly partition: LocalPartition;
  readonly providers: Map<string, OidcProvider> = new Map();
  readonly #clock: { now(): number };
  readonly #roles = new Map<string, Role>();
  readonly #users = new Map<string, { readonly principal: Principal; readonly policies: IdentityPolicies }>();
  readonly #secrets = new Map<string, StoredSecrets>();

  constructor(clock: { now(): number }, id: string, partition: LocalPartition) {
    this.#clock = clock;
    this.id = id;
    this.partition = partition;
  }

  arn(service: string, rest: string, region = ''): string {
    return `arn:${this.partition}:${service}:${region}:${this.id}:${rest}`;
  }

  /** @throws AwsRefusal naming the rule that is broken */
  createProvider(url: string, clientIds: readonly string[], thumbprints: readonly string[] = []): OidcProvider {
    const hostPath = hostAndPath(url);
    checkProvider(clientIds, thumbprints);
    const arn = this.arn('iam', `oidc-provider/${hostPath}`);
    if (this.providers.has(arn)) throw new AwsRefusal('EntityAlreadyExists', `Provider with url ${url} already exists.`, 409);
    if (this.providers.size >= mostProviders) throw new AwsRefusal('LimitExceeded', `Cannot exceed quota for OpenIdConnectProvidersPerAccount: ${mostProviders}`, 409);
    const provider = { arn, url, clientIds: [...new Set(clientIds)], thumbprints, createdAt: this.#clock.now() };
    this.providers.set(arn, provider);
    return provider;
  }

  providerOfIssuer(issuer: string): OidcProvider | undefined {
    return [...this.providers.values()].find(({ url }) => url === issuer);
  }

  /** @throws AwsRefusal naming the rule that is broken */
  createRole({ name, path = '/', trustPolicy, maxSessionSeconds = 3600, description }: NewRole): Role {
    checkRole({ name, path, maxSessionSeconds });
    const trust = parseTrustPolicy(trustPolicy);
    if (this.#roles.has(name.toLowerCase())) throw new AwsRefusal('EntityAlreadyExists', `Role with name ${name} already exists.`, 409);
    const role: Role = {
      id: identifier('AROA'),
      name,
      path,
      arn: this.arn('iam', `role${path}${name}`),
      ...(description === undefined ? {} : { description }),
      createdAt: this.#clock.now(),
      trust,
      maxSessionSeconds,
      policies: new IdentityPolicies('role', name),
      sessions: [],
    };
    this.#roles.set(name.toLowerCase(), role);
    return role;
  }

  role(name: string): Role | undefined {
    return this.#roles.get(name.toLowerCase());
  }

  get roles(): readonly Role[] {
    return [...this.#roles.values()];
  }

  roleOfArn(arn: string): Role | undefined {
    return this.roles.find((role) => role.arn === arn);
  }

  removeRole(role: Role): void {
    this.#roles.delete(role.name.toLowerCase());
  }

  /** @throws AwsRefusal where the name is taken */
  createUser(name: string): { readonly principal: Principal; readonly policies: IdentityPolicies } {
    if (this.#users.has(name.toLowerCase())) throw new AwsRefusal('EntityAlreadyExists', `User with name ${name} already exists.`, 409);
    const policies = new IdentityPolicies('user', name);
    const user = { principal: userPrincipal(this, name, policies), policies };
    this.#users.set(name.toLowerCase(), user);
    return user;
  }

  secrets(region: string): StoredSecrets {
    const stored = this.#secrets.get(region) ?? new StoredSecrets(this.#clock, this.arn('secretsmanager', 'secret:', region));
    this.#secrets.set(region, stored);
    return stored;
  }
}
