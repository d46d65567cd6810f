import { Secret, validateSettings, type AuthenticationMethod, type Connection, type Provider, type Settings, type SettingsProblem } from '@carnet/provider';
import type { Credential, WorkloadIdentity } from './composition.ts';
import { suggestion } from './near-name.ts';
import { entriesOf, fieldsOf, isRecord, type FieldRule } from './plain-record.ts';
import type { ProblemList } from './problem-list.ts';

const rules: Readonly<Record<string, FieldRule>> = {
  provider: { type: 'string', required: true },
  method: { type: 'string' },
  identity: { type: 'string' },
  writable: { type: 'boolean' },
  secrets: { type: 'object' },
  store: { type: 'object' },
  settings: { type: 'object' },
};

export interface CredentialSurroundings {
  readonly providers: ReadonlyMap<string, Provider>;
  readonly workloadIdentities: ReadonlyMap<string, WorkloadIdentity>;
  /** Names that exist, whether or not they were usable. */
  readonly identityNames: readonly string[];
  readonly hasTokenSource: boolean;
}

export function checkCredentials(input: unknown, around: CredentialSurroundings, problems: ProblemList): ReadonlyMap<string, Credential> {
  const credentials = new Map<string, Credential>();
  if (input === undefined) problems.add('CONFIG_INVALID', 'credentials is missing.');
  for (const [name, definition] of entriesOf(input, 'credentials', problems)) {
    const credential = checkCredential(name, definition, around, problems);
    if (credential) credentials.set(name, credential);
  }
  return credentials;
}

function checkCredential(name: string, definition: unknown, around: CredentialSurroundings, problems: ProblemList): Credential | undefined {
  const place = `Credential '${name}'`;
  const fields = fieldsOf(definition, rules, place, problems);
  if (!fields) return undefined;
  const id = fields.get('provider') as string;
  const provider = around.providers.get(id);
  if (!provider) {
    problems.add('PROVIDER_NOT_FOUND', `${place} names the provider '${id.slice(0, 64)}', which is not in the list of providers.${suggestion(id, [...around.providers.keys()])}`);
    return undefined;
  }
  const methodId = (fields.get('method') as string | undefined) ?? 'workload-identity';
  const method = provider.manifest.methods.find((each) => each.id === methodId);
  if (!method) {
    const offered = provider.manifest.methods.map((each) => `'${each.id}'`).join(', ');
    problems.add('CONFIG_INVALID', `${place}: provider '${id}' has no method '${methodId.slice(0, 64)}'; it offers ${offered}.`);
    return undefined;
  }
  const identity = checkIdentity(place, methodId, fields.get('identity') as string | undefined, provider, around, problems);
  const store = validateSettings(provider.manifest.store.schema, fields.get('store') ?? {});
  if (!store.ok) problems.addSettings(place, store.problems);
  const parts = checkMethod(place, method, fields, problems);
  if (identity === undefined || !store.ok || !parts) return undefined;

  const open: Omit<Connection, 'secrets'> = {
    method: methodId,
    store: Object.freeze(store.settings),
    ...(identity === 'none' ? {} : { identity: identity.settings }),
    ...(Object.keys(parts.methodSettings).length > 0 ? { methodSettings: parts.methodSettings } : {}),
  };
  const refused = ownProblems(provider, open);
  if (refused.length > 0) {
    problems.addSettings(place, refused, identity === 'none' ? place : `Workload identity config '${identity.name}'`);
    return undefined;
  }
  return {
    name,
    provider,
    connection: { ...open, ...(Object.keys(parts.secrets).length > 0 ? { secrets: parts.secrets } : {}) },
    workloadIdentity: identity === 'none' ? undefined : identity,
    writable: fields.get('writable') === true,
  };
}

