import type { CannedAzure } from '../canned/start-canned-azure.ts';
import type { CannedRequest } from '../canned/server.ts';
import { cannedAgent } from '../canned/agent.ts';
import { carnetClient } from '../clients.ts';
import { atMost, exactly, type Row } from '../row.ts';
import type { Issuer } from '@carnet/oidc-issuer';

/** The longest chain of requests of which each began after the one before had ended. */
export function longestChain(requests: readonly CannedRequest[]): number {
  const chains: { readonly length: number; readonly endedAt: number }[] = [];
  for (const { startedAt, endedAt } of requests.toSorted((left, right) => left.startedAt - right.startedAt)) {
    const before = chains.filter((chain) => chain.endedAt <= startedAt).map(({ length }) => length);
    chains.push({ length: 1 + Math.max(0, ...before), endedAt });
  }
  return Math.max(0, ...chains.map(({ length }) => length));
}

/** Counts the requests of 20 secrets. A delay holds parallel requests together, so that a chain is a chain. */
export async function requestRows(server: CannedAzure, issuer: Issuer): Promise<readonly Row[]> {
  await server.setLatency(40);
  const agent = cannedAgent(server.connection);
  const carnet = carnetClient(issuer, agent);
  await server.takeRequests();
  await carnet.resolve();
  const cold = await server.takeRequests();
  await carnet.resolve();
  const warm = await server.takeRequests();
  await carnet.close();
  agent.destroy();
  await server.setLatency(0);
  const count = (kind: CannedRequest['kind']): number => cold.filter((request) => request.kind === kind).length;
  return [
    exactly('requests for 20 secrets, cold', cold.length, 'requests', 22),
    exactly('… of them challenges', count('challenge'), 'requests', 1),
    exactly('… of them tokens', count('token'), 'requests', 1),
    exactly('… of them reads', count('read'), 'requests', 20),
    exactly('requests for 20 secrets, warm', warm.length, 'requests', 20),
    atMost('critical path, cold', longestChain(cold), 'requests', 4),
    exactly('critical path, warm', longestChain(warm), 'requests', 1),
  ];
}
