import { expect, test } from 'vitest';
import { repositoryOf } from '../repository.ts';
import { workflows } from './workflows.ts';

const pin = `actions/checkout@${'0123456789'.repeat(4)} # v7.0.1`;
const sound = `on:
  push:
    branches: [main]
permissions: {}
jobs:
  test:
    runs-on: ubuntu-latest
    timeout-minutes: 10
    permissions:
      contents: read
    steps:
      - uses: ${pin}
        with:
          persist-credentials: false
      - run: npm test
`;

function problems(before: string = '', after: string = ''): unknown {
  expect(sound).toContain(before);
  return workflows.run(repositoryOf({ '.github/workflows/ci.yml': sound.replace(before, after) }));
}

test('a workflow by the rules passes', () => {
  expect(problems()).toEqual([]);
});

test.each([
  ['a tag', pin, 'actions/checkout@v7', 'actions/checkout@v7 is not pinned'],
  ['a commit without its version', pin, pin.replace(/ #.*/, ''), 'is not pinned'],
  ['a short commit', pin, 'actions/checkout@0123456 # v7.0.1', 'is not pinned'],
  ['a pin in quotes that hides a tag', `uses: ${pin}`, '"uses": "actions/checkout@v7"', 'is not pinned'],
  ['a step in one line that hides a tag', `uses: ${pin}\n        with:\n          persist-credentials: false`, '{ uses: actions/checkout@v7 }', 'is not pinned'],
  ['a version that moves', 'v7.0.1', 'v7', 'is not pinned'],
  ['an event that hands our rights to strangers', 'push:\n    branches: [main]', 'pull_request_target:', "pull_request_target runs a stranger's change"],
  ['permissions for every job', 'permissions: {}', 'permissions: write-all', 'permissions must be {} at the top'],
  ['permissions that are not said', 'permissions: {}\n', '', 'permissions must be {} at the top'],
  ['a job without permissions', '    permissions:\n      contents: read\n', '', 'test: declares no permissions'],
  ['a job without an end', '    timeout-minutes: 10\n', '', 'test: has no timeout-minutes'],
  ['a proof of who we are outside of an environment', 'contents: read', 'id-token: write', 'has no protected environment'],
  ['credentials left on disk', 'persist-credentials: false', 'fetch-depth: 0', 'checks out without persist-credentials: false'],
  ['a title that becomes a script', 'npm test', 'echo ${{ github.event.pull_request.title }}', 'becomes a part of a script'],
  ['a stored secret', 'npm test', 'echo ${{ secrets.NPM_TOKEN }}', 'uses a stored secret'],
])('not %s', (_, before, after, problem) => {
  expect(JSON.stringify(problems(before, after))).toContain(problem);
});

test('not a write for a pull request', () => {
  const text = sound.replace('push:\n    branches: [main]', 'pull_request:').replace('contents: read', 'contents: write');
  expect(workflows.run(repositoryOf({ '.github/workflows/ci.yml': text }))).toEqual(['.github/workflows/ci.yml: test: may write contents for a pull request']);
});

test('an action of our own is pinned by being here', () => {
  expect(problems(`uses: ${pin}\n        with:\n          persist-credentials: false`, 'uses: ./.github/actions/setup')).toEqual([]);
});
