import { Agent } from 'node:https';
import { connect } from 'node:tls';
import type { CannedConnection } from './start-canned-server.ts';

/** Brings every host to the canned server under its own name, as the route of a production client would. */
export function cannedAgent({ port, certificate }: CannedConnection): Agent {
  const agent = new Agent({ keepAlive: true, maxSockets: 20 });
  agent.createConnection = (options) => connect({ host: '127.0.0.1', port, ca: certificate, servername: String((options as { host?: string }).host) });
  return agent;
}
