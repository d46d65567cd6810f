import type { Manifest, TrustDefinition } from '@carnet/provider';
import { flagName, type SchemaFlag } from '../schema-flags.ts';

/** A field of a provider's trust as a flag. */
export type ProviderFlag = SchemaFlag;

/** `resourceGroup` is `--resource-group`; a name that every provider's trust has is `--<provider>-<name>`. */
export function providerFlags({ id, trust }: Manifest & { readonly trust: TrustDefinition }, common: ReadonlySet<string>): readonly ProviderFlag[] {
  return Object.entries(trust.schema.properties).map(([name, field]) => {
    const plain = flagName(name);
    return { flag: common.has(plain) ? `${id}-${plain}` : plain, name, field };
  });
}
