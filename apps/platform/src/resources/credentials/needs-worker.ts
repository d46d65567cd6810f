import type { Field, Settings, SettingsSchema } from '@carnet/provider';
import { PlatformError } from '../../errors/platform-error.ts';
import { hasFreeAddress as isFree } from '../../provider-host/free-address.ts';
import type { ListedAddress } from '../../provider-host/allowed-addresses.ts';
import type { HostedCredential } from '../../provider-host/provider-host.ts';
import { definitionOf, manifestOf, type Manifests } from '../providers/manifests.ts';

/**
 * Whether only a worker of the organization may call this store: its address is free, so that who sets it chooses what is called, and the
 * operator has not listed it.
 */
export function needsWorker(manifests: Manifests, credential: Pick<HostedCredential, 'provider' | 'method' | 'identity' | 'store' | 'settings'>, direct: readonly ListedAddress[]): boolean {
  const addresses = freeAddresses(manifests, credential);
  // What calls an address that none of its settings tell cannot be listed.
  if (addresses.length === 0) return isFree(manifestOf(manifests, credential.provider));
  return addresses.some((address) => !direct.some(({ host }) => host === hostOf(address)));
}

/** Whether somebody who may edit the credential chooses what is called. */
export function hasFreeAddress(manifests: Manifests, credential: HostedCredential): boolean {
  return isFree(manifestOf(manifests, credential.provider)) || freeAddresses(manifests, credential).length > 0;
}

/** @throws PlatformError `WORKER_REQUIRED` */
export function requireDirect(manifests: Manifests, credential: HostedCredential, direct: readonly ListedAddress[]): void {
  if (needsWorker(manifests, credential, direct)) throw new PlatformError({ code: 'WORKER_REQUIRED', message: `The address of the store of credential '${credential.name}' is free, so only a worker of the organization may call it.` });
}

function freeAddresses(manifests: Manifests, { provider, method, identity, store, settings }: Pick<HostedCredential, 'provider' | 'method' | 'identity' | 'store' | 'settings'>): readonly string[] {
  const hosted = manifestOf(manifests, provider);
  const foreign = hosted.package?.foreign === true;
  const { manifest } = hosted;
  return [
    ...addressesIn(identity === undefined ? undefined : definitionOf(manifests, identity.kind)?.schema, identity?.settings ?? {}, foreign),
    ...addressesIn(manifest.store.schema, store, foreign),
    ...addressesIn(manifest.methods.find(({ id }) => id === method)?.schema, settings, foreign),
  ];
}

/** Of a package that an operator added, whatever reads as an address is one: its patterns promise nothing. */
function addressesIn(schema: SettingsSchema | undefined, settings: Settings, foreign: boolean): readonly string[] {
  return Object.entries(schema?.properties ?? {}).flatMap(([name, field]) => {
    const value = Object.hasOwn(settings, name) ? settings[name] : undefined;
    return typeof value === 'string' && (isAddress(field) || (foreign && value.includes('://'))) ? [value] : [];
  });
}

function isAddress(field: Field): boolean {
  return field.type === 'string' && (field.format === 'uri' || field.format === 'hostname') && field.enum === undefined && field.const === undefined;
}

function hostOf(address: string): string | undefined {
  const text = address.includes('://') ? address : `https://${address}`;
  return URL.canParse(text) ? new URL(text).hostname : undefined;
}
