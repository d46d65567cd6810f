import type { Issuer } from '@carnet/oidc-issuer';
import { cannedAgent } from '../canned/agent.ts';
import { secretNames } from '../canned/bench-secrets.ts';
import type { CannedServer } from '../canned/start-canned-server.ts';
import { carnetClient } from '../carnet-client.ts';
import type { BenchCloud } from '../clouds/bench-cloud.ts';
import { interleavedRatio, timeOf } from '../interleaved.ts';
import { atLeast, type Effort, type Row } from '../row.ts';

/** Time of 20 secrets read one after another by the SDK, as most scripts do it, against one resolve. */
export async function plainLoopRow(server: CannedServer, issuer: Issuer, cloud: BenchCloud, { rounds }: Effort): Promise<Row> {
  const [ours, theirs] = [cannedAgent(server.connection), cannedAgent(server.connection)];
  const carnet = carnetClient(issuer, ours, [cloud]);
  const sdk = cloud.bareSdk(issuer, theirs);
  const loop = async (): Promise<void> => {
    for (const name of secretNames) await sdk.readOne(name);
  };
  const resolve = (): Promise<unknown> => carnet.resolve();
  for (const warmUp of [resolve, loop]) await warmUp();
  await server.setLatency(20);
  const ratio = await interleavedRatio(Math.min(rounds, 7), () => timeOf(loop), () => timeOf(resolve));
  await server.setLatency(0);
  await carnet.close();
  ours.destroy();
  theirs.destroy();
  return atLeast(`${cloud.title}: 20 secrets at 20 ms a request, a plain SDK loop against Carnet`, ratio, '×', 10);
}
