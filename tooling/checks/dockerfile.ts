import { validate } from 'dockerfile-utils';
import type { Check } from '../check-definition.ts';
import type { Repository } from '../repository.ts';

/** What an image of ours has, by the instruction that says it. */
const needed: readonly { readonly rule: string; readonly pattern: RegExp }[] = [
  { rule: 'runs as a user by number that is not root', pattern: /^USER [1-9]\d*:[1-9]\d*$/m },
  { rule: 'tells its health without a tool that is not in it', pattern: /HEALTHCHECK .*CMD \["node",/ },
  { rule: 'is stopped by SIGTERM', pattern: /^STOPSIGNAL SIGTERM$/m },
  { rule: 'starts its program without a shell', pattern: /^ENTRYPOINT \["node",/m },
  { rule: 'keeps Node\'s inspector shut', pattern: /^ENTRYPOINT .*"--disable-sigusr1"/m },
  { rule: 'says its license', pattern: /org\.opencontainers\.image\.licenses="Apache-2\.0"/ },
];

export const dockerfile: Check = {
  name: 'dockerfile',
  purpose: 'each Dockerfile passes a linter, and its image runs as nobody special',
  run: (repository) => repository.files.filter((file) => /(?:^|\/)Dockerfile$/.test(file)).flatMap((file) => dockerfileProblems(file, repository)),
};

function dockerfileProblems(file: string, repository: Repository): readonly string[] {
  const text = repository.read(file);
  const linted = validate(text, { deprecatedMaintainer: 2, directiveCasing: 2, emptyContinuationLine: 2, instructionCasing: 2, instructionCmdMultiple: 2, instructionEntrypointMultiple: 2, instructionHealthcheckMultiple: 2, instructionJSONInSingleQuotes: 2, instructionWorkdirRelative: 2 })
    .map(({ message, range }) => `${file}:${range.start.line + 1}: ${typeof message === 'string' ? message : message.value}`);
  return [...linted, ...needed.filter(({ pattern }) => !pattern.test(text)).map(({ rule }) => `${file}: an image of ours ${rule}`)];
}
