import { Secret, type ReadResult } from '@carnet/provider';
import type { DirectValue, StoredValue } from '../composition/composition.ts';
import type { Fingerprint } from '../fingerprint/fingerprint.ts';
import { decode } from '../values/decode.ts';
import type { ResolvedVariable } from './resolution.ts';

export type Found = ReadResult & { readonly durationMs: number };

export function directVariable({ name, value, allow }: DirectValue, fingerprint: Fingerprint): ResolvedVariable {
  const bytes = value.revealBytes();
  const print = fingerprint(name, bytes);
  return Object.freeze({ name, source: 'direct', secret: new Secret(bytes, print), fingerprint: print, as: 'environment', encoding: 'utf8', allow });
}

/** Without a read the variable is optional and unset. Throws what {@link decode} throws. */
export function storedVariable(variable: StoredValue, read: Found | undefined, fingerprint: Fingerprint): ResolvedVariable {
  const { name, credential, reference, as, encoding, allow } = variable;
  const form = encoding === undefined ? { as } : { as, encoding };
  const about = { name, source: 'secret', credential: credential.name, provider: credential.provider.manifest.id, reference, ...form, allow } as const;
  const identity = credential.workloadIdentity && { workloadIdentity: credential.workloadIdentity.name };
  if (!read) return Object.freeze({ ...about, ...identity, secret: undefined, fingerprint: undefined });
  const bytes = decode(read.bytes, reference, encoding, credential.name);
  const print = fingerprint(name, bytes);
  return Object.freeze({ ...about, ...identity, secret: new Secret(bytes, print), version: read.version, fingerprint: print, durationMs: read.durationMs });
}
