import type { IssuerKeys } from '../issuer-keys/issuer-keys.ts';
import type { LocalVaultNamespace } from './local-vault.ts';
import { JwtAuth } from './jwt-auth/jwt-auth.ts';
import { KvEngine } from './kv/kv-engine.ts';
import { Mounts } from './mounts.ts';
import { brokenPathRule, capabilities, defaultPolicy, pathRule, type PathRule, type Policy } from './policies/policy.ts';
import { lifetime } from './tokens/lifetime.ts';
import type { TokenStore } from './tokens/token-store.ts';

export interface NamespaceParts {
  readonly clock: { now(): number };
  readonly tokens: TokenStore;
  readonly issuerKeys: IssuerKeys;
}

/** One namespace of a server: its mounts and its policies. */
export class Namespace {
  readonly path: string;
  readonly auth: Mounts<JwtAuth>;
  readonly secrets: Mounts<KvEngine>;
  readonly #parts: NamespaceParts;
  readonly #policies = new Map<string, Policy>([[defaultPolicy.name, defaultPolicy]]);

  constructor(path: string, parts: NamespaceParts) {
    this.path = path;
    this.#parts = parts;
    this.auth = new Mounts('auth_jwt', (mount) => new JwtAuth(mount, parts.issuerKeys));
    this.secrets = new Mounts('kv', () => new KvEngine(parts.clock));
  }

  get control(): LocalVaultNamespace {
    const { tokens } = this.#parts;
    const countTokens = (): number => tokens.liveIn(this.path);
    return {
      path: this.path,
      jwtAuth: ({ mount = 'jwt', ...options }) => {
        const { engine } = this.auth.findOrMount(mount);
        engine.configure(options);
        return engine.control;
      },
      policy: (name, rules) => this.setPolicy({ name: name.toLowerCase(), ...policyOf(rules) }),
      kv: ({ mount = 'secret' } = {}) => this.secrets.findOrMount(mount, 'key/value secret storage').engine.control,
      token: ({ policies, ttlSeconds, renewable = true }) => {
        const isRoot = policies.includes('root');
        const ttl = isRoot && ttlSeconds === undefined ? 0 : lifetime({ wanted: ttlSeconds, usual: 0, max: 0 }).seconds;
        const names = isRoot ? ['root'] : [...new Set([...policies, defaultPolicy.name])].toSorted();
        return tokens.issue({ namespace: this.path, policies: names, path: 'auth/token/create', displayName: 'token', ttl, renewable }).text;
      },
      revokeTokens: () => tokens.revokeWhere(({ namespace }) => namespace === this.path),
      get tokens() {
        return countTokens();
      },
    };
  }

  policy(name: string): Policy | undefined {
    return this.#policies.get(name);
  }

  policyNames(): readonly string[] {
    return [...this.#policies.keys(), ...(this.path === '' ? ['root'] : [])].toSorted();
  }

  setPolicy(policy: Policy): void {
    this.#policies.set(policy.name, policy);
  }

  removePolicy(name: string): void {
    this.#policies.delete(name);
  }

  /** Every rule of the named policies; a policy that there is not allows nothing. */
  rulesOf(names: readonly string[]): readonly PathRule[] {
    return names.flatMap((name) => this.#policies.get(name)?.rules ?? []);
  }
}

function policyOf(rules: Parameters<LocalVaultNamespace['policy']>[1]): Pick<Policy, 'text' | 'rules'> {
  const entries = Object.entries(rules);
  for (const [path, allowed] of entries) {
    const broken = brokenPathRule(path);
    if (broken !== undefined) throw new TypeError(`Vault refuses this policy: ${broken}.`);
    const unknown = allowed.find((name) => !capabilities.includes(name));
    if (unknown !== undefined) throw new TypeError(`${JSON.stringify(unknown)} is no capability of Vault.`);
  }
  const text = entries.map(([path, allowed]) => `path ${JSON.stringify(path)} {\n  capabilities = ${JSON.stringify(allowed)}\n}\n`).join('');
  return { text, rules: entries.map(([path, allowed]) => pathRule(path, allowed)) };
}
