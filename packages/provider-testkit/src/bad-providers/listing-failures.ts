import { CarnetError, type ListedSecret } from '@carnet/provider';
import { elsewhere } from '../themes/listing-failures.ts';
import { badAcme, type BadProvider, type Breakage } from './bad-provider.ts';
import { around, type List, type Names } from './listing-around.ts';

/** Goes on in its own way after a failure. `seen`: names that were given before. */
const afterFailure = (next: (error: CarnetError, seen: number, again: () => AsyncIterable<ListedSecret>) => Names | undefined): Breakage => around(async function* (again, options) {
  let seen = 0;
  try {
    for await (const listed of again(options)) {
      seen += 1;
      yield listed;
    }
  } catch (error) {
    const instead = CarnetError.isInstance(error) ? next(error, seen, () => again(options)) : undefined;
    if (instead === undefined) throw error;
    yield* instead;
  }
});

const nothing = async function* (): Names {
  yield* await Promise.resolve([]);
};

const refusingReads: Breakage = {
  store(store) {
    let denied: CarnetError | undefined;
    return {
      read: async (reference, options) => {
        if (denied) throw denied;
        return await store.read(reference, options);
      },
      async *list(options) {
        try {
          yield* (store.list as List)(options);
        } catch (error) {
          if (CarnetError.isInstance(error) && error.code === 'ACCESS_DENIED') denied = error;
          throw error;
        }
      },
    };
  },
};

async function* someRounds(again: () => AsyncIterable<ListedSecret>, error: CarnetError): Names {
  for (let round = 0; round < 1_100; round += 1) {
    try {
      yield* again();
    } catch {
      // From the beginning.
    }
  }
  throw error;
}

const calling: Breakage = {
  store: (store, { transport }) => ({
    async *list(options) {
      try {
        yield* (store.list as List)(options);
      } catch (error) {
        if (CarnetError.isInstance(error) && error.code === 'STORE_ADDRESS_REFUSED') await transport.fetch(new Request(`https://${elsewhere}/next`)).catch(() => undefined);
        throw error;
      }
    },
  }),
};

export const badListingFailures: readonly BadProvider[] = [
  badAcme('listing.denied', 'takes a list that is denied for an empty one', afterFailure(({ code }) => (code === 'ACCESS_DENIED' ? nothing() : undefined))),
  badAcme('listing.denied-reads', 'reads nothing any more once the list was denied', refusingReads),
  badAcme('listing.loop', 'notices after a thousand pages that a list leads back', afterFailure((error, _, again) => (error.message.includes('did not end') ? someRounds(again, error) : undefined))),
  badAcme('listing.stray', 'ends a list that goes on elsewhere as if it were whole', afterFailure(({ code }) => (code === 'STORE_ADDRESS_REFUSED' ? nothing() : undefined))),
  badAcme('listing.stray-unsent', 'looks at another host before it refuses it', calling),
  badAcme('listing.throttled', 'ends a list that is throttled as if it were whole', afterFailure(({ code }, seen) => (code === 'THROTTLED' && seen > 0 ? nothing() : undefined))),
  badAcme('listing.second-page', 'ends a list that breaks off as if it were whole', afterFailure(({ code }, seen) => (code === 'STORE_UNREACHABLE' && seen > 0 ? nothing() : undefined))),
  badAcme('listing.page', 'takes an answer without names for an empty list', afterFailure(({ code }, seen) => (code === 'STORE_FAULT' && seen === 0 ? nothing() : undefined))),
];
