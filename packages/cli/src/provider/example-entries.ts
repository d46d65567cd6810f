import { validateSettings, type Field, type IdentityDefinition, type Manifest, type SettingsSchema } from '@carnet/provider';

export type ExampleSettings = Readonly<Record<string, string | number | boolean>>;

/** One workload identity config and one credential that a person can copy and correct. */
export interface ExampleEntries {
  /** Absent where the provider knows no workload identity. */
  readonly workloadIdentity: { readonly kind: string } & ExampleSettings | undefined;
  readonly credential: Readonly<Record<string, string | ExampleSettings>>;
}

const federated = 'workload-identity';

/** Entries made from the manifest alone: the required fields, with a value that its own texts name where there is one. */
export function exampleEntries({ id, identity, store, methods }: Manifest, identityName: string): ExampleEntries {
  const storeSettings = settingsOf(store.schema, id, false);
  const withStore = Object.keys(storeSettings).length === 0 ? {} : { store: storeSettings };
  const method = methods.find((each) => each.id === federated) ?? methods[0];
  if (identity === undefined || method === undefined || method.id !== federated) {
    const settings = settingsOf(method?.schema, id, false, true);
    const secrets = settingsOf(method?.schema, id, true, true);
    return {
      workloadIdentity: undefined,
      credential: {
        provider: id, method: method?.id ?? '', ...withStore,
        ...(Object.keys(settings).length === 0 ? {} : { settings }), ...(Object.keys(secrets).length === 0 ? {} : { secrets }),
      },
    };
  }
  return {
    workloadIdentity: { kind: identity.kind, ...('schema' in identity ? settingsOf((identity as IdentityDefinition).schema, id, false, true) : {}) },
    credential: { provider: id, identity: identityName, ...withStore },
  };
}

/** The required fields; where a store requires none, its first, which is one of several that may lead to it. */
function settingsOf(schema: SettingsSchema | undefined, id: string, secret: boolean, requiredOnly = false): ExampleSettings {
  const fields = Object.entries(schema?.properties ?? {}).filter(([, field]) => (field['x-carnet']?.secret ?? false) === secret);
  const required = fields.filter(([name, field]) => schema?.required?.includes(name) === true && field.default === undefined);
  const chosen = required.length > 0 || requiredOnly ? required : fields.filter(([, field]) => field.default === undefined).slice(0, 1);
  return Object.fromEntries(chosen.map(([name, field]) => [name, valueOf(name, field, id)]));
}

function valueOf(name: string, field: Field, id: string): string | number | boolean {
  const placeholder = `<${name}>`;
  if (field['x-carnet']?.secret) return placeholder;
  const helped = /(?:for example|such as) (\S+?)[.,;:]?(?:\s|$)/i.exec(field['x-carnet']?.help ?? field.description ?? '')?.[1];
  const candidates = [field.const, field.default, field.type === 'boolean' ? undefined : field.enum?.[0], field['x-carnet']?.suggest?.[0], helped, byFormat(field, id), field.type === 'string' ? undefined : field.type === 'boolean' ? true : field.minimum ?? 1];
  return candidates.find((candidate) => candidate !== undefined && accepts(field, candidate)) ?? placeholder;
}

function byFormat(field: Field, id: string): string | undefined {
  if (field.type !== 'string') return undefined;
  if (field.format === 'uri') return `https://${id}.example.com`;
  if (field.format === 'uuid') return '11111111-1111-4111-8111-111111111111';
  if (field.format === 'hostname') return `${id}.example.com`;
  return field.format === 'email' ? `carnet@${id}.example.com` : undefined;
}

function accepts(field: Field, value: string | number | boolean): boolean {
  return validateSettings({ type: 'object', properties: { value: field } }, { value }).ok;
}
