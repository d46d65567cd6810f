import { validateSettings, type Settings, type TrustInput } from '@carnet/provider';
import { isPolicyPattern } from '../policy-pattern.ts';
import { isName } from '../secret-name.ts';
import { vaultError } from '../vault-error.ts';
import { kvSettings, loginSettings, type KvSettings, type LoginSettings } from '../vault-settings.ts';
import { trustDefinition } from './trust-definition.ts';

type Capability = 'create' | 'read' | 'update' | 'patch' | 'delete' | 'list';

/** What is registered, the same for every tool. */
export interface VaultTrust {
  readonly issuer: string;
  readonly subject: string;
  readonly login: LoginSettings;
  readonly kv: KvSettings;
  readonly policy: string;
  /** What the policy allows, by path. */
  readonly rules: Readonly<Record<string, readonly Capability[]>>;
  /** A first secret: its entry below the mount, and its field. */
  readonly created: { readonly entry: string; readonly field: string } | undefined;
  /** Of a token of Vault, and how long it can be renewed. */
  readonly ttlSeconds: number;
  readonly maxTtlSeconds: number;
}

const unseen = /[\p{Cc}\p{Zl}\p{Zp}]/u;

function refuse(message: string): never {
  throw vaultError({ code: 'SETTINGS_INVALID', step: 'configure', message });
}

function checkToken({ issuer, subject }: TrustInput): void {
  const url = URL.parse(issuer);
  if (url?.protocol !== 'https:' || url.search !== '' || url.hash !== '' || !/^[\x21-\x7e]+$/.test(issuer)) refuse('Vault takes an issuer that is an https address without a query.');
  if (subject === '' || subject.length > 512 || unseen.test(subject)) refuse('The subject has 1 to 512 characters that can be seen.');
}

function checkedSettings(given: Settings): Settings {
  const result = validateSettings(trustDefinition.schema, given);
  if (result.ok) return result.settings;
  return refuse(result.problems.map(({ field, problem }) => `The field ${field} ${problem}.`).join(' '));
}

/** Reads data, lists metadata, and removes an entry by its metadata. */
function rulesOf(kv: KvSettings, names: readonly string[] | undefined, { list, write }: TrustInput): VaultTrust['rules'] {
  const below = (kind: 'data' | 'metadata', name: string): string => [kv.mount, kind, kv.path, name].filter((part) => part !== undefined).join('/');
  const opened = names ?? ['*'];
  const data: readonly Capability[] = write ? ['read', 'create', 'update', 'patch'] : ['read'];
  const rules = new Map(opened.map((name) => [below('data', name), data]));
  const metadata = [...(write ? opened.map((name) => [below('metadata', name), 'delete'] as const) : []), ...(list ? [[below('metadata', '*'), 'list'] as const] : [])];
  for (const [path, capability] of metadata) rules.set(path, [...(rules.get(path) ?? []), capability]);
  return Object.fromEntries(rules);
}

/** @throws CarnetError `SETTINGS_INVALID` */
export function vaultTrust(input: TrustInput): VaultTrust {
  checkToken(input);
  const { issuer, subject, create } = input;
  const { kvMount = '', path, field, policy: named, ...server } = checkedSettings(input.settings);
  const login = loginSettings(server);
  const kv = kvSettings({ mount: kvMount, ...(path === undefined ? {} : { path }), ...(field === undefined ? {} : { field }) });
  const names = [...new Set([...input.secrets, ...(create === undefined ? [] : [create])])];
  if (!names.every(isName)) refuse('The name of a secret in Vault is a path without empty parts and without %, \\, ? and #.');
  if ([kv.path ?? '', ...names].some(isPolicyPattern)) refuse('A star at the end of a name, a plus sign as a part of it, {{ and ${ mean more in a policy than this one secret: write the policy by hand, or give the secret another name.');
  if (create !== undefined && /^@|=/.test(kv.field ?? '')) refuse('A first secret has a field without an equals sign and without @ in front: vault kv put would read it as something else.');
  const policy = String(named ?? `${login.mount}-${login.role}`.replaceAll('/', '-')).toLowerCase();
  if (policy === 'default' || policy === 'root') refuse(`The policy ${policy} is Vault's own: name another one.`);
  return {
    issuer, subject, login, kv, policy,
    rules: rulesOf(kv, input.secrets.length === 0 ? undefined : names, input),
    created: create === undefined ? undefined : { entry: [kv.path, create].filter((part) => part !== undefined).join('/'), field: kv.field ?? 'value' },
    ttlSeconds: 1200,
    maxTtlSeconds: 14_400,
  };
}

/** The first line of the policy of a role. */
export function policyMark(mount: string, role: string): string {
  return `# For auth/${mount}/role/${role.toLowerCase()}`;
}

/** A document of Vault's policy language. */
export function policyText({ login: { mount, role }, rules }: VaultTrust): string {
  const stanzas = Object.entries(rules).map(([path, capabilities]) => `path ${JSON.stringify(path)} { capabilities = [${capabilities.map((each) => JSON.stringify(each)).join(', ')}] }`);
  return [policyMark(mount, role), ...stanzas].join('\n');
}

/** The role as Vault takes it. */
export function roleDocument({ login: { address }, subject, policy, ttlSeconds, maxTtlSeconds }: VaultTrust): Readonly<Record<string, unknown>> {
  return {
    role_type: 'jwt',
    user_claim: 'sub',
    bound_audiences: [address],
    bound_subject: subject,
    token_policies: [policy],
    token_ttl: ttlSeconds,
    token_max_ttl: maxTtlSeconds,
  };
}
