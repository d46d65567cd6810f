import type { Field, Manifest, TrustDefinition } from '@carnet/provider';

/** A field of a provider's trust as a flag, without its dashes. */
export interface ProviderFlag {
  readonly flag: string;
  readonly name: string;
  readonly field: Field;
}

/** `resourceGroup` is `--resource-group`; a name that every provider's trust has is `--<provider>-<name>`. */
export function providerFlags({ id, trust }: Manifest & { readonly trust: TrustDefinition }, common: ReadonlySet<string>): readonly ProviderFlag[] {
  return Object.entries(trust.schema.properties).map(([name, field]) => {
    const plain = name.replaceAll(/[A-Z]+/g, (capitals) => `-${capitals.toLowerCase()}`);
    return { flag: common.has(plain) ? `${id}-${plain}` : plain, name, field };
  });
}
