import type { Issuer } from '@carnet/oidc-issuer';
import { cannedAgent } from '../canned/agent.ts';
import type { CannedServer } from '../canned/start-canned-server.ts';
import { carnetClient } from '../carnet-client.ts';
import { aws, exchangeAndBatch, exchangeAndBatchKept } from '../clouds/aws.ts';
import { cpuRatio } from '../cpu-ratio.ts';
import { atMost, reported, type Effort, type Row } from '../row.ts';

/**
 * CPU of a whole kickoff on AWS, where 20 secrets are one request: a new Carnet, one exchange, one batch. The SDK's side makes its
 * clients anew as well, because credentials that must not outlive a kickoff leave nothing worth keeping; both keep their connections.
 */
export async function exchangeAndBatchRows(server: CannedServer, issuer: Issuer, { rounds }: Effort): Promise<readonly Row[]> {
  const [ours, theirs] = [cannedAgent(server.connection), cannedAgent(server.connection)];
  const byCarnet = async (): Promise<void> => {
    await using carnet = carnetClient(issuer, ours, [aws]);
    await carnet.resolve();
  };
  const toNew = await cpuRatio(rounds * 2, byCarnet, () => exchangeAndBatch(issuer, theirs));
  const toKept = await cpuRatio(rounds, byCarnet, exchangeAndBatchKept(issuer, theirs));
  ours.destroy();
  theirs.destroy();
  return [
    atMost('AWS: client CPU of exchange and batch of 20, against the bare SDK', toNew, '×', 1.15),
    reported("… against the bare SDK with its clients kept", toKept, '×'),
  ];
}
