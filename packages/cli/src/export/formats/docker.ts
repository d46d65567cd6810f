import { lines, type ExportFormat } from './export-format.ts';

// bufio.Scanner of Go, by which docker reads: a longer line is an error.
const longestLine = 65_535;

/** https://docs.docker.com/reference/cli/docker/container/run/#env: a line is taken as it stands, quotes and all, so some values have no form. */
export const docker: ExportFormat = {
  reader: 'a docker env-file',
  problem({ name, value }) {
    if (value.includes('\n')) return 'a line break';
    if (value.endsWith('\r')) return 'a carriage return at its end';
    if (value.includes('\0')) return 'a NUL character';
    return Buffer.byteLength(`${name}=${value}`) > longestLine ? `more than ${longestLine} bytes` : undefined;
  },
  render: (variables) => lines(variables, ({ name, value }) => `${name}=${value}`),
};
