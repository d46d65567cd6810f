import type { Manifest } from '@carnet/provider';
import type { HostedManifest } from './provider-host.ts';

/**
 * Whether the settings say freely which address is called: so with an identity whose audience is made of its own address, and with every
 * provider that is not of the composition. Such a store is called by a worker of the organization, or where the operator listed the address.
 */
export function hasFreeAddress({ manifest, package: from }: Pick<HostedManifest, 'manifest' | 'package'>): boolean {
  return from?.foreign === true || isAudienceOfAddress(manifest.identity);
}

function isAudienceOfAddress(identity: Manifest['identity']): boolean {
  if (identity === undefined || !('schema' in identity) || typeof identity.audience !== 'string') return false;
  const [, field] = /^\{([A-Za-z0-9]+)\}$/.exec(identity.audience) ?? [];
  const schema = field === undefined ? undefined : identity.schema.properties[field];
  return schema?.type === 'string' && schema.format === 'uri';
}
