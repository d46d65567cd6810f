import { fileURLToPath } from 'node:url';

/** A program of the platform, by its path below `src`. It is started and never imported: what it costs is counted by itself. */
export function programOf(path: string): string {
  return fileURLToPath(new URL(`../../apps/platform/src/${path}`, import.meta.url));
}
