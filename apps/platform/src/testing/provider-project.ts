import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const contract = fileURLToPath(new URL('../../../../packages/provider', import.meta.url));

export interface ProviderProject extends Disposable {
  readonly folder: string;
  write(name: string, source: string, version?: string): void;
}

/** A folder outside of the workspace with provider packages in plain JavaScript, and nothing of ours but a link to the contract. */
export function providerProject(packages: Readonly<Record<string, string>> = {}): ProviderProject {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'carnet-providers-')));
  mkdirSync(join(folder, 'node_modules/@carnet'), { recursive: true });
  symlinkSync(contract, join(folder, 'node_modules/@carnet/provider'));
  const write = (name: string, source: string, version = '1.2.3'): void => {
    const at = join(folder, 'node_modules', name);
    mkdirSync(at, { recursive: true });
    // The condition that a require() does not have.
    writeFileSync(join(at, 'package.json'), JSON.stringify({ name, version, type: 'module', exports: { '.': { import: './index.js' } } }));
    writeFileSync(join(at, 'index.js'), source);
  };
  for (const [name, source] of Object.entries(packages)) write(name, source);
  return { folder, write, [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) };
}

export interface PlainProvider {
  readonly id?: string;
  /** JavaScript. */
  readonly identity?: string;
  /** JavaScript, in front of the provider. */
  readonly before?: string;
}

/** The source of a package whose store knows one secret, `claims`: what the token said that it was opened with. */
export function plainProvider({ id = 'safe', identity, before = '' }: PlainProvider = {}): string {
  return `
import { defineProvider } from '@carnet/provider';
${before}
const manifest = {
  id: '${id}', title: 'A safe of somebody else',
  identity: ${identity ?? `{ kind: '${id}', audience: '{address}', schema: { type: 'object', properties: { address: { type: 'string', format: 'uri' } }, required: ['address'] } }`},
  store: { schema: { type: 'object', properties: { shelf: { type: 'string' } }, required: ['shelf'] } },
  methods: [{ id: 'workload-identity' }],
  refusedEnvironment: [],
};
export default () => defineProvider({
  manifest,
  open: ({ identity, store }, context) => ({
    authenticate: async ({ signal }) => { await context.subjectToken({ signal }); return {}; },
    async read({ name }, { signal }) {
      const claims = JSON.parse(Buffer.from((await context.subjectToken({ signal })).split('.')[1], 'base64url'));
      return { bytes: new TextEncoder().encode(JSON.stringify({ ...claims, name, shelf: store.shelf, address: identity.address })), version: '7' };
    },
  }),
});
`;
}
