import { BlockList, isIP } from 'node:net';
import { CarnetError } from '@carnet/provider';

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/**
 * The address of a platform in its one form, without a slash at its end.
 *
 * @throws CarnetError `INPUT_INVALID` for what is no address, or would carry a token in clear over a network
 */
export function platformUrl(text: string, where: string): string {
  const url = URL.parse(text);
  if (url === null || !['https:', 'http:'].includes(url.protocol)) throw wrong(`${where} is no address of a platform.`, 'Write it whole: https://carnet.example.com');
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') throw wrong(`${where} holds more than an address.`, 'Leave out user, password, query and fragment: https://carnet.example.com');
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) throw wrong(`${where} is http:// and no address of this machine: the token would go over the network in clear.`, 'Write https://.');
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}

function isLoopback(hostname: string): boolean {
  const address = hostname.replace(/^\[(.*)\]$/, '$1');
  const family = isIP(address);
  return hostname === 'localhost' || (family !== 0 && loopback.check(address, family === 6 ? 'ipv6' : 'ipv4'));
}

function wrong(message: string, hint: string): CarnetError {
  return new CarnetError({ code: 'INPUT_INVALID', step: 'configure', message, hint });
}
