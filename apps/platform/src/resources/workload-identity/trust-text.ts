import { CarnetError, type Manifest, type Settings, type TrustPlan } from '@carnet/provider';
import { configEntry, readOutputs, renderDocument } from '@carnet/trust';
import { checkFields, withoutPastedSpaces } from '../providers/check-fields.ts';
import { refuseField, refuseFields } from '../records/field-problems.ts';
import type { ResourceParts } from '../resource-parts.ts';

/** What is wanted of a trust. */
export interface TrustWish {
  readonly provider: string;
  /** Fields of the manifest's trust schema. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Each alone; none: the whole store. */
  readonly secrets: readonly string[];
  readonly list: boolean;
  readonly write: boolean;
  /** A first secret to create, to test with. */
  readonly create?: string | undefined;
}

export interface TrustedSubject {
  readonly issuer: string;
  readonly subject: string;
}

export interface TrustText extends TrustedSubject {
  readonly format: string;
  readonly audience: string;
  readonly text: string;
  readonly notes: readonly string[];
  readonly formats: readonly { readonly id: string; readonly title: string }[];
}

type TrustParts = Pick<ResourceParts, 'host'>;

/** G: the set-up or the teardown in one tool's language, filled with the values of this organization. @throws InvalidRequest, CarnetError `INPUT_INVALID`, HostedError */
export async function trustText(parts: TrustParts, token: TrustedSubject, wish: TrustWish, { format, teardown }: { readonly format?: string | undefined; readonly teardown: boolean }): Promise<TrustText> {
  const { manifest, plan } = await trustPlan(parts, token, wish);
  const formats = manifest.trust?.formats ?? [];
  const chosen = format ?? formats[0]?.id ?? 'json';
  return { ...token, format: chosen, audience: plan.audience, text: renderDocument(plan, chosen, { ...token, teardown }), notes: plan.notes, formats: [...formats, { id: 'json', title: 'The plan as JSON' }] };
}

/** The settings that follow from what a set-up printed. @throws InvalidRequest, CarnetError `INPUT_INVALID` */
export async function settingsFromOutputs(parts: TrustParts, token: TrustedSubject, wish: TrustWish, printed: string): Promise<{ readonly kind: string; readonly settings: Settings; readonly store: Settings }> {
  const { manifest, plan } = await trustPlan(parts, token, wish);
  const entry = configEntry(plan, readOutputs(printed, plan), { manifest, name: 'result', write: wish.write });
  const { kind, ...settings } = entry.workloadIdentities['result'] ?? { kind: manifest.id };
  return { kind, settings, store: entry.credentials['result']?.store ?? {} };
}

async function trustPlan({ host }: TrustParts, { issuer, subject }: TrustedSubject, { provider, settings, ...wish }: TrustWish): Promise<{ readonly manifest: Manifest; readonly plan: TrustPlan }> {
  const manifest = host.manifests.find((each) => each.manifest.id === provider)?.manifest ?? refuseField('provider', `must be one of ${host.manifests.map((each) => each.manifest.id).join(', ')}`);
  const schema = manifest.trust?.schema;
  if (schema === undefined) throw new CarnetError({ code: 'OPERATION_NOT_SUPPORTED', message: `The provider '${provider}' writes no trust.`, hint: 'Register issuer, subject and audience as they are shown.' });
  const checked = checkFields(schema, withoutPastedSpaces(schema, settings), 'settings');
  refuseFields(checked.problems);
  const input = { issuer, subject, settings: checked.settings, secrets: wish.secrets, list: wish.list, write: wish.write, ...(wish.create === undefined ? {} : { create: wish.create }) };
  return { manifest, plan: await host.trust(provider, input) };
}
