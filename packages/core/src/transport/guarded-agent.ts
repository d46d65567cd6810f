import type { CarnetError } from '@carnet/provider';
import { lookup as systemLookup, type LookupAddress } from 'node:dns';
import { Agent } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { addressRefusal } from './address-refusal.ts';
import { secureContextOf } from './certificate-authorities.ts';

export interface GuardedAgentOptions {
  /** Lets connections go to RFC 1918 and unique local addresses, for stores behind a private link. Default: false. */
  readonly allowPrivateAddresses?: boolean | undefined;
  /** Default: that of `node:dns`. */
  readonly lookup?: LookupFunction | undefined;
  /** Certificate authorities to trust besides those of Node, NODE_EXTRA_CA_CERTS included. Each a text of PEM, with one certificate or more. */
  readonly certificateAuthorities?: readonly string[] | undefined;
}

const privateHint = 'If the store is reached over a private link, make the transport with systemTransport({ allowPrivateAddresses: true }); for a worker of the platform set CARNET_WORKER_PRIVATE_ADDRESSES=yes.';

/** Checks the very address that the socket connects to, so that a name which changes its mind gains nothing. */
export class GuardedAgent extends Agent {
  readonly #check: (host: string, address: string) => CarnetError | undefined;
  readonly #lookup: LookupFunction;

  constructor({ allowPrivateAddresses: allowPrivate = false, lookup = systemLookup as LookupFunction, certificateAuthorities }: GuardedAgentOptions) {
    super({ keepAlive: true, ...secureContextOf(certificateAuthorities) });
    this.#check = (host, address) => addressRefusal(host, address, { allowPrivate, privateHint });
    this.#lookup = guardedLookup(lookup, this.#check);
  }

  override createConnection(...[options, callback]: Parameters<Agent['createConnection']>): ReturnType<Agent['createConnection']> {
    const host = (options as { readonly host?: string }).host ?? '';
    // An address in the URL is never looked up.
    const refused = isIP(host) === 0 ? undefined : this.#check(host, host);
    if (refused) throw refused;
    return super.createConnection({ ...options, lookup: this.#lookup }, callback);
  }
}

function guardedLookup(lookup: LookupFunction, check: (host: string, address: string) => CarnetError | undefined): LookupFunction {
  return (hostname, options, callback) => lookup(hostname, options, (error, address, family) => {
    if (error) return callback(error, address, family);
    const addresses: readonly LookupAddress[] = typeof address === 'string' ? [{ address, family: family ?? 0 }] : address;
    // One bad address spoils the answer: which of them is used is not ours to choose.
    const refused = addresses.map((each) => check(hostname, each.address)).find((each) => each !== undefined);
    return refused ? callback(refused, '', 0) : callback(null, address, family);
  });
}
