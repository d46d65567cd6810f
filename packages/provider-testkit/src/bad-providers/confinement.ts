import { lookup } from 'node:dns';
import { execFile, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { request } from 'node:https';
import { devNull } from 'node:os';
import type { ReadResult } from '@carnet/provider';
import { badAcme, type BadProvider, type Breakage } from './bad-provider.ts';
import { changedFetch } from './breaking.ts';

// Nobody answers there.
const elsewhere = 'https://127.0.0.1:6/reads';

const afterEachRead = (act: (read: ReadResult) => unknown): Breakage => ({
  store: (store) => ({
    async read(reference, options) {
      const read = await store.read(reference, options);
      await act(read);
      return read;
    },
  }),
});

const sent = (): Promise<unknown> => fetch(elsewhere).catch(() => undefined);

export const badConfinement: readonly BadProvider[] = [
  badAcme('confinement.network', 'counts its reads at a service of its own, by the global fetch', afterEachRead(sent)),
  badAcme('confinement.network', 'counts its reads at a service of its own, by node:https', afterEachRead(() => request(elsewhere).on('error', () => undefined).end())),
  badAcme('confinement.network', 'looks for its host by node:dns', afterEachRead(() => lookup('localhost', () => undefined))),
  badAcme('confinement.network', 'follows a redirect by the global fetch', changedFetch(async (send, asked) => {
    const response = await send(asked);
    if (response.status >= 300 && response.status < 400) await sent();
    return response;
  })),
  badAcme('confinement.files', 'looks for a profile in a file', { store: (store) => ({ authenticate: (options) => { readFileSync(devNull); return store.authenticate(options); } }) }),
  badAcme('confinement.files', 'keeps what it read on the disk', afterEachRead(({ bytes }) => writeFile(devNull, bytes))),
  badAcme('confinement.processes', 'asks the command line of its cloud', afterEachRead(() => execFile(process.execPath, ['--version'], () => undefined))),
  badAcme('confinement.processes', 'waits for the command line of its cloud', afterEachRead(() => void spawnSync(process.execPath, ['--version']))),
  badAcme('confinement.timers', 'looks every minute whether the value has changed', afterEachRead(() => void setInterval(() => undefined, 60_000).unref())),
];
