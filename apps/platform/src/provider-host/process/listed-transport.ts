import { systemTransport, type SystemTransportOptions } from '@carnet/core/transport';
import { CarnetError, type Transport } from '@carnet/provider';
import { lookup as systemLookup, type LookupAddress } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import type { ListedAddress } from '../allowed-addresses.ts';

/** Calls what the operator listed and nothing else: the host by its name, and the address that DNS gave at the moment of connecting. */
export function listedTransport(listed: readonly ListedAddress[], options: SystemTransportOptions): Transport {
  const { lookup = systemLookup as LookupFunction } = options;
  const isListed = (host: string, address: string): boolean => listed.some((entry) => entry.host.toLowerCase() === host.toLowerCase() && contains(entry.network, address));
  const guarded: LookupFunction = (hostname, given, callback) => lookup(hostname, given, (error, address, family) => {
    if (error) return callback(error, address, family);
    const addresses: readonly LookupAddress[] = typeof address === 'string' ? [{ address, family: family ?? 0 }] : address;
    if (addresses.every((each) => isListed(hostname, each.address))) return callback(null, address, family);
    callback(refusal(hostname), '', 0);
  });
  // What is listed may be private; which address it is was looked at above.
  const transport = systemTransport({ ...options, allowPrivateAddresses: true, lookup: guarded });
  const check = (address: string): void => {
    const host = new URL(address).hostname.replace(/^\[(.*)\]$/, '$1');
    if (isIP(host) === 0 ? !listed.some((entry) => entry.host.toLowerCase() === host) : !isListed(host, host)) throw refusal(host);
  };
  return {
    async fetch(request) {
      check(request.url);
      return await transport.fetch(request);
    },
    agent(url) {
      check(String(url));
      return transport.agent(url);
    },
  };
}

function refusal(host: string): CarnetError {
  return new CarnetError({
    code: 'STORE_ADDRESS_REFUSED',
    message: `${host.slice(0, 255)} is not an address that this server may call.`,
    hint: 'Use a worker of the organization, or have the operator name host and network in CARNET_ALLOWED_ADDRESSES.',
  });
}

function contains(network: string, address: string): boolean {
  const [base = '', prefix = ''] = network.split('/');
  const family = isIP(base) === 6 ? 'ipv6' : 'ipv4';
  if (isIP(address) !== isIP(base) || isIP(base) === 0) return false;
  const list = new BlockList();
  list.addSubnet(base, Number(prefix), family);
  return list.check(address, family);
}
