import { agree } from '../command/agree.ts';
import type { PlatformCall } from '../command/platform-command.ts';
import { showList, tellDone } from '../command/show.ts';
import type { PlatformOptions } from '../connection/choose-platform.ts';
import { pickByName } from '../connection/find-by-name.ts';
import { showMade, tokensPath } from '../tokens/tokens.ts';

const workersPath = '/v1/organizations/{organization}/workers';

export async function listWorkers(call: PlatformCall): Promise<void> {
  showList(call, 'workers', await call.platform.api.all(workersPath), {
    name: ({ name }) => name, version: ({ workerVersion }) => workerVersion, connected: ({ connected }) => connected, runs: ({ running }) => running, 'last seen': ({ lastSeenAt }) => lastSeenAt, id: ({ id }) => id,
  });
}

export async function createJoinToken(call: PlatformCall): Promise<void> {
  const { platform: { api }, args: [name = 'worker'] } = call;
  showMade(call, await api.request('post', tokensPath, { body: { kind: 'join', name } }));
}

export async function removeWorker(call: PlatformCall<PlatformOptions & { readonly yes?: boolean }>): Promise<void> {
  const { platform: { api }, args: [nameOrId = ''], options, host } = call;
  const { id, name } = await pickByName(await api.all(workersPath), nameOrId, 'worker');
  await agree(`Remove worker ${name}?`, options, host);
  await api.request('delete', `${workersPath}/{worker}`, { path: { worker: id } });
  tellDone(call, { id, name, removed: true }, `Removed worker ${name}.`);
}
