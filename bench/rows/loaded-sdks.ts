import type { CannedServer } from '../canned/start-canned-server.ts';
import type { BenchCloud } from '../clouds/bench-cloud.ts';
import { exactly, type Row } from '../row.ts';
import { coldRun } from './cold-run.ts';

const program = new URL('../programs/cold/three-clouds-carnet.mjs', import.meta.url);
const preload = ['--import', new URL('../programs/cold/loaded-packages.mjs', import.meta.url).href];

/** A process that has the providers of all clouds and reads from one of them loads the SDK of that one. */
export async function loadedSdkRow({ connection }: CannedServer, cloud: BenchCloud, clouds: readonly BenchCloud[]): Promise<Row> {
  const [, ...packages] = (await coldRun(program, connection, cloud, preload)).split('\n');
  const loaded = clouds.filter(({ sdk }) => packages.some((name) => sdk.test(name)));
  if (!loaded.includes(cloud)) throw new Error(`${cloud.title} answered without its SDK, so what was loaded is not seen.`);
  return exactly(`${cloud.title}: SDKs loaded by a run that uses this cloud of three`, loaded.length, 'SDKs', 1);
}
