import { CarnetError, type IdentityDefinition } from '@carnet/provider';
import type { HostedManifest, ProviderHost } from '../../provider-host/provider-host.ts';

export type Manifests = Pick<ProviderHost, 'manifests'>;

/** @throws CarnetError `PROVIDER_NOT_FOUND` */
export function manifestOf({ manifests }: Manifests, provider: string): HostedManifest {
  const found = manifests.find(({ manifest }) => manifest.id === provider);
  if (found !== undefined) return found;
  throw new CarnetError({ code: 'PROVIDER_NOT_FOUND', message: `This platform has no provider '${provider.slice(0, 40)}'.`, hint: `It has ${manifests.map(({ manifest }) => manifest.id).join(', ')}.` });
}

/** What a kind of identity holds, in the manifest of whoever defines it. */
export function definitionOf({ manifests }: Manifests, kind: string): IdentityDefinition | undefined {
  return manifests.flatMap(({ manifest: { identity } }) => (identity !== undefined && 'schema' in identity && identity.kind === kind ? [identity] : []))[0];
}

/** The kinds of identity that there are. */
export function kindsOf({ manifests }: Manifests): readonly string[] {
  return manifests.flatMap(({ manifest: { identity } }) => (identity !== undefined && 'schema' in identity ? [identity.kind] : []));
}
