import type { Transport } from '@carnet/provider';
import { createTransport } from './create-transport.ts';
import { GuardedAgent, type GuardedAgentOptions } from './guarded-agent.ts';

export type SystemTransportOptions = GuardedAgentOptions;

/** The transport of this machine, with its connections to let go of. */
export interface SystemTransport extends Transport {
  /** Closes idle and open connections. The next request opens new ones. */
  close(): void;
}

/**
 * The network of this machine, over one agent that keeps connections. Whatever DNS says, no connection is made to this
 * host, its link, a cloud's metadata service or, unless allowed, a private network: the address itself is checked, at
 * the moment of connecting. Certificate authorities are Node's, with NODE_EXTRA_CA_CERTS, and those given here. No proxy is
 * used, whatever the environment says: see `proxyTransport` of `@carnet/core/proxy`.
 *
 * @throws CarnetError `SETTINGS_INVALID` for certificate authorities that are no PEM of certificates
 * @throws CarnetError `STORE_ADDRESS_REFUSED` from a request, naming the option where one would allow it
 * @example
 * ```ts
 * import { systemTransport } from '@carnet/core/transport';
 * import { readFileSync } from 'node:fs';
 * // In a network whose gateway opens TLS.
 * const inspected = systemTransport({ certificateAuthorities: [readFileSync('/etc/company/authority.pem', 'utf8')] });
 * // For a vault that is reached over a private link.
 * const transport = systemTransport({ allowPrivateAddresses: true });
 * ```
 */
export function systemTransport(options: SystemTransportOptions = {}): SystemTransport {
  const agent = new GuardedAgent(options);
  return { ...createTransport({ agent: () => agent }), close: () => agent.destroy() };
}
