import { validateSettings, type Connection, type IdentityDefinition, type Settings, type SettingsProblem, type SettingsResult, type SettingsSchema } from '@carnet/provider';
import { manifest } from './manifest.ts';
import { isName } from './secret-name.ts';
import { vaultError } from './vault-error.ts';

/** Where a server is, and which of its namespaces is meant. */
export interface VaultServer {
  readonly address: string;
  readonly namespace?: string;
}

/** How our token becomes one of Vault's. */
export interface LoginSettings extends VaultServer {
  readonly mount: string;
  readonly role: string;
}

/** Which entries of a KV mount the secrets of a credential are. */
export interface KvSettings {
  readonly mount: string;
  /** The folder in front of every name. */
  readonly path?: string;
  /** The field that is the value; without one the whole object is. */
  readonly field?: string;
}

type Part = 'identity' | 'store' | 'method';

const { schema: identity } = manifest.identity as IdentityDefinition;
// The token of the method is no setting: it comes as a Secret.
const method: SettingsSchema = { type: 'object', properties: Object.fromEntries(Object.entries(identity.properties).filter(([name]) => name === 'address' || name === 'namespace')), required: ['address'] };
const schemas: Readonly<Record<Part, SettingsSchema>> = { identity, store: manifest.store.schema, method };

/** What the URL parser would write in another way means another thing to somebody: it has to be its own origin. */
function isOrigin(value: string): boolean {
  const url = URL.parse(value);
  return url !== null && url.origin === value && !url.hostname.endsWith('.') && url.port !== '0';
}

const isPath = { test: isName, problem: 'must be a path without empty parts, without . and .., and without a slash at its ends' };

/** What no pattern can say. */
const rules: Readonly<Record<string, { readonly test: (value: string) => boolean; readonly problem: string }>> = {
  address: { test: isOrigin, problem: 'must be https://host or https://host:port as the URL standard writes it: lower case, no path, no user, no :443' },
  mount: isPath,
  namespace: isPath,
  path: isPath,
};

function check(of: Part, given: Settings | undefined): SettingsResult {
  const result = validateSettings(schemas[of], given ?? {});
  if (!result.ok) return result;
  const problems = Object.entries(result.settings).flatMap(([field, value]) => {
    const rule = Object.hasOwn(rules, field) ? rules[field] : undefined;
    return rule === undefined || rule.test(String(value)) ? [] : [{ field, problem: rule.problem }];
  });
  return problems.length > 0 ? { ok: false, problems } : result;
}

function problemsOf(of: Part, given: Settings | undefined): readonly SettingsProblem[] {
  const result = check(of, given);
  return result.ok ? [] : result.problems.map((each) => ({ ...each, of }));
}

/** What is told before a credential is saved, a problem for each field. */
export function validate(connection: Omit<Connection, 'secrets'>): readonly SettingsProblem[] {
  const access = connection.method === 'workload-identity' ? problemsOf('identity', connection.identity) : problemsOf('method', connection.methodSettings);
  return [...access, ...problemsOf('store', connection.store)];
}

// The same again at use: an address decides who gets a token. With the defaults, as the schema of T says.
function checked<T extends object>(of: Part, given: Settings | undefined): T {
  const result = check(of, given);
  if (result.ok) return result.settings as T;
  const [{ field, problem } = { field: '', problem: '' }] = result.problems;
  throw vaultError({ code: 'SETTINGS_INVALID', step: 'configure', message: `The field ${field} ${problem}.` });
}

/** @throws CarnetError `SETTINGS_INVALID` */
export function loginSettings(settings: Settings | undefined): LoginSettings {
  return checked<LoginSettings>('identity', settings);
}

/** @throws CarnetError `SETTINGS_INVALID` */
export function serverSettings(settings: Settings | undefined): VaultServer {
  return checked<VaultServer>('method', settings);
}

/** @throws CarnetError `SETTINGS_INVALID` */
export function kvSettings(settings: Settings): KvSettings {
  return checked<KvSettings>('store', settings);
}
