// What every cold process needs: the settings from standard input, and an agent that leads to the canned server.
import { Agent } from 'node:https';
import { text } from 'node:stream/consumers';
import { connect } from 'node:tls';

export const settings = JSON.parse(await text(process.stdin));
export const agent = new Agent({ keepAlive: true });
const { port, certificate } = settings;
agent.createConnection = ({ host }) => connect({ host: '127.0.0.1', port, ca: certificate, servername: host });

/** Prints peak memory in KiB and ends. */
export function finish(value) {
  if (value !== 'value of secret-0') throw new Error('the wrong value');
  process.stdout.write(String(process.resourceUsage().maxRSS));
  process.exit(0);
}
