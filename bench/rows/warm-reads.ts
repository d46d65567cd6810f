import type { Issuer } from '@carnet/oidc-issuer';
import { cannedAgent } from '../canned/agent.ts';
import type { CannedServer } from '../canned/start-canned-server.ts';
import { carnetClient } from '../carnet-client.ts';
import type { BenchCloud } from '../clouds/bench-cloud.ts';
import { cpuRatio } from '../cpu-ratio.ts';
import { atMost, type Effort, type Row } from '../row.ts';

/** CPU of the same 20 secrets, read 20 at a time with warm credentials, by Carnet and by the bare SDK. */
export async function warmReadRow(server: CannedServer, issuer: Issuer, cloud: BenchCloud, { rounds }: Effort): Promise<Row> {
  const [ours, theirs] = [cannedAgent(server.connection), cannedAgent(server.connection)];
  const carnet = carnetClient(issuer, ours, [cloud]);
  const sdk = cloud.bareSdk(issuer, theirs);
  const ratio = await cpuRatio(rounds * 2, () => carnet.resolve(), sdk.readAll);
  await carnet.close();
  ours.destroy();
  theirs.destroy();
  return atMost(`${cloud.title}: client CPU per secret, against the bare SDK`, ratio, '×', 1.15);
}
