import type { SettingsSchema } from '@carnet/provider';
import { CarnetError } from '@carnet/provider';
import { oneLine } from '../../one-line.ts';
import { fieldRows } from '../../provider/field-rows.ts';
import { flagName, readSchemaFlags, type SchemaFlag } from '../../schema-flags.ts';
import type { PlatformApi } from '../connection/platform-api.ts';
import { pickByName } from '../connection/find-by-name.ts';
import { PlatformProblem } from '../connection/platform-problem.ts';

/** What the platform says of a provider: forms, flags and documents are made from it. */
export interface ProviderSchemas {
  readonly id: string;
  readonly title: string;
  readonly identity: { readonly kind: string; readonly schema?: SettingsSchema } | null;
  readonly store: SettingsSchema;
  readonly methods: readonly { readonly id: string; readonly title?: string; readonly schema?: SettingsSchema }[];
  readonly trust: { readonly schema: SettingsSchema; readonly formats: readonly { readonly id: string; readonly title: string }[] } | null;
  readonly package: { readonly name: string } | null;
}

/** Settings by field, as somebody gave them. */
export type GivenSettings = Readonly<Record<string, string | number | boolean>>;

export async function listProviders(api: PlatformApi): Promise<readonly ProviderSchemas[]> {
  // A manifest's schemas are of the subset that the contract knows: the platform checked them when it loaded the provider.
  return (await api.request('get', '/v1/providers')).items as unknown as readonly ProviderSchemas[];
}

/** @throws PlatformProblem where the platform has none of this id */
export async function findProvider(providers: readonly ProviderSchemas[], id: string): Promise<ProviderSchemas> {
  const { provider } = await pickByName(providers.map((each) => ({ id: each.id, name: each.id, provider: each })), id, 'provider');
  return provider;
}

/** The provider that defines the fields of a kind of identity. */
export async function findKind(providers: readonly ProviderSchemas[], kind: string): Promise<ProviderSchemas & { readonly identity: { readonly kind: string; readonly schema: SettingsSchema } }> {
  const definers = providers.flatMap((provider) => (provider.identity?.schema === undefined ? [] : [{ id: provider.id, name: provider.identity.kind, definer: { ...provider, identity: { kind: provider.identity.kind, schema: provider.identity.schema } } }]));
  return (await pickByName(definers, kind, 'kind of workload identity')).definer;
}

/** Where settings go: a part of a resource, and the schema of its fields. */
export interface SettingsPart {
  readonly part: string;
  readonly schema: SettingsSchema | undefined;
}

/** The fields as flags; one whose name is taken by a common flag or an earlier part gets that of its part in front. Secret fields are none. */
function flagsOf(parts: readonly SettingsPart[], common: ReadonlySet<string>): readonly SchemaFlag[] {
  const taken = new Set(common);
  return parts.flatMap(({ part, schema }) => Object.entries(schema?.properties ?? {}).flatMap(([name, field]) => {
    if (field['x-carnet']?.secret) return [];
    const plain = flagName(name);
    const flag = taken.has(plain) ? `${part}-${plain}` : plain;
    taken.add(flag);
    return [{ flag, name: `${part}.${name}`, field }];
  }));
}

/** What the flags say, by part. @throws CarnetError `INPUT_INVALID` */
export function readParts(args: readonly string[], parts: readonly SettingsPart[], { common, help }: { readonly common: ReadonlySet<string>; readonly help: string }): Readonly<Record<string, GivenSettings>> {
  const given = Object.entries(readSchemaFlags(args, flagsOf(parts, common), { common, help }));
  return Object.fromEntries(parts.map(({ part }) => [part, Object.fromEntries(given.flatMap(([name, value]) => (name.startsWith(`${part}.`) ? [[name.slice(part.length + 1), value]] : [])))]));
}

/** How a field is given at a shell. */
export interface FieldFlag {
  readonly flag: string;
  readonly label: string;
  readonly required: boolean;
  readonly secret: boolean;
  readonly accepts: string;
  readonly help?: string;
}

/** A flag for each field, in the order of the parts. */
export function fieldFlags(parts: readonly SettingsPart[], common: ReadonlySet<string>): readonly FieldFlag[] {
  const flags = flagsOf(parts, common);
  return parts.flatMap(({ part, schema }) => fieldRows(schema).map(({ name, label, required, secret, accepts, help }) => ({
    flag: secret ? `--secret-from ${name}=<file>` : `--${flags.find((each) => each.name === `${part}.${name}`)?.flag ?? name}`, label, required, secret, accepts, ...(help !== undefined && { help }),
  })));
}

/** A line for each flag. */
export function flagLines(fields: readonly FieldFlag[]): string {
  return fields.map(({ flag, label, required, secret, accepts, help }) => {
    const marks = [...(required ? ['required'] : []), ...(secret ? ['secret: asked for where it is left out'] : []), accepts].join(', ');
    return `${oneLine(`  ${flag.padEnd(32)}  ${label} (${marks}).${help === undefined ? '' : ` ${help}`}`)}\n`;
  }).join('');
}

/** Runs a request whose body is made of flags: what the platform says of a field is told with the flag that gives it. */
export async function withFlagNames<T>(parts: readonly SettingsPart[], { common, help }: { readonly common: ReadonlySet<string>; readonly help: string }, request: () => Promise<T>): Promise<T> {
  try {
    return await request();
  } catch (error) {
    if (!(error instanceof PlatformProblem) || error.fields.length === 0) throw error;
    const names: ReadonlyMap<string, string> = new Map([
      ['workloadIdentityConfigId', '--workload-identity'],
      ...parts.flatMap(({ schema }) => Object.entries(schema?.properties ?? {}).flatMap(([name, field]) => (field['x-carnet']?.secret ? [[`secrets.${name}`, `--secret-from ${name}=<file>`] as const] : []))),
      ...flagsOf(parts, common).map(({ name, flag }) => [name, `--${flag}`] as const),
    ]);
    const flags = [...new Set(error.fields.flatMap(({ field }) => names.get(field) ?? []))];
    throw flags.length === 0 ? error : error.withHint(`Look at ${flags.join(' and ')}. ${help}`);
  }
}

export function missingKind(flag: string, known: readonly string[]): CarnetError {
  return new CarnetError({ code: 'INPUT_INVALID', step: 'configure', message: `--${flag} is missing.`, hint: `This platform has ${known.join(', ')}.` });
}
