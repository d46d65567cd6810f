import { PlatformError } from '../../errors/platform-error.ts';
import type { Store } from '../../store/store.ts';

/**
 * A unit in which nobody else changes resources of the organization: what is read in it still holds when it writes. PostgreSQL would let
 * two such changes pass each other; a row lock of this strength lets rows that refer to the organization be added meanwhile.
 */
export async function changeOrganization<T>(store: Store, organization: string, work: () => Promise<T>): Promise<T> {
  return await store.unit(async () => {
    const query = store.db.selectFrom('organization').select('id').where('id', '=', organization).where('deleted_at', 'is', null);
    const found = await (store.kind === 'postgres' ? query.forNoKeyUpdate() : query).executeTakeFirst();
    if (found === undefined) throw notFound('organization');
    return await work();
  });
}

export function notFound(what: string): PlatformError {
  return new PlatformError({ code: 'RESOURCE_NOT_FOUND', message: `There is no such ${what} that the caller may see.` });
}
