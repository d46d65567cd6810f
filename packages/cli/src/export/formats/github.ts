import { lines, type ExportFormat } from './export-format.ts';

/** https://docs.github.com/actions/reference/workflow-commands#multiline-strings, with a delimiter that nobody can guess. */
export const github: ExportFormat = {
  reader: 'GITHUB_ENV',
  problem({ name, value }) {
    if (/^(?:GITHUB|RUNNER)_/i.test(name)) return 'a name that GitHub keeps for itself';
    if (value.includes('\0')) return 'a NUL character';
    // A runner on Windows takes it for a part of the line's end.
    return value.endsWith('\r') ? 'a carriage return at its end' : undefined;
  },
  render: (variables, random) => lines(variables, ({ name, value }) => {
    const delimiter = delimiterFor(value, random);
    return `${name}<<${delimiter}\n${value}\n${delimiter}`;
  }),
};

function delimiterFor(value: string, random: (size: number) => Uint8Array): string {
  for (;;) {
    const delimiter = `carnet_${Buffer.from(random(16)).toString('hex')}`;
    if (!value.includes(delimiter)) return delimiter;
  }
}
