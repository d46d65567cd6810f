import { open } from 'node:fs/promises';
import { platformSettings, type PlatformSettings } from '../settings/platform-settings.ts';
import { readSettings, type ReadSettings, type SettingsTable } from '../settings/read-settings.ts';
import type { Setting } from '../settings/setting.ts';
import type { RoleProcess } from './role.ts';

const largestFile = 1024 * 1024;

/** With these not undefined. */
type With<T, Needed extends keyof T> = T & { readonly [Name in Needed]-?: NonNullable<T[Name]> };

/** Reads what the role needs; everything that is wrong goes to standard error at once. Undefined then. */
export async function readTable<T extends object, Needed extends keyof T>({ environment, stderr }: RoleProcess, table: SettingsTable<T>, needed: readonly Needed[]): Promise<ReadSettings<With<T, Needed>> | undefined> {
  const read = await readSettings({ environment, readFile: readBounded }, table, needed);
  // Nothing that is started from here on may find it, by whatever way.
  for (const { name, secret } of Object.values<Setting<unknown>>(table)) if (secret) delete environment[name];
  if (read.ok) return { origins: read.origins, settings: read.settings as With<T, Needed> };
  for (const problem of read.problems) stderr.write(`${problem}\n`);
  return undefined;
}

/** A process cannot take back what it was started with: the system shows it to every process of the same user, as commands without a user of their own are. */
export function environmentWarnings(table: Readonly<Record<string, Pick<Setting<unknown>, 'name' | 'secret'>>>, origins: ReadonlyMap<string, string>): readonly string[] {
  return Object.values(table).filter(({ name, secret }) => secret && origins.get(name) === 'environment').map(({ name }) => `${name} came through the environment, which other processes of the same user can read: use ${name}_FILE`);
}

/** {@link readTable} with the settings of a server. */
export async function settingsOf<Needed extends keyof PlatformSettings>(process: RoleProcess, needed: readonly Needed[]): Promise<ReadSettings<With<PlatformSettings, Needed>> | undefined> {
  return await readTable(process, platformSettings, needed);
}

/** A device without an end would fill the memory. */
export async function readBounded(path: string): Promise<Uint8Array> {
  await using file = await open(path);
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of file.createReadStream({ autoClose: false }) as AsyncIterable<Buffer>) {
    size += chunk.byteLength;
    if (size > largestFile) throw new RangeError('The file is larger than a megabyte.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
