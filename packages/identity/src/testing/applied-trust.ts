import type { LocalClouds } from '@carnet/local-clouds';
import { validateSettings, type Provider, type Settings, type TrustInput } from '@carnet/provider';

export type TrustAsked = Pick<TrustInput, 'issuer' | 'subject' | 'ambient'> & Partial<Pick<TrustInput, 'secrets' | 'list' | 'write'>>;

/** The trust of a provider's own plan, applied to the local clouds: what the set-up printed, and the settings that result. */
export function appliedTrust(clouds: LocalClouds, provider: Provider, fields: Settings, asked: TrustAsked): { readonly outputs: Readonly<Record<string, string>>; readonly identity: Settings; readonly store: Settings } {
  const { manifest: { trust: definition } } = provider;
  const checked = definition === undefined ? undefined : validateSettings(definition.schema, fields);
  if (checked?.ok !== true || provider.trust === undefined) throw new Error(JSON.stringify(checked));
  const plan = provider.trust({ secrets: [], list: false, write: false, ...asked, settings: checked.settings });
  const outputs = clouds.trust.apply(plan.resources);
  const filled = (settings: Settings): Settings => Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, String(value).replaceAll(/\{(\w+)\}/g, (_, output: string) => outputs[output] ?? '')]));
  return { outputs, identity: filled(plan.identity), store: filled(plan.store) };
}
