import { isIP } from 'node:net';

/** A store with a free address that the operator lets this server call. */
export interface ListedAddress {
  /** In lower case. */
  readonly host: string;
  /** In CIDR form: where the host may lead. The transport looks when it connects. */
  readonly network: string;
}

/**
 * Reads `host=network` of `CARNET_ALLOWED_ADDRESSES`, the network in CIDR form.
 *
 * @throws TypeError naming the entry that is none
 */
export function readAllowedAddresses(entries: readonly string[]): readonly ListedAddress[] {
  return entries.map((entry) => {
    const [host = '', network = '', ...others] = entry.split('=');
    const [address = '', prefix = ''] = network.split('/');
    const longest = isIP(address) === 6 ? 128 : 32;
    if (host === '' || others.length > 0 || isIP(address) === 0 || !/^\d{1,3}$/.test(prefix) || Number(prefix) > longest) {
      throw new TypeError(`CARNET_ALLOWED_ADDRESSES: "${entry.slice(0, 200)}" is no host=network in CIDR form.`);
    }
    return { host: host.toLowerCase(), network };
  });
}
