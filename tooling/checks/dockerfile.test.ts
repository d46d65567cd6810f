import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { repositoryOf } from '../repository.ts';
import { dockerfile } from './dockerfile.ts';

const text = readFileSync(new URL('../../apps/platform/Dockerfile', import.meta.url), 'utf8');
const problems = async (changed: string): Promise<readonly string[]> => await dockerfile.run(repositoryOf({ 'apps/platform/Dockerfile': changed }));

test('ours passes', async () => expect(await problems(text)).toEqual([]));

test.each([
  ['an unknown instruction', text.replace('WORKDIR /source', 'WORKDIR /source\nINSTALL all'), /Unknown instruction/],
  ['a second CMD', `${text}\nCMD ["worker"]\n`, /CMD/],
  ['root', text.replace('USER 10001:10001', 'USER root'), /not root/],
  ['a shell', text.replace('ENTRYPOINT ["node", "--disable-sigusr1", "/opt/carnet/dist/main.js"]', 'ENTRYPOINT node main.js'), /without a shell/],
  ['no health check', text.replace(/^HEALTHCHECK .*$/m, ''), /health/],
])('%s is told', async (_, changed, expected) => {
  expect(changed).not.toBe(text);
  expect((await problems(changed)).join('\n')).toMatch(expected);
});
