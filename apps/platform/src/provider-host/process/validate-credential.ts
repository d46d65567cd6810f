import { systemClock } from '@carnet/core';
import { CarnetError, parseReference, Secret, validateSettings, type Connection, type Manifest, type Provider, type SecretStore, type SettingsProblem, type SettingsSchema, type Transport } from '@carnet/provider';
import type { HostedCredential } from '../provider-host.ts';
import { hostedFailureOf } from './hosted-failure.ts';

interface FieldProblem {
  readonly field: string;
  readonly message: string;
}

/** What the provider itself and the names in its store say. Touches no network. */
export function validateCredential(credential: HostedCredential, references: readonly string[], provider: Provider, identitySchema: SettingsSchema | undefined): readonly FieldProblem[] {
  const method = provider.manifest.methods.find(({ id }) => id === credential.method);
  if (method === undefined) return [{ field: 'method', message: 'is none of this provider.' }];
  const schemas = { identity: identitySchema ?? nothing, store: provider.manifest.store.schema, settings: withoutSecrets(method.schema ?? nothing) };
  const checked = {
    identity: validateSettings(schemas.identity, credential.identity?.settings ?? {}),
    store: validateSettings(schemas.store, credential.store),
    settings: validateSettings(schemas.settings, credential.settings),
  };
  const given = (['identity', 'store', 'settings'] as const).flatMap((part) => {
    const result = checked[part];
    return result.ok || (part === 'identity' && credential.identity === undefined) ? [] : result.problems.map(({ field, problem }) => ({ field: `${part}.${field}`, message: problem }));
  });
  if (given.length > 0) return given;
  const settingsOf = (part: keyof typeof checked): Connection['store'] => {
    const result = checked[part];
    return result.ok ? result.settings : {};
  };
  const connection: Omit<Connection, 'secrets'> = {
    method: credential.method,
    store: settingsOf('store'),
    ...(credential.identity && { identity: settingsOf('identity') }),
    ...(Object.keys(credential.settings).length > 0 && { methodSettings: settingsOf('settings') }),
  };
  const own = ownProblems(provider, connection).map((problem) => placed(problem, schemas));
  return own.length > 0 ? own : referenceProblems(references, openQuietly(provider, connection, method.schema));
}

const nothing: SettingsSchema = { type: 'object', properties: {} };

function withoutSecrets({ properties, required = [] }: SettingsSchema): SettingsSchema {
  const shown = Object.entries(properties).filter(([, field]) => field['x-carnet']?.secret !== true);
  return { type: 'object', properties: Object.fromEntries(shown), required: required.filter((name) => shown.some(([field]) => field === name)) };
}

function ownProblems(provider: Provider, connection: Omit<Connection, 'secrets'>): readonly SettingsProblem[] {
  try {
    const found: unknown = provider.validate?.(connection) ?? [];
    const texts = JSON.parse(JSON.stringify(found)) as readonly SettingsProblem[];
    return texts.map(({ field, problem, of }) => ({ field: String(field), problem: String(problem), of }));
  } catch {
    return [{ field: '', problem: `cannot be checked: provider ${provider.manifest.id} failed.` }];
  }
}

function placed({ field, problem: message, of }: SettingsProblem, schemas: Readonly<Record<'identity' | 'store' | 'settings', SettingsSchema>>): FieldProblem {
  const parts = (['store', 'identity', 'settings'] as const).filter((part) => Object.hasOwn(schemas[part].properties, field));
  const part = of === 'method' ? 'settings' : (of ?? parts[0]);
  return { field: part === undefined ? field : `${part}.${field}`, message };
}

/** With secrets that are none: nothing is sent. A provider that cannot be opened so has no say about names. */
function openQuietly(provider: Provider, connection: Omit<Connection, 'secrets'>, schema: SettingsSchema = nothing): SecretStore | undefined {
  const fields = Object.entries(schema.properties).filter(([, field]) => field['x-carnet']?.secret === true);
  const secrets = Object.fromEntries(fields.map(([name]) => [name, new Secret(new TextEncoder().encode('none'))]));
  const refuse = (): never => {
    throw new CarnetError({ code: 'ABORTED', message: 'A check touches no network.' });
  };
  const transport: Transport = { fetch: async () => refuse(), agent: refuse };
  try {
    return provider.open({ ...connection, ...(fields.length > 0 && { secrets }) }, {
      subjectToken: async () => refuse(), transport, clock: systemClock, random: (size) => crypto.getRandomValues(new Uint8Array(size)), observe: () => undefined, session: new Map(),
    });
  } catch {
    return undefined;
  }
}

function referenceProblems(references: readonly string[], store: SecretStore | undefined): readonly FieldProblem[] {
  const known = new Map<string, string>();
  return references.flatMap((text, index) => {
    const field = `references.${index}`;
    try {
      const { name } = parseReference(text);
      const canonical = String(store?.canonicalName?.(name) ?? name);
      const other = known.get(canonical);
      known.set(canonical, other ?? name);
      return other === undefined || other === name ? [] : [{ field, message: `'${other}' and '${name}' are the same secret '${canonical}' in the store. (SECRET_NAME_COLLISION)` }];
    } catch (error) {
      return [{ field, message: hostedFailureOf(error).message }];
    }
  });
}

/** What the kind of this provider's identities holds, whichever provider defines it. */
export function identitySchemaOf(providers: readonly Provider[], kind: string | undefined): SettingsSchema | undefined {
  const isDefined = (identity: Manifest['identity']): identity is Extract<Manifest['identity'], { schema: SettingsSchema }> => identity !== undefined && 'schema' in identity;
  return providers.map(({ manifest: { identity } }) => identity).filter(isDefined).find((identity) => identity.kind === kind)?.schema;
}
