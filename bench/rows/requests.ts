import type { Issuer } from '@carnet/oidc-issuer';
import { cannedAgent } from '../canned/agent.ts';
import type { CannedRequest } from '../canned/server.ts';
import type { CannedServer } from '../canned/start-canned-server.ts';
import { carnetClient } from '../carnet-client.ts';
import type { BenchCloud } from '../clouds/bench-cloud.ts';
import { atMost, exactly, type Row } from '../row.ts';

/** The longest chain of requests of which each began after the one before had ended. */
export function longestChain(requests: readonly CannedRequest[]): number {
  const chains: { readonly length: number; readonly endedAt: number }[] = [];
  for (const { startedAt, endedAt } of requests.toSorted((left, right) => left.startedAt - right.startedAt)) {
    const before = chains.filter((chain) => chain.endedAt <= startedAt).map(({ length }) => length);
    chains.push({ length: 1 + Math.max(0, ...before), endedAt });
  }
  return Math.max(0, ...chains.map(({ length }) => length));
}

/**
 * Counts the requests of 20 secrets with cold credentials. A delay holds parallel requests together, so that a chain is a chain; another
 * Carnet has opened the connections, because twenty handshakes take longer than the delay and are no requests.
 */
export async function requestRows(server: CannedServer, issuer: Issuer, cloud: BenchCloud): Promise<readonly Row[]> {
  const agent = cannedAgent(server.connection);
  const opener = carnetClient(issuer, agent, [cloud]);
  await opener.resolve();
  await opener.close();
  await server.setLatency(40);
  const carnet = carnetClient(issuer, agent, [cloud]);
  await server.takeRequests();
  await carnet.resolve();
  const cold = await server.takeRequests();
  await carnet.resolve();
  const warm = await server.takeRequests();
  await carnet.close();
  agent.destroy();
  await server.setLatency(0);
  const { title, goals } = cloud;
  const { challenges = 0, tokens, reads } = goals.cold;
  const count = (kind: CannedRequest['kind']): number => cold.filter((request) => request.kind === kind).length;
  return [
    exactly(`${title}: requests for 20 secrets, cold`, cold.length, 'requests', challenges + tokens + reads),
    ...(challenges > 0 ? [exactly('… of them challenges', count('challenge'), 'requests', challenges)] : []),
    exactly('… of them tokens', count('token'), 'requests', tokens),
    exactly('… of them reads', count('read'), 'requests', reads),
    exactly(`${title}: requests for 20 secrets, warm`, warm.length, 'requests', goals.warm),
    atMost(`${title}: critical path, cold`, longestChain(cold), 'requests', goals.coldPath),
    exactly(`${title}: critical path, warm`, longestChain(warm), 'requests', 1),
  ];
}
