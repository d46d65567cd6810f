import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LocalClouds } from '@carnet/local-clouds';

const factories = { azure: 'createAzure', aws: 'createAws', gcp: 'createGcp' };
const sourceOf = (name: string): string => new URL(`../../../../packages/${name}/src/index.ts`, import.meta.url).href;

/** Installs the provider packages in a project, as `npm install` would, with the local clouds in place of the real ones. */
export function installLocalProviders(project: string, clouds: LocalClouds): void {
  writeFileSync(join(project, 'package.json'), '{ "type": "module" }');
  for (const [id, factory] of Object.entries(factories)) {
    const folder = join(project, 'node_modules/@carnet', id);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: `@carnet/${id}`, version: '1.0.0', type: 'module', exports: './index.js' }));
    writeFileSync(join(folder, 'index.js'), `
import { ${factory} } from ${JSON.stringify(sourceOf(id))};
import { connectToLocalClouds } from ${JSON.stringify(sourceOf('local-clouds'))};

const { transport } = connectToLocalClouds(${JSON.stringify(clouds.connection)});
export default () => {
  const provider = ${factory}();
  return { ...provider, open: (connection, context) => provider.open(connection, { ...context, transport }) };
};
`);
  }
}
