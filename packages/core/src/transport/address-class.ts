import { BlockList, isIP } from 'node:net';

export type AddressClass = 'public' | 'private' | 'refused';

function listOf(ranges: readonly string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [address = '', prefix] = range.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    list.addSubnet(address, prefix === undefined ? (family === 'ipv6' ? 128 : 32) : Number(prefix), family);
  }
  return list;
}

// IANA special-purpose registries (RFC 6890), and the metadata services of clouds that stand outside link-local space.
const refused = listOf([
  '0.0.0.0/8', '127.0.0.0/8', '169.254.0.0/16', '192.0.0.0/24', '224.0.0.0/4', '240.0.0.0/4',
  '100.100.100.200', '168.63.129.16',
  '::/128', '::1/128', 'fe80::/10', 'ff00::/8', 'fd00:ec2::254', 'fd20:ce::254',
]);
const privateNetworks = listOf(['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', '198.18.0.0/15', 'fc00::/7', 'fec0::/10']);

// IPv4 inside IPv6: mapped, compatible, NAT64 (RFC 6052). Their last 32 bits are the address that is really reached.
const embedding = listOf(['::ffff:0:0/96', '::/96', '64:ff9b::/96']);
// 6to4, Teredo and local NAT64 carry an IPv4 address elsewhere, and no cloud is reached through them.
const tunnels = listOf(['2002::/16', '2001::/32', '64:ff9b:1::/48']);

/** Whom an address belongs to. What is no address is refused. */
export function addressClass(address: string): AddressClass {
  const [bare = ''] = address.split('%', 1);
  const version = isIP(bare);
  if (version === 0) return 'refused';
  if (version === 4) return classIn(bare, 'ipv4');
  if (refused.check(bare, 'ipv6') || tunnels.check(bare, 'ipv6')) return 'refused';
  if (embedding.check(bare, 'ipv6')) return classIn(lastFourBytes(bare), 'ipv4');
  return classIn(bare, 'ipv6');
}

function classIn(address: string, family: 'ipv4' | 'ipv6'): AddressClass {
  if (refused.check(address, family)) return 'refused';
  return privateNetworks.check(address, family) ? 'private' : 'public';
}

/** The URL parser writes every form of an IPv6 address in the one of RFC 5952, dotted ones included. */
function lastFourBytes(address: string): string {
  const groups = new URL(`http://[${address}]`).hostname.slice(1, -1).split(':').slice(-2);
  return groups.flatMap((group) => {
    const value = Number.parseInt(group || '0', 16);
    return [value >> 8, value & 0xff];
  }).join('.');
}
