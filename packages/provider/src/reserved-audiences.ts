const reserved: readonly { readonly kind: string; readonly owns: (audience: string) => boolean }[] = [
  { kind: 'azure', owns: (audience) => audience.startsWith('api://AzureADTokenExchange') },
  { kind: 'aws', owns: (audience) => /^sts(?:\.[a-z0-9-]+)?\.amazonaws\.com(?:\.cn)?$/.test(audience) },
  { kind: 'gcp', owns: (audience) => /^(?:https:)?\/\/iam\.googleapis\.com\//.test(audience) },
];

/**
 * The kind of identity that owns a cloud's audience, or undefined where it is free. A token for a reserved audience
 * can be replayed at that cloud by whoever receives it, so no other kind may ask for one.
 *
 * @example
 * ```ts
 * import { reservedAudienceOwner } from '@carnet/provider';
 * reservedAudienceOwner('sts.amazonaws.com'); // 'aws'
 * ```
 */
export function reservedAudienceOwner(audience: string): string | undefined {
  return reserved.find(({ owns }) => owns(audience))?.kind;
}
