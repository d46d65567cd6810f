import { CarnetError } from '@carnet/provider';
import { PlatformError } from '../../errors/platform-error.ts';
import { readListed } from '../../provider-host/answers.ts';
import { HostedError, type HostedSecretName } from '../../provider-host/provider-host.ts';
import { hostedCredential } from '../credentials/loaded-credential.ts';
import { manifestOf } from '../providers/manifests.ts';
import { readRow } from '../records/edited-record.ts';
import { isoTime } from '../../http/iso-time.ts';
import type { ResourceParts } from '../resource-parts.ts';
import type { OrganizationSlots } from './organization-slots.ts';
import { callOnce, type ProviderCall } from './provider-call.ts';

export interface SecretNames {
  readonly names: readonly { readonly name: string; readonly enabled: boolean | null; readonly expiresAt: string | null }[];
  readonly truncated: boolean;
  /** Why there are none to choose from: a name may still be typed. */
  readonly reason: string | null;
  readonly hint: string | null;
  readonly code: string | null;
}

// Somebody waits with a name half typed.
const deadlineMs = 15_000;

export interface NamesRequest extends Omit<ProviderCall, 'loaded' | 'fingerprintName' | 'deadlineMs'> {
  readonly credential: string;
  readonly prefix?: string | undefined;
  readonly limit: number;
}

/** B9: what hinders the list is told beside it, and hinders nobody from typing a name. @throws PlatformError `RESOURCE_NOT_FOUND` */
export async function secretNames(parts: ResourceParts & { readonly slots: OrganizationSlots }, { credential, prefix, limit, ...call }: NamesRequest): Promise<SecretNames> {
  await readRow(parts.store, 'credential', call.organization, credential);
  try {
    using _ = parts.slots.take(call.organization);
    const loaded = await hostedCredential(parts, call.organization, credential);
    if (!manifestOf(parts.host, loaded.hosted.provider).capabilities.list) return withoutNames('OPERATION_NOT_SUPPORTED', 'This provider lists no names.', 'Type the name of the secret.');
    const request = { prefix, limit };
    const { names, truncated } = await callOnce(parts, { ...call, loaded, deadlineMs }, { operation: 'list', request, read: readListed, here: (hostCall) => parts.host.list(call.organization, hostCall, request) });
    return { names: names.slice(0, limit).map(shownName), truncated: truncated || names.length > limit, reason: null, hint: null, code: null };
  } catch (error) {
    if (call.signal.aborted) throw error;
    if (error instanceof HostedError) return withoutNames(error.failure.code, error.failure.diagnosis?.cause ?? error.failure.message, error.failure.diagnosis?.cure ?? error.failure.hint);
    if (error instanceof PlatformError || CarnetError.isInstance(error)) return withoutNames(error.code, error.message, error.hint);
    throw error;
  }
}

function shownName({ name, enabled, expiresAt }: HostedSecretName): SecretNames['names'][number] {
  return { name, enabled: enabled ?? null, expiresAt: expiresAt === undefined ? null : isoTime(expiresAt) };
}

function withoutNames(code: string, reason: string, hint: string): SecretNames {
  return { names: [], truncated: false, reason, hint, code };
}
