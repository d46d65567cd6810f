import { readFileSync } from 'node:fs';

/** The version of the package, which stands one folder above the sources and what is built of them alike. */
export function programVersion(): string {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string };
  return version;
}
