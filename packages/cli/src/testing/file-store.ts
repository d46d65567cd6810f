import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectWith } from './workspace.ts';

/** A project whose store is a directory: a test rotates a secret by writing a file. Values lie there in hex, so that a search of the disk finds none. */
export interface FileStoreProject {
  readonly cwd: string;
  set(name: string, version: string, value: string | Uint8Array): void;
  /** From now on every read fails. */
  break(): void;
}

export function fileStoreProject(variables: Readonly<Record<string, object>>, more: string = ''): FileStoreProject {
  const cwd = projectWith({
    'carnet.config.ts': `
import { existsSync, readFileSync } from 'node:fs';
import { CarnetError } from '@carnet/provider';

const provider = {
  specificationVersion: 'v1',
  manifest: { id: 'files', title: 'Files', store: { schema: { type: 'object', properties: {} } }, methods: [{ id: 'none' }], refusedEnvironment: [] },
  open: () => ({
    authenticate: async () => ({}),
    read: async ({ name }) => {
      if (existsSync('store/broken')) throw new CarnetError({ code: 'ACCESS_DENIED', message: 'The store denies it.' });
      const [version, hex] = readFileSync('store/' + name, 'utf8').split(' ');
      return { bytes: new Uint8Array(Buffer.from(hex, 'hex')), version };
    },
  }),
};
export default {
  providers: [provider],
  credentials: { store: { provider: 'files', method: 'none' } },
  variables: ${JSON.stringify(variables)},
  ${more}
};
`,
  });
  mkdirSync(join(cwd, 'store'));
  return {
    cwd,
    set(name, version, value) {
      // Written in place it would be empty for a moment.
      const made = join(cwd, 'written');
      writeFileSync(made, `${version} ${Buffer.from(value).toString('hex')}`);
      renameSync(made, join(cwd, 'store', name));
    },
    break: () => { writeFileSync(join(cwd, 'store/broken'), ''); },
  };
}
