import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { PlatformSettings } from '../settings/platform-settings.ts';
import { openStore } from '../store/open-store.ts';
import type { Store } from '../store/store.ts';

/** The database of the settings: PostgreSQL where they name one, else the embedded one in the data directory, which is made. */
export async function openDatabase({ databaseUrl, dataDirectory }: Pick<PlatformSettings, 'databaseUrl' | 'dataDirectory'>): Promise<Store> {
  if (databaseUrl !== undefined) return await openStore({ kind: 'postgres', url: databaseUrl });
  await mkdir(dataDirectory, { recursive: true, mode: 0o700 });
  return await openStore({ kind: 'sqlite', file: join(dataDirectory, 'carnet.sqlite') });
}
