import { PlatformError } from '../../errors/platform-error.ts';
import { hostedFrom } from '../credentials/loaded-credential.ts';
import type { SecretTarget } from '../credentials/stored-secrets.ts';
import { atPath } from '../records/at-path.ts';
import type { EditedRow } from '../records/edited-record.ts';
import { refuseField } from '../records/field-problems.ts';
import { settingsIn } from '../records/json-columns.ts';
import { newId } from '../../store/new-id.ts';
import type { ResourceParts } from '../resource-parts.ts';
import { nameKey } from '../../store/prefix-range.ts';
import { requireDistinct, type Reader } from '../variables/secret-collisions.ts';
import { requireServed } from '../variables/secret-source.ts';
import { checkVariable, type VariableDraft } from '../variables/variable-draft.ts';
import type { LoadedConfig } from '../workload-identity/loaded-config.ts';
import type { DocumentVariable } from './document.ts';
import type { OrganizationState } from './organization-state.ts';
import { idsOf } from './plan-names.ts';
import { configAfter, type Planned, type PlannedResources } from './plan-resources.ts';

export type PlannedVariable = Planned<EditedRow<'variable'>, DocumentVariable, VariableDraft>;

/** A credential as it will be. */
interface CredentialAfter {
  readonly id: string;
  readonly name: string;
  readonly target: SecretTarget;
  readonly default: boolean;
  readonly config: LoadedConfig | undefined;
}

/** @throws InvalidRequest, PlatformError, CarnetError */
export async function planVariables(parts: ResourceParts, organization: string, state: OrganizationState, entries: readonly DocumentVariable[], resources: PlannedResources, staying: OrganizationState): Promise<readonly PlannedVariable[]> {
  const credentials = credentialsAfter(resources, staying, parts.now());
  const taken = new Set<string>();
  const planned: PlannedVariable[] = [];
  for (const [index, entry] of entries.entries()) {
    planned.push(await atPath(`variables.${index}`, () => {
      const automations = entry.automations === 'all' ? 'all' as const : idsOf('automations', entry.automations, resources.automations, staying.automations);
      const previous = variableOf(state, entry.name, automations, taken);
      if (previous !== undefined) taken.add(previous.id);
      const [credentialId = null] = entry.credential === null ? [] : idsOf('credential', [entry.credential], resources.credentials, staying.credentials);
      const checked = checkVariable({ ...entry, credentialId, automations, value: entry.value ?? null }, { hasValue: previous !== undefined && previous.value !== null });
      const credential = throughCredential(checked, credentials);
      if (credential?.config !== undefined) requireServed({ name: credential.config.name, automations: automationsAfter(credential.config.id, resources, state) }, checked);
      return { id: previous?.id ?? newId(parts.randomBytes), previous, entry, checked };
    }));
  }
  await requireNoCollision(parts, organization, planned, credentials, staying);
  return planned;
}

/** The variable that an entry means: of the same name for the same automations, or else for some of them. */
function variableOf(state: OrganizationState, name: string, automations: 'all' | readonly string[], taken: ReadonlySet<string>): EditedRow<'variable'> | undefined {
  const same = state.variables.filter((row) => row.name_key === nameKey(name) && !taken.has(row.id));
  if (automations === 'all') return same.find((row) => row.automations === 'all');
  const chosen = same.filter((row) => row.automations === 'chosen');
  const of = (row: EditedRow<'variable'>): readonly string[] => state.chosen.get(row.id) ?? [];
  return chosen.find((row) => of(row).length === automations.length && of(row).every((id) => automations.includes(id))) ?? chosen.find((row) => of(row).some((id) => automations.includes(id))) ?? chosen.find((row) => of(row).length === 0);
}

function credentialsAfter({ credentials, configs }: PlannedResources, staying: OrganizationState, now: number): readonly CredentialAfter[] {
  const planned = new Set(credentials.map(({ id }) => id));
  const replaced = new Set(credentials.filter(({ checked }) => checked.default).map(({ checked }) => checked.target.provider));
  return [
    ...credentials.map(({ id, checked }) => ({ id, name: checked.name, target: checked.target, default: checked.default, config: checked.config })),
    ...staying.credentials.filter(({ id }) => !planned.has(id)).map((row) => {
      const config = configAfter(row.workload_identity_config_id ?? undefined, configs, staying, now);
      return { id: row.id, name: row.name, target: { provider: row.provider, method: row.method, identity: config, store: settingsIn(row.store), settings: settingsIn(row.settings) }, default: row.is_default === 1 && !replaced.has(row.provider), config };
    }),
  ];
}

function automationsAfter(config: string, { configs }: PlannedResources, state: OrganizationState): 'all' | readonly string[] {
  const planned = configs.find(({ id }) => id === config);
  if (planned !== undefined) return planned.checked.automations;
  return state.configs.find(({ id }) => id === config)?.automations === 'all' ? 'all' : state.chosen.get(config) ?? [];
}

function throughCredential({ source, credentialId, provider }: VariableDraft, credentials: readonly CredentialAfter[]): CredentialAfter | undefined {
  if (source === 'direct') return undefined;
  if (source === 'credential') return credentials.find(({ id }) => id === credentialId) ?? refuseField('credential', 'is no credential of this organization');
  const found = credentials.find((each) => each.default && each.target.provider === provider);
  if (found !== undefined) return found;
  throw new PlatformError({ code: 'DEFAULT_MISSING', message: `No credential found: the provider '${(provider ?? '').slice(0, 40)}' has no default credential.` });
}

async function requireNoCollision(parts: ResourceParts, organization: string, planned: readonly PlannedVariable[], credentials: readonly CredentialAfter[], staying: OrganizationState): Promise<void> {
  const replaced = new Set(planned.map(({ id }) => id));
  const others = staying.variables.filter(({ id }) => !replaced.has(id));
  for (const credential of credentials) {
    const isRead = (source: string, credentialId: string | null, provider: string | null): boolean => credentialId === credential.id || (source === 'default' && credential.default && provider === credential.target.provider);
    const readers: readonly { readonly reader: Reader; readonly path: string }[] = planned.flatMap(({ id, checked: { name, source, credentialId, provider, reference, automations } }, index) => (reference !== null && isRead(source, credentialId, provider) ? [{ path: `variables.${index}`, reader: { id, nameKey: nameKey(name), reference, automations } }] : []));
    const kept: readonly Reader[] = others.flatMap((row) => (row.reference !== null && isRead(row.source, row.credential_id, row.provider) ? [{ id: row.id, nameKey: row.name_key, reference: row.reference, automations: row.automations === 'all' ? 'all' as const : staying.chosen.get(row.id) ?? [] }] : []));
    const hosted = hostedFrom({ id: credential.id, name: credential.name, writable: false }, credential.target, credential.config, {});
    for (const { reader, path } of readers) {
      const clean = await atPath(path, () => requireDistinct(parts, organization, hosted, reader, [...readers.map((each) => each.reader).filter((each) => each !== reader), ...kept]));
      if (clean) break;
    }
  }
}
