import { CarnetError, type Manifest, type Provider, type TrustDefinition, type TrustInput, type TrustPlan } from '@carnet/provider';

/** A provider that can say what to register. */
export interface TrustingProvider extends Provider {
  readonly manifest: Manifest & { readonly trust: TrustDefinition };
  readonly trust: NonNullable<Provider['trust']>;
}

const mostCharacters = 4 * 1024 * 1024;

/**
 * What a provider says of a trust, as data: foreign code has no part in what is printed of it.
 *
 * @throws CarnetError `PROVIDER_FAULT`, or what the provider throws
 */
export function askForPlan(provider: TrustingProvider, input: TrustInput): TrustPlan {
  const { id } = provider.manifest;
  const text: unknown = JSON.stringify(provider.trust(input));
  if (typeof text === 'string' && text.length > mostCharacters) throw fault(id, 'says more of a trust than fits into 4 MiB');
  const plan: unknown = typeof text === 'string' ? JSON.parse(text) : undefined;
  if (!isPlan(plan)) throw fault(id, 'says of a trust what no plan can be');
  return plan;
}

function fault(id: string, what: string): CarnetError {
  return new CarnetError({ code: 'PROVIDER_FAULT', step: 'configure', message: `The provider '${id}' ${what}.` });
}

const languages: readonly unknown[] = ['shell', 'hcl', 'bicep', 'yaml', 'steps'];

function isPlan(value: unknown): value is TrustPlan {
  if (!isRecord(value)) return false;
  const { audience, resources, documents, outputs, identity, store, notes } = value;
  return isText(audience) && isRecord(identity) && isRecord(store) && isListOf(notes, isText)
    && isListOf(resources, (each) => isRecord(each) && isText(each['type']))
    && isListOf(documents, (each) => isRecord(each) && isText(each['format']) && languages.includes(each['language']) && isListOf(each['setUp'], isStep) && isListOf(each['tearDown'], isStep))
    && isRecord(outputs) && Object.values(outputs).every((names) => isListOf(names, isText));
}

function isStep(value: unknown): boolean {
  return isRecord(value) && isText(value['title']) && isText(value['text']) && (value['why'] === undefined || isText(value['why']));
}

function isListOf(value: unknown, fits: (each: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every((each) => fits(each));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}
