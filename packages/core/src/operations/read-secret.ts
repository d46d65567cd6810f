import { printReference, Secret, type SecretReference } from '@carnet/provider';
import type { ReadSecret } from '../carnet.ts';
import type { Operation } from '../calls/operation.ts';
import type { Host } from '../connection/host.ts';
import type { OpenCredential } from '../connection/open-credential.ts';
import type { Fingerprint } from '../fingerprint/fingerprint.ts';
import { readMany } from '../resolution/read-many.ts';
import { jsonKeyText } from '../values/json-key.ts';

/** One secret past the variables: its bytes as stored, or the text of one JSON key. */
export async function readSecret(host: Host, operation: Operation, open: OpenCredential, reference: SecretReference, fingerprint: Fingerprint): Promise<ReadSecret> {
  const { name, jsonKey, version } = reference;
  const [outcome] = await readMany(host, operation, open, [{ name: open.canonicalName(name), ...(version === undefined ? {} : { version }) }]);
  if (!outcome) throw new TypeError('One reference has one outcome.');
  if (!outcome.ok) throw outcome.error;
  const place = `secret '${name}' of credential '${open.credential.name}'`;
  const bytes = jsonKey === undefined ? outcome.bytes : new TextEncoder().encode(jsonKeyText(outcome.bytes, jsonKey, place));
  return {
    secret: new Secret(bytes, fingerprint(`${open.credential.name}:${printReference(reference)}`, bytes)),
    version: outcome.version,
    ...(outcome.notAfter === undefined ? {} : { notAfter: outcome.notAfter }),
  };
}
