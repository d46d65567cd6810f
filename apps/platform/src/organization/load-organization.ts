import { audienceOf, claimsOf, validateSettings, type IdentityDefinition, type Manifest } from '@carnet/provider';
import type { Configuration } from '../kickoff-process/messages.ts';
import { packagesInUse } from '../providers/packages-in-use.ts';
import type { ProviderPackage } from '../providers/provider-catalog.ts';
import { isRecord, recordFrom, valueAt, type JsonRecord } from './json-record.ts';
import type { Automation, OrganizationResult, WorkloadIdentityConfig } from './organization.ts';
import { readOrganizationFile, type AutomationEntry, type OrganizationFile, type WorkloadIdentityEntry } from './organization-file.ts';

export interface Inspection {
  readonly manifests: readonly Manifest[];
  /** Those that are no part of the composition. */
  readonly packages: readonly ProviderPackage[];
  readonly problems: readonly string[];
}

/** Asks the providers, in a process of their own, what they think of a configuration. */
export type Inspect = (configuration: Configuration) => Promise<Inspection>;

const longestFile = 1024 * 1024;

/** Reads the text of an organization file whole: either all of it is usable, or every problem is told at once. */
export async function loadOrganization(text: string, inspect: Inspect): Promise<OrganizationResult> {
  if (text.length > longestFile) return { ok: false, problems: [withCode(`The file is larger than ${longestFile} characters.`)] };
  const parsed = parse(text);
  if (!parsed.ok) return { ok: false, problems: [withCode(parsed.problem)] };

  if (!isRecord(parsed.value)) return { ok: false, problems: [withCode('The file must be an object.')] };

  const problems: string[] = [];
  const file = readOrganizationFile(parsed.value, problems);
  const inspection = await inspect(configurationOf(file));
  if (problems.length + inspection.problems.length > 0) return { ok: false, problems: [...problems.map(withCode), ...inspection.problems] };

  const configs = tokenRulesOf(file, inspection.manifests);
  if (configs === undefined) return { ok: false, problems: ['The providers accept settings that their own manifests refuse. Update the provider, or tell its author. (PROVIDER_FAULT)'] };
  const automations = new Map([...file.automations].map(([name, entry]) => [name, automationOf(name, entry, file, configs, inspection.packages, problems)]));
  return problems.length > 0 ? { ok: false, problems: problems.map(withCode) } : { ok: true, organization: { id: file.id, name: file.name, automations } };
}

/** What the providers find has a code of its own already. */
function withCode(problem: string): string {
  return `${problem} (CONFIG_INVALID)`;
}

function parse(text: string): { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly problem: string } {
  try {
    return { ok: true, value: JSON.parse(text.replace(/^\ufeff/, '')) };
  } catch (error) {
    // Only the place: the parser's own sentence quotes the text, which may hold a value.
    const place = /line \d+ column \d+/.exec(error instanceof Error ? error.message : '');
    return { ok: false, problem: `The file is not JSON${place ? `, from ${place[0]} on` : ''}.` };
  }
}

function configurationOf({ workloadIdentityConfigs, credentials, variables }: OrganizationFile): Configuration {
  const workloadIdentities = recordFrom([...workloadIdentityConfigs].map(([name, { definition }]) => [name, definition] as const));
  // The inspection is what finds out whether these types are true.
  return { workloadIdentities, credentials, variables } as Configuration;
}

/** Undefined where an inspection passed what cannot be: the process that made it runs foreign code. */
function tokenRulesOf(file: OrganizationFile, manifests: readonly Manifest[]): ReadonlyMap<string, WorkloadIdentityConfig> | undefined {
  try {
    return new Map([...file.workloadIdentityConfigs].map(([name, entry]) => [name, tokenRuleOf(name, entry, manifests)]));
  } catch {
    return undefined;
  }
}

function tokenRuleOf(name: string, { definition, subject, organizationIssuer }: WorkloadIdentityEntry, manifests: readonly Manifest[]): WorkloadIdentityConfig {
  const { kind, ...settings } = definition;
  const identity = manifests.flatMap(({ identity: each }) => (each !== undefined && 'audience' in each ? [each] : [])).find((each) => each.kind === kind);
  if (identity === undefined) throw new TypeError('A manifest changed while it was read.');
  const checked = settingsOf(identity, settings);
  return { name, audience: audienceOf(identity, checked), subject, organizationIssuer, sessionTags: claimsOf(identity, checked).includes('session-tags') };
}

function settingsOf(identity: IdentityDefinition, settings: JsonRecord): Readonly<Record<string, string | number | boolean>> {
  const result = validateSettings(identity.schema, settings);
  if (!result.ok) throw new TypeError('An inspection passed settings that break their schema.');
  return result.settings;
}

/** What the automation uses, and no more: its variables, their credentials, their workload identity configs. */
function automationOf(
  name: string, { id, command, timeoutSeconds, variables }: AutomationEntry, file: OrganizationFile, configs: ReadonlyMap<string, WorkloadIdentityConfig>, packages: readonly ProviderPackage[],
  problems: string[],
): Automation {
  const used = { variables: pick(file.variables, variables), credentials: pick(file.credentials, fieldOfEach(file.variables, variables, 'credential')) };
  const identityNames = fieldOfEach(file.credentials, Object.keys(used.credentials), 'identity');
  const workloadIdentities = new Map([...configs].filter(([config]) => identityNames.includes(config)));
  for (const config of workloadIdentities.values()) {
    if (config.subject === 'automation' && id === undefined) {
      problems.push(`automations "${name}": id is missing, which the subject of workload identity config "${config.name}" names.`);
    }
  }
  const definitions = recordFrom([...workloadIdentities.keys()].map((config) => [config, file.workloadIdentityConfigs.get(config)?.definition ?? {}] as const));
  const configuration = { ...used, workloadIdentities: definitions } as Configuration;
  return { name, id, command, timeoutSeconds, workloadIdentities, configuration, packages: packagesInUse(configuration, packages) };
}

function pick(record: JsonRecord, names: readonly string[]): JsonRecord {
  return recordFrom(names.map((name) => [name, valueAt(record, name)] as const));
}

function fieldOfEach(record: JsonRecord, names: readonly string[], field: string): readonly string[] {
  const found = names.map((name) => valueAt(valueAt(record, name) as JsonRecord, field));
  return [...new Set(found.filter((value) => typeof value === 'string'))];
}
