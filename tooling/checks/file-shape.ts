import type { Check } from '../check-definition.ts';

const longest = 400;
const dumpingGrounds = /(?:^|[/.-])(?:utils?|helpers?|common|misc|shared|lib)(?:\/|\.[a-z.]+$)/;
const kebabCase = /^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z0-9-]+)*\.(?:ts|tsx|mjs)$/;

/** One idea a file, and a name that says which. */
export const fileShape: Check = {
  name: 'file-shape',
  purpose: `source files have kebab-case names that say something, and at most ${longest} lines`,
  run: (repository) => repository.files
    .filter((file) => /^(?:packages|apps|examples|bench|tooling)\/.*\.(?:ts|tsx|mjs)$/.test(file))
    .flatMap((file) => {
      const lines = repository.read(file).split('\n').length - 1;
      return [
        ...(dumpingGrounds.test(file) ? [`${file}: the name does not say what is inside`] : []),
        ...(kebabCase.test(file.slice(file.lastIndexOf('/') + 1)) ? [] : [`${file}: not in kebab-case`]),
        ...(lines > longest && !/\.test\.tsx?$|\/generated\//.test(file) ? [`${file}: ${lines} lines`] : []),
      ];
    }),
};
