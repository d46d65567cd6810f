import type { SettingsSchema } from '@carnet/provider';
import type { FieldProblem } from '../../errors/platform-error.ts';
import type { HostedCredential, HostedManifest } from '../../provider-host/provider-host.ts';
import { checkFields, withoutPastedSpaces } from '../providers/check-fields.ts';
import { manifestOf } from '../providers/manifests.ts';
import { refuseField, refuseFields } from '../records/field-problems.ts';
import { textsIn } from '../records/json-columns.ts';
import type { EditedRow } from '../records/edited-record.ts';
import { nameProblem } from '../records/resource-name.ts';
import type { ResourceParts } from '../resource-parts.ts';
import type { LoadedConfig } from '../workload-identity/loaded-config.ts';
import { hostedFrom } from './loaded-credential.ts';
import { keptSecrets, secretNamesOf } from './kept-secrets.ts';
import { sealSecrets, secretsPlace, type SecretTarget } from './stored-secrets.ts';

/** A credential as somebody wants it to be. */
export interface CredentialDraft {
  readonly name: string;
  readonly provider: string;
  readonly method: string;
  readonly store: Readonly<Record<string, unknown>>;
  readonly settings: Readonly<Record<string, unknown>>;
  /** What was typed. Blank or absent keeps what is stored for the same target; null drops it. */
  readonly secrets: Readonly<Record<string, string | null>>;
  readonly default: boolean;
  readonly writable: boolean;
}

export interface CheckedCredential {
  readonly name: string;
  readonly target: SecretTarget;
  readonly config: LoadedConfig | undefined;
  readonly sealed: string | null;
  readonly secretNames: readonly string[];
  readonly default: boolean;
  readonly writable: boolean;
  /** With its secrets in clear. */
  readonly hosted: HostedCredential;
}

export interface DraftContext {
  readonly organization: string;
  readonly id: string;
  readonly config: LoadedConfig | undefined;
  /** The row that it is to replace, whose secrets it may keep. */
  readonly previous?: EditedRow<'credential'> | undefined;
}

/** For a save and for a test alike. @throws InvalidRequest, PlatformError `SECRETS_MUST_BE_TYPED` */
export async function checkCredential(parts: Pick<ResourceParts, 'host' | 'sealer'>, draft: CredentialDraft, context: DraftContext): Promise<CheckedCredential> {
  const { organization, id, config, previous } = context;
  if (!parts.host.manifests.some(({ manifest }) => manifest.id === draft.provider)) refuseField('provider', `must be one of ${parts.host.manifests.map(({ manifest }) => manifest.id).join(', ')}`);
  const hostedManifest = manifestOf(parts.host, draft.provider);
  const schema = methodSchema(hostedManifest, draft.method);
  const secretNames = secretNamesOf(schema);
  const open = withoutSecrets(schema, secretNames);
  const store = checkFields(hostedManifest.manifest.store.schema, withoutPastedSpaces(hostedManifest.manifest.store.schema, draft.store), 'store');
  const settings = checkFields(open, withoutPastedSpaces(open, draft.settings), 'settings');
  const name = nameProblem(draft.name);
  refuseFields([
    ...(name === undefined ? [] : [{ field: 'name', message: name }]),
    ...identityProblems(hostedManifest, draft.method, config), ...store.problems,
    ...settings.problems.map((problem) => (secretNames.some((secret) => problem.field === `settings.${secret}`) ? { ...problem, message: 'is secret: send it in secrets' } : problem)),
    ...Object.keys(draft.secrets).filter((field) => !secretNames.includes(field)).map((field) => ({ field: `secrets.${field.slice(0, 64)}`, message: 'is no secret field of this method' })),
    ...(draft.writable && !hostedManifest.capabilities.write ? [{ field: 'writable', message: 'must be false: the provider cannot write' }] : []),
  ]);
  const target: SecretTarget = { provider: draft.provider, method: draft.method, identity: config === undefined ? undefined : { kind: config.kind, settings: config.settings }, store: store.settings, settings: settings.settings };
  const secrets = keptSecrets(parts.sealer, { typed: draft.secrets, names: secretNames, target, place: secretsPlace(organization, previous?.id ?? id), sealed: previous?.secrets ?? null, storedNames: previous === undefined ? [] : textsIn(previous.secret_names) });
  refuseFields(secretProblems(schema, settings.settings, secrets, secretNames));
  const hosted = hostedFrom({ id, name: draft.name, writable: draft.writable }, target, config, secrets);
  refuseFields(await parts.host.validate(organization, hostedFrom({ id, name: draft.name, writable: draft.writable }, target, config, {})));
  return {
    name: draft.name, target, config, default: draft.default, writable: draft.writable, hosted,
    sealed: sealSecrets(parts.sealer, secretsPlace(organization, id), secrets, target), secretNames: Object.keys(secrets).toSorted(),
  };
}

function methodSchema({ manifest: { methods } }: HostedManifest, id: string): SettingsSchema {
  const method = methods.find((each) => each.id === id) ?? refuseField('method', `must be one of ${methods.map((each) => each.id).join(', ')}`);
  return method.schema ?? { type: 'object', properties: {} };
}

function identityProblems({ manifest: { identity } }: HostedManifest, method: string, config: LoadedConfig | undefined): readonly FieldProblem[] {
  const field = 'workloadIdentityConfigId';
  if (method !== 'workload-identity') return config === undefined ? [] : [{ field, message: 'belongs to the method workload-identity alone' }];
  if (config === undefined) return [{ field, message: `is required, unless it is left out and there is a default of the kind ${identity?.kind ?? ''}` }];
  return config.kind === identity?.kind ? [] : [{ field, message: `must be one of the kind ${identity?.kind ?? ''}` }];
}

function withoutSecrets({ type, properties, required = [] }: SettingsSchema, secretNames: readonly string[]): SettingsSchema {
  return { type, properties: Object.fromEntries(Object.entries(properties).filter(([name]) => !secretNames.includes(name))), required: required.filter((name) => !secretNames.includes(name)) };
}

/** With the open fields beside them: whether a secret is required may depend on these. */
function secretProblems(schema: SettingsSchema, settings: object, secrets: Readonly<Record<string, string>>, secretNames: readonly string[]): readonly FieldProblem[] {
  return checkFields(schema, { ...settings, ...secrets }, 'secrets').problems.filter(({ field }) => secretNames.some((name) => field === `secrets.${name}`));
}
