import type { Issuer } from '@carnet/oidc-issuer';
import { request, type Agent } from 'node:https';
import { cannedAgent } from '../canned/agent.ts';
import { secretNames, vaultUrl } from '../canned/azure.ts';
import type { CannedAzure } from '../canned/start-canned-azure.ts';
import { bareSdkClient, carnetClient } from '../clients.ts';
import { cpuOf, interleavedRatio, timeOf } from '../interleaved.ts';
import { atLeast, atMost, reported, type Effort, type Row } from '../row.ts';

const runsPerSample = 10;

async function repeat(work: () => Promise<unknown>): Promise<void> {
  for (let run = 0; run < runsPerSample; run += 1) await work();
}

function rawGet(agent: Agent, name: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const outgoing = request(`${vaultUrl}/secrets/${name}/?api-version=7.6`, { agent, headers: { authorization: 'Bearer canned' } }, (incoming) => {
      let text = '';
      incoming.setEncoding('utf8').on('data', (part: string) => (text += part)).once('end', () => resolve((JSON.parse(text) as { value: string }).value));
    });
    outgoing.once('error', reject).end();
  });
}

/** Warm reads of the same 20 secrets, 20 at a time, by Carnet, by the bare SDK and by keep-alive HTTPS alone. */
export async function clientCpuRows(server: CannedAzure, issuer: Issuer, { rounds }: Effort): Promise<readonly Row[]> {
  const agents = [cannedAgent(server.connection), cannedAgent(server.connection), cannedAgent(server.connection)] as const;
  const carnet = carnetClient(issuer, agents[0]);
  const sdk = bareSdkClient(issuer, agents[1]);
  const byCarnet = (): Promise<unknown> => carnet.resolve();
  const bySdk = (): Promise<unknown> => Promise.all(secretNames.map((name) => sdk.getSecret(name)));
  const byHttps = (): Promise<unknown> => Promise.all(secretNames.map((name) => rawGet(agents[2], name)));
  // The first token, the connections and the compiler's first look belong to the cold figures.
  for (const work of [byCarnet, bySdk, byHttps]) for (let warmUp = 0; warmUp < 3; warmUp += 1) await repeat(work);

  const toSdk = await interleavedRatio(rounds * 2, () => cpuOf(() => repeat(byCarnet)), () => cpuOf(() => repeat(bySdk)));
  const toHttps = await interleavedRatio(rounds, () => cpuOf(() => repeat(byCarnet)), () => cpuOf(() => repeat(byHttps)));
  await server.setLatency(20);
  const loop = async (): Promise<void> => {
    for (const name of secretNames) await sdk.getSecret(name);
  };
  const overLoop = await interleavedRatio(Math.min(rounds, 7), () => timeOf(loop), () => timeOf(byCarnet));
  await server.setLatency(0);
  await carnet.close();
  for (const agent of agents) agent.destroy();
  return [
    atMost('client CPU per secret, against the bare SDK', toSdk, '×', 1.15),
    reported('client CPU per secret, against keep-alive HTTPS', toHttps, '×'),
    atLeast('20 secrets at 20 ms a request, a plain SDK loop against Carnet', overLoop, '×', 10),
  ];
}
