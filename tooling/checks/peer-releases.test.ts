import { describe, expect, test } from 'vitest';
import { repositoryOf } from '../repository.ts';
import { peerReleaseProblems, peerReleases } from './peer-releases.ts';

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

test('the larger of two changesets counts', () => {
  expect(problems('1.2.0', "'@carnet/contract': major\n'@carnet/contract': patch")).toHaveLength(1);
});

describe('a break of the contract since its latest release', () => {
  const contract = (version: string, changeset: string, breaks: readonly string[] = ['Manifest has lost a member'], released: string = version): readonly string[] =>
    peerReleaseProblems(repositoryOf({
      'packages/provider/package.json': JSON.stringify({ name: '@carnet/provider', version }),
      'packages/cloud/package.json': JSON.stringify({ name: '@carnet/cloud', version: '0.3.0', peerDependencies: { '@carnet/provider': 'workspace:^' } }),
      'packages/cli/package.json': JSON.stringify({ name: '@carnet/cli', version: '0.3.0', dependencies: { '@carnet/provider': 'workspace:^' } }),
      'compatibility/released/provider.d.ts': `// @carnet/provider ${released}\nexport {};\n`,
      '.changeset/one.md': `---\n${changeset}\n---\n\nA change.\n`,
    }), (before) => (before.text.startsWith(`// @carnet/provider ${version}`) ? breaks : []));

  test('needs a minor of the contract at 0.x, and a release of everything that depends on it', () => {
    expect(contract('0.1.0', "'@carnet/provider': patch")).toEqual([
      'packages/provider: breaks the contract of 0.1.0: add a changeset with a minor of @carnet/provider, or take the break back (docs/compatibility.md)',
      '  Manifest has lost a member',
      'packages/cli: needs a changeset, because the next @carnet/provider breaks the contract that it depends on',
    ]);
    expect(contract('0.1.0', "'@carnet/provider': minor")).toEqual([
      'packages/cli: needs a changeset, because the next @carnet/provider breaks the contract that it depends on',
      'packages/cloud: needs a changeset, because the next @carnet/provider leaves the range of its peer dependency',
    ]);
    expect(contract('0.1.0', "'@carnet/provider': minor\n'@carnet/cloud': minor\n'@carnet/cli': patch")).toEqual([]);
  });

  test('needs a major from 1.0 on', () => {
    expect(contract('1.4.0', "'@carnet/provider': minor\n'@carnet/cli': patch")[0]).toContain('with a major of @carnet/provider');
    expect(contract('1.4.0', "'@carnet/provider': major\n'@carnet/cloud': patch\n'@carnet/cli': patch")).toEqual([]);
  });

  test('an addition needs nothing of all this', () => {
    expect(contract('0.1.0', "'@carnet/provider': patch", [])).toEqual([]);
  });

  test('the committed copy has to be that of the version that stands in package.json', () => {
    expect(contract('0.2.0', "'@carnet/provider': patch", [], '0.1.0')).toEqual([
      'compatibility/released/provider.d.ts: is of 0.1.0, and @carnet/provider is at 0.2.0: run npm run surface -- --released with each release',
    ]);
  });
});
