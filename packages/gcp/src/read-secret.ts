import type { ReadResult } from '@carnet/provider';
import { gcpError } from './gcp-error.ts';
import type { LoadedSdk, SdkCall } from './secret-manager-client.ts';
import { placeOf, type SecretManagerCall } from './secret-manager-failure.ts';
import { pathBelow } from './store-address.ts';

export async function readSecret({ client, crc32c }: LoadedSdk, call: SecretManagerCall, options: SdkCall): Promise<ReadResult> {
  const { address, secret, version: asked } = call;
  const path = `secrets/${secret}/versions/`;
  const [{ name, payload }] = await client.accessSecretVersion({ name: `${address.parent}/${path}${asked ?? 'latest'}` }, options);
  const fault = (what: string): Error => gcpError({ code: 'STORE_FAULT', step: 'read', message: `Secret Manager answered the read of '${secret}' of ${placeOf(address)} with ${what}.` });

  const found = pathBelow(address, name);
  const version = found?.startsWith(path) === true ? found.slice(path.length) : '';
  const data = payload?.data;
  if (!/^[1-9][0-9]{0,18}$/.test(version) || (asked ?? version) !== version || !(data instanceof Uint8Array)) throw fault('something else than this secret');
  const bytes = new Uint8Array(data);
  // The SDK takes any checksum, and none. Google makes one where the writer sent none.
  if (String(payload?.dataCrc32c) !== String(crc32c(bytes))) throw fault('bytes that do not fit their checksum');
  return { bytes, version };
}
