import { CarnetError, type BatchResult, type CarnetErrorOptions, type ErrorCode, type ReadResult, type SecretStore, type StoreReference } from '@carnet/provider';
import { createAcme } from '../reference/acme.ts';
import { badAcme, type BadProvider, type Breakage } from './bad-provider.ts';
import { changed } from './breaking.ts';

type ReadMany = NonNullable<SecretStore['readMany']>;
type Again = (references: readonly StoreReference[]) => ReturnType<ReadMany>;

/** A batch with something done around it. */
const around = (work: (again: Again, references: readonly StoreReference[], store: SecretStore, options: Parameters<ReadMany>[1]) => ReturnType<ReadMany>): Breakage => ({
  store: (store) => ({ readMany: (references, options) => work((asked) => (store.readMany as ReadMany)(asked, options), references, store, options) }),
});

/** Another error for each result, and for the whole. */
const saying = (code: ErrorCode, changes: Partial<CarnetErrorOptions>): Breakage => {
  const said = (error: CarnetError): CarnetError => (error.code === code ? changed(error, changes) : error);
  return around(async (again, references) => {
    try {
      return (await again(references)).map((result) => (result.ok ? result : { ok: false, error: said(result.error) }));
    } catch (error) {
      throw CarnetError.isInstance(error) ? said(error) : error;
    }
  });
};

const hasDuplicates = (references: readonly StoreReference[]): boolean => new Set(references.map(({ name }) => name)).size < references.length;

const inNaturalOrder = around(async (again, references) => {
  const results = await again(references);
  if (hasDuplicates(references) || results.some(({ ok }) => !ok)) return results;
  return results.map((result, index) => ({ result, name: references[index]?.name ?? '' })).toSorted((left, right) => left.name.localeCompare(right.name, 'en', { numeric: true })).map(({ result }) => result);
});

const withoutDuplicates = around(async (again, references) => {
  const distinct = new Map(references.map((reference) => [JSON.stringify(reference), reference]));
  return await again([...distinct.values()]);
});

const allOrNothing = around(async (again, references) => {
  const results = await again(references);
  const failed = results.find((result) => !result.ok);
  if (failed?.ok === false) throw failed.error;
  return results;
});

const readingAgain = around(async (again, references, store, options) => {
  const results = await again(references);
  return await Promise.all(results.map(async (result, index): Promise<BatchResult> => (result.ok ? { ok: true, ...(await store.read(references[index] as StoreReference, options)) } : result)));
});

const exchangingEach: Breakage = {
  store(store, context, connection) {
    let isClosed = false;
    return {
      async readMany(references, options) {
        const open = isClosed ? store : createAcme().open(connection, { ...context, session: new Map() });
        return await (open.readMany as ReadMany)(references, options);
      },
      async close() {
        isClosed = true;
        await store.close?.();
      },
    };
  },
};

const keepingFirst: Breakage = {
  store(store) {
    const first = new Map<string, ReadResult>();
    return {
      readMany: async (references, options) => (await (store.readMany as ReadMany)(references, options)).map((result, index) => {
        const { name = '', version } = references[index] ?? {};
        if (!result.ok || version !== undefined) return result;
        const kept = first.get(name) ?? result;
        first.set(name, kept);
        return { ...result, bytes: kept.bytes };
      }),
    };
  },
};

const refusingReads: Breakage = {
  store(store) {
    let refused: CarnetError | undefined;
    return {
      read: async (reference, options) => {
        if (refused) throw changed(refused, { code: 'ACCESS_DENIED' });
        return await store.read(reference, options);
      },
      async readMany(references, options) {
        try {
          return await (store.readMany as ReadMany)(references, options);
        } catch (error) {
          if (CarnetError.isInstance(error) && error.code === 'BATCH_DENIED') refused = error;
          throw error;
        }
      },
    };
  },
};

const emptyAnswer = around(async (again, references) => await again(references).catch((error: unknown) => {
  if (!CarnetError.isInstance(error) || error.code !== 'STORE_FAULT') throw error;
  return references.map(() => ({ ok: false, error: changed(error, { code: 'SECRET_NOT_FOUND' }) }));
}));

export const badBatches: readonly BadProvider[] = [
  badAcme('batches.references-untouched', 'marks what it has read', around(async (again, references) => {
    const results = await again(references);
    for (const reference of references) Object.assign(reference, { seen: true });
    return results;
  })),
  badAcme('batches.order', 'gives the results in the order of the names', inNaturalOrder),
  badAcme('batches.version', 'tells the version of the first secret for all', around(async (again, references) => {
    const results = await again(references);
    const [first] = results;
    return first?.ok === true ? results.map((result) => (result.ok ? { ...result, version: first.version } : result)) : results;
  })),
  badAcme('batches.versions', 'reads the newest version, whichever is asked for', around((again, references) => again(references.map(({ name }) => ({ name }))))),
  badAcme('batches.duplicates', 'answers a reference once that was asked twice', withoutDuplicates),
  badAcme('batches.size', 'has a batchSize that is no whole number', { store: () => ({ batchSize: 12.5 }) }),
  badAcme('batches.full', 'takes one secret less than it says', around(async (again, references, { batchSize = 0 }) => {
    if (references.length >= batchSize) throw new CarnetError({ code: 'STORE_FAULT', message: 'The batch is too long.' });
    return await again(references);
  })),
  badAcme('batches.requests', 'reads each secret of a batch a second time by itself', readingAgain),
  badAcme('batches.exchange', 'makes an exchange for each batch', exchangingEach),
  badAcme('batches.rotated', 'keeps the values of a batch for the next one', keepingFirst),
  badAcme('batches.neighbours', 'fails the whole batch for one that is missing', allOrNothing),
  badAcme('batches.missing', 'says of what is missing in a batch that it is denied', saying('SECRET_NOT_FOUND', { code: 'ACCESS_DENIED' })),
  badAcme('batches.denied', 'says of what is denied in a batch that it is missing', saying('ACCESS_DENIED', { code: 'SECRET_NOT_FOUND' })),
  badAcme('batches.disabled', 'says of what is disabled in a batch that it is missing', saying('SECRET_DISABLED', { code: 'SECRET_NOT_FOUND' })),
  badAcme('batches.refused', 'does not tell batches that are denied from secrets that are', saying('BATCH_DENIED', { code: 'ACCESS_DENIED' })),
  badAcme('batches.refused-reads', 'reads nothing any more once a batch was denied', refusingReads),
  badAcme('batches.throttled', 'takes a batch that is throttled for a fault', saying('THROTTLED', { code: 'STORE_FAULT' })),
  badAcme('batches.page', 'takes an answer without secrets for secrets that are missing', emptyAnswer),
  badAcme('batches.expired', 'takes a credential that has ended for one that may not read batches', saying('CREDENTIAL_EXPIRED', { code: 'ACCESS_DENIED' })),
];
