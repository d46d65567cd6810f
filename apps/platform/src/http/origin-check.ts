import type { OwnAddresses } from './own-addresses.ts';
import { InvalidRequest } from './problem.ts';

const refused = (status: 403 | 421, message: string): InvalidRequest => new InvalidRequest(status, message, { code: 'REQUEST_ORIGIN_REFUSED' });

/** A page whose name was rebound to this address says its own name. */
export function refuseForeignHost(headers: Headers, addresses: OwnAddresses, isIssuerDocument: boolean): void {
  const host = headers.get('host') ?? undefined;
  if (!addresses.isOwnHost(host) && !(isIssuerDocument && addresses.isIssuerHost(host))) throw refused(421, 'The Host of the request is not this server.');
}

/** A browser names the page in every request that could change something; a cookie without that comes from none that can be believed. */
export function refuseForeignOrigin({ method, headers }: Request, addresses: OwnAddresses): void {
  const origin = headers.get('origin');
  if (origin === null) {
    const changes = method !== 'GET' && method !== 'HEAD' && method !== 'OPTIONS';
    if (changes && headers.has('cookie') && !headers.has('authorization')) throw refused(403, 'A request with a cookie must name its Origin.');
  } else if (!addresses.isOwnOrigin(origin)) throw refused(403, 'The Origin of the request is not this server.');
}
