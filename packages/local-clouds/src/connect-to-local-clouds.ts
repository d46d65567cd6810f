import { createTransport } from '@carnet/core/transport';
import type { Transport } from '@carnet/provider';
import type { Agent } from 'node:https';
import type { LocalCloudsConnection } from './local-clouds.ts';
import { isListedHost } from './network/host-list.ts';
import { agentFor } from './network/loopback-agent.ts';

/** The way to local clouds that run in another process. */
export interface LocalCloudsClient {
  readonly transport: Transport;
  /** @throws CarnetError `STORE_ADDRESS_REFUSED` for a host outside the connection's list */
  agent(url: URL): Agent;
  /** Ends the connections that are kept open. */
  close(): void;
}

/**
 * Reaches local clouds that another process started.
 *
 * @param connection `connection` of the running `LocalClouds`, as it is or parsed from JSON
 * @example
 * ```ts
 * import { connectToLocalClouds, type LocalCloudsConnection } from '@carnet/local-clouds';
 *
 * const connection = JSON.parse(process.argv[2] ?? '') as LocalCloudsConnection;
 * const { transport } = connectToLocalClouds(connection);
 * const response = await transport.fetch(new Request('https://login.microsoftonline.com/'));
 * console.log(response.status);
 * ```
 */
export function connectToLocalClouds(connection: LocalCloudsConnection): LocalCloudsClient {
  const hosts = [...connection.hosts];
  const { agent, destroy } = agentFor({
    port: connection.port,
    certificateAuthority: connection.certificateAuthority,
    allows: (host) => isListedHost(hosts, host),
  });
  return { transport: createTransport({ agent }), agent, close: destroy };
}