function checkIdentity(
  place: string, method: string, name: string | undefined, provider: Provider, around: CredentialSurroundings, problems: ProblemList,
): WorkloadIdentity | 'none' | undefined {
  if (method !== 'workload-identity') {
    if (name === undefined) return 'none';
    problems.add('CONFIG_INVALID', `${place} names a workload identity config, which its method '${method}' does not use.`);
    return undefined;
  }
  if (!around.hasTokenSource) problems.add('CONFIG_INVALID', `${place} uses workload identity and needs createCarnet({ identity }), the source of subject tokens.`);
  if (name === undefined) {
    problems.add('CONFIG_INVALID', `${place} uses workload identity and needs identity, the name of a workload identity config.`);
    return undefined;
  }
  const identity = around.workloadIdentities.get(name);
  if (!identity) {
    // One that exists and is broken has been told already.
    if (!around.identityNames.includes(name)) {
      problems.add('IDENTITY_NOT_FOUND', `${place}: no workload identity config found under the name '${name.slice(0, 100)}'.${suggestion(name, around.identityNames)}`);
    }
    return undefined;
  }
  if (identity.kind === provider.manifest.identity?.kind) return identity;
  problems.add('CONFIG_INVALID', `${place}: the workload identity config '${name}' is of the kind '${identity.kind}', and provider '${provider.manifest.id}' takes '${provider.manifest.identity?.kind}'.`);
  return undefined;
}

interface MethodParts {
  readonly methodSettings: Settings;
  readonly secrets: Readonly<Record<string, Secret>>;
}

function checkMethod(place: string, method: AuthenticationMethod, fields: ReadonlyMap<string, unknown>, problems: ProblemList): MethodParts | undefined {
  const schema = method.schema ?? { type: 'object' as const, properties: {} };
  const isSecret = (field: string): boolean => Object.hasOwn(schema.properties, field) && schema.properties[field]?.['x-carnet']?.secret === true;
  const given = Object.create(null) as Record<string, unknown>;
  const misplaced: SettingsProblem[] = [];
  for (const [field, value] of Object.entries((fields.get('settings') ?? {}) as Record<string, unknown>)) {
    if (isSecret(field)) misplaced.push({ field, problem: 'is secret and belongs into secrets' });
    else given[field] = value;
  }
  for (const [field, value] of Object.entries((fields.get('secrets') ?? {}) as Record<string, unknown>)) {
    if (Object.hasOwn(schema.properties, field) && !isSecret(field)) misplaced.push({ field, problem: 'is not secret and belongs into settings' });
    else given[field] = textOf(value);
  }
  const result = validateSettings(schema, given);
  if (misplaced.length > 0 || !result.ok) {
    problems.addSettings(place, misplaced);
    if (!result.ok) problems.addSettings(place, result.problems.filter(({ field }) => !misplaced.some((each) => each.field === field)));
    return undefined;
  }
  const methodSettings = Object.create(null) as Record<string, string | number | boolean>;
  const secrets = Object.create(null) as Record<string, Secret>;
  for (const [field, value] of Object.entries(result.settings)) {
    if (isSecret(field)) secrets[field] = new Secret(new TextEncoder().encode(String(value)));
    else methodSettings[field] = value;
  }
  return { methodSettings: Object.freeze(methodSettings), secrets: Object.freeze(secrets) };
}

/** Bytes that are no text become something that no schema takes, and the schema's own sentence says so. */
function textOf(value: unknown): unknown {
  if (!(value instanceof Secret) && !isRevealing(value)) return value;
  try {
    return value.reveal();
  } catch {
    return undefined;
  }
}

/** A Secret of another copy of the contract package. */
function isRevealing(value: unknown): value is Pick<Secret, 'reveal'> {
  return isRecord(value) && typeof value['reveal'] === 'function';
}

function ownProblems(provider: Provider, connection: Omit<Connection, 'secrets'>): readonly SettingsProblem[] {
  try {
    const found: unknown = provider.validate?.(connection) ?? [];
    if (Array.isArray(found) && found.every((each) => isRecord(each) && typeof each['field'] === 'string' && typeof each['problem'] === 'string')) {
      return found as readonly SettingsProblem[];
    }
  } catch {
    // What it threw may quote a setting.
  }
  return [{ field: '', problem: `provider '${provider.manifest.id}' failed while it checked the settings` }];
}
