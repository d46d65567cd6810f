import type { DirectAddress } from '../resources/credentials/needs-worker.ts';

/** The entries of `CARNET_ALLOWED_ADDRESSES`, `host=network`. */
export function directAddressesOf(entries: readonly string[]): readonly DirectAddress[] {
  return entries.map((entry) => {
    const at = entry.indexOf('=');
    return { host: entry.slice(0, at), cidr: entry.slice(at + 1) };
  });
}
