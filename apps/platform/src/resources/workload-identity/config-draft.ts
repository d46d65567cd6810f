import { CarnetError, type Settings } from '@carnet/provider';
import type { FieldProblem } from '../../errors/platform-error.ts';
import { checkFields, withoutPastedSpaces } from '../providers/check-fields.ts';
import { definitionOf, kindsOf } from '../providers/manifests.ts';
import { refuseFields } from '../records/field-problems.ts';
import { nameProblem } from '../records/resource-name.ts';
import type { ResourceParts } from '../resource-parts.ts';
import { previewOf } from './subject.ts';

/** A workload identity config as somebody wants it to be. */
export interface ConfigDraft {
  readonly name: string;
  readonly kind: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly default: boolean;
  readonly automations: 'all' | readonly string[];
  readonly subject: 'organization' | 'automation';
  readonly organizationIssuer: boolean;
  readonly tokenLifetimeSeconds: number | null;
}

export interface CheckedConfig extends ConfigDraft {
  readonly settings: Settings;
}

/** Everything that can be said of it without the database and without the network. @throws InvalidRequest */
export async function checkConfig(parts: Pick<ResourceParts, 'host' | 'issuerOf'>, organization: string, draft: ConfigDraft): Promise<CheckedConfig> {
  const name = nameProblem(draft.name);
  const problems: FieldProblem[] = name === undefined ? [] : [{ field: 'name', message: name }];
  const definition = definitionOf(parts.host, draft.kind);
  if (definition === undefined) refuseFields([...problems, { field: 'kind', message: `must be one of ${kindsOf(parts.host).join(', ')}` }]);
  const { settings, problems: wrong } = checkFields(definition?.schema, withoutPastedSpaces(definition?.schema, draft.settings), 'settings');
  refuseFields([...problems, ...wrong]);
  const checked = { ...draft, settings };
  refuseFields(audienceProblems(parts, organization, checked));
  refuseFields(await providerProblems(parts, organization, checked));
  return checked;
}

function audienceProblems(parts: Pick<ResourceParts, 'host' | 'issuerOf'>, organization: string, config: CheckedConfig): readonly FieldProblem[] {
  try {
    previewOf(parts, organization, config);
    return [];
  } catch (error) {
    if (!CarnetError.isInstance(error)) throw error;
    return [{ field: 'settings', message: error.message.replace(/\.$/, '') }];
  }
}

/** What the provider itself says of an identity that stands alone. */
async function providerProblems({ host }: Pick<ResourceParts, 'host'>, organization: string, { name, kind, settings }: CheckedConfig): Promise<readonly FieldProblem[]> {
  const definer = host.manifests.find(({ manifest: { identity } }) => identity?.kind === kind && 'schema' in identity);
  const method = definer?.manifest.methods.find(({ id }) => id === 'workload-identity');
  if (definer === undefined || method === undefined) return [];
  const problems = await host.validate(organization, { id: 'unsaved', name, provider: definer.manifest.id, method: method.id, identity: { id: 'unsaved', kind, settings }, store: {}, settings: {}, writable: false });
  return problems.flatMap(({ field, message }) => (field.startsWith('identity.') ? [{ field: field.replace('identity.', 'settings.'), message }] : []));
}
