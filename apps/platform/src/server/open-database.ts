import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { PlatformError } from '../errors/platform-error.ts';
import type { PlatformSettings } from '../settings/platform-settings.ts';
import { pendingMigrations } from '../store/migrate.ts';
import { openStore } from '../store/open-store.ts';
import type { Store } from '../store/store.ts';

/** The database of the settings: PostgreSQL where they name one, else the embedded one in the data directory, which is made. */
export async function openDatabase({ databaseUrl, dataDirectory }: Pick<PlatformSettings, 'databaseUrl' | 'dataDirectory'>): Promise<Store> {
  if (databaseUrl !== undefined) return await openStore({ kind: 'postgres', url: databaseUrl });
  await mkdir(dataDirectory, { recursive: true, mode: 0o700 });
  return await openStore({ kind: 'sqlite', file: join(dataDirectory, fileName) });
}

/**
 * The same for who reads what is there: nothing is made.
 *
 * @throws PlatformError `STORAGE_UNAVAILABLE` where there is no such file; `STORAGE_NOT_MIGRATED`
 */
export async function openFilledDatabase(settings: Parameters<typeof openDatabase>[0]): Promise<Store> {
  const { databaseUrl, dataDirectory } = settings;
  if (databaseUrl === undefined && !existsSync(join(dataDirectory, fileName))) {
    throw new PlatformError({ code: 'STORAGE_UNAVAILABLE', message: `There is no database in ${dataDirectory}.`, hint: 'Set CARNET_DATA_DIRECTORY or DATABASE_URL to that of the server.' });
  }
  const store = await openDatabase(settings);
  try {
    if ((await pendingMigrations(store)).length > 0) throw new PlatformError({ code: 'STORAGE_NOT_MIGRATED' });
    return store;
  } catch (error) {
    await store.close();
    throw error;
  }
}

const fileName = 'carnet.sqlite';
