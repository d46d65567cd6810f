import type { Issuer } from '@carnet/oidc-issuer';
import { cannedAgent } from '../canned/agent.ts';
import type { CannedServer } from '../canned/start-canned-server.ts';
import { carnetClient } from '../carnet-client.ts';
import type { BenchCloud } from '../clouds/bench-cloud.ts';
import { timeOf } from '../interleaved.ts';
import { atMost, median, reported, type Effort, type Row } from '../row.ts';

/** A kickoff that draws 20 secrets from each cloud, against one that draws from the slowest of them alone. Each has a new Carnet. */
export async function threeCloudsRows(server: CannedServer, issuer: Issuer, clouds: readonly BenchCloud[], { rounds }: Effort): Promise<readonly Row[]> {
  const agent = cannedAgent(server.connection);
  const kickoffs = [clouds, ...clouds.map((cloud) => [cloud])].map((chosen) => (): Promise<number> => timeOf(async () => {
    await using carnet = carnetClient(issuer, agent, chosen);
    await carnet.resolve();
  }));
  const againstSlowest = async (): Promise<number> => {
    const runs: number[][] = [];
    for (let round = 0; round < rounds; round += 1) {
      // The order turns with each round, so that none always runs on a machine the one before has warmed up.
      const turn = round % kickoffs.length;
      const times: number[] = [];
      for (const index of [...kickoffs.keys()].map((position) => (position + turn) % kickoffs.length)) times[index] = await (kickoffs[index] as () => Promise<number>)();
      runs.push(times);
    }
    const of = (run: readonly number[], index: number): number => run[index] ?? Number.NaN;
    const slowest = [...clouds.keys()].map((index) => index + 1).toSorted((left, right) => median(runs.map((run) => of(run, right))) - median(runs.map((run) => of(run, left))))[0] ?? 1;
    return median(runs.map((run) => of(run, 0) / of(run, slowest)));
  };
  for (let warmUp = 0; warmUp < 10; warmUp += 1) for (const kickoff of kickoffs) await kickoff();
  const withoutDelay = await againstSlowest();
  await server.setLatency(50);
  const withDelay = await againstSlowest();
  await server.setLatency(0);
  agent.destroy();
  return [
    atMost('kickoff with 60 secrets over three clouds at 50 ms a request, against the slowest alone', withDelay, '×', 1.2),
    reported('… without delay', withoutDelay, '×'),
  ];
}
