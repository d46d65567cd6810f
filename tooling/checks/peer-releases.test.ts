import { expect, test } from 'vitest';
import { repositoryOf } from '../repository.ts';
import { peerReleases } from './peer-releases.ts';

function problems(version: string, changeset: string): unknown {
  return peerReleases.run(repositoryOf({
    'packages/contract/package.json': JSON.stringify({ name: '@carnet/contract', version }),
    'packages/cloud/package.json': JSON.stringify({ name: '@carnet/cloud', version: '0.3.0', peerDependencies: { '@carnet/contract': 'workspace:^' } }),
    '.changeset/one.md': `---\n${changeset}\n---\n\nA change.\n`,
  }));
}

test('a major of a peer needs a release of who names it', () => {
  expect(problems('1.2.0', "'@carnet/contract': major")).toEqual([
    'packages/cloud: needs a changeset, because the next @carnet/contract leaves the range of its peer dependency',
  ]);
});

test('so does a minor while the peer is at 0.x', () => {
  expect(problems('0.1.0', "'@carnet/contract': minor")).toHaveLength(1);
});

test('both released together pass, and so does a minor that stays in range', () => {
  expect(problems('1.2.0', "'@carnet/contract': major\n'@carnet/cloud': major")).toEqual([]);
  expect(problems('1.2.0', "'@carnet/contract': minor")).toEqual([]);
});
