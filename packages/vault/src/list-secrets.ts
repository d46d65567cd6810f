import { CarnetError, type ListedSecret } from '@carnet/provider';
import { objectField, ownField } from './json-object.ts';
import type { KvClient } from './kv-client.ts';
import { isName, longestName } from './secret-name.ts';
import { hostOf, placeOf, type StoreCall } from './store-failure.ts';
import { vaultError } from './vault-error.ts';

const mostFolders = 1_000;

function endless(call: StoreCall, how: string): Error {
  return vaultError({ code: 'STORE_FAULT', step: 'list', retryable: false, message: `The list of ${placeOf(call)} has ${how}.`, hint: 'Type the name of the secret, or set the folder of the credential.' });
}

/** The keys of one folder, folders with a slash at their end. What is not there holds nothing. */
async function keysOf(client: KvClient, call: StoreCall, folder: string, signal: AbortSignal | undefined): Promise<readonly string[]> {
  try {
    const { body } = await client.send(call, { kind: 'metadata', method: 'GET', name: folder, query: { list: 'true' } }, signal);
    const keys = ownField(objectField(body, 'data'), 'keys');
    if (Array.isArray(keys)) return keys.filter((key): key is string => typeof key === 'string' && /^[^/]+\/?$/.test(key));
  } catch (error) {
    if (CarnetError.isInstance(error) && error.code === 'SECRET_NOT_FOUND') return [];
    throw error;
  }
  throw vaultError({ code: 'STORE_FAULT', step: 'list', message: `${hostOf(call)} answered the list of ${placeOf(call)} with something that is no list.` });
}

/**
 * Folder after folder, as the caller asks for names. A folder is entered only where a name with the prefix can be in it; one
 * below the first that may not be listed is left out, and so is a name that no reference can have.
 */
export async function* listSecrets(client: KvClient, call: StoreCall, prefix: string, signal: AbortSignal | undefined): AsyncGenerator<ListedSecret> {
  const start = prefix.slice(0, prefix.lastIndexOf('/') + 1);
  if (start !== '' && !isName(start.slice(0, -1))) return;
  const waiting = [start];
  for (let asked = 0; waiting.length > 0; asked += 1) {
    const folder = waiting.pop() ?? '';
    if (asked >= mostFolders) throw endless(call, `more than ${mostFolders} folders`);
    let keys: readonly string[];
    try {
      keys = await keysOf(client, call, folder, signal);
    } catch (error) {
      if (asked > 0 && CarnetError.isInstance(error) && error.code === 'ACCESS_DENIED') continue;
      throw error;
    }
    const folders: string[] = [];
    for (const key of keys) {
      const name = `${folder}${key}`;
      if (name.length > longestName && key.endsWith('/')) throw endless(call, 'folders within folders without an end');
      if (!name.startsWith(prefix) || !isName(name.replace(/\/$/, ''))) continue;
      if (name.endsWith('/')) folders.push(name);
      else yield { name };
    }
    waiting.push(...folders.toReversed());
  }
}
