import { CarnetError, type ListedSecret } from '@carnet/provider';
import { setImmediate as nextTurn } from 'node:timers/promises';
import conformance from '../reference/conformance.ts';
import { badAcme, type BadProvider, type Breakage } from './bad-provider.ts';
import { badListingFailures } from './listing-failures.ts';
import { around, type List, type Names, type Options } from './listing-around.ts';

const each = (change: (listed: ListedSecret) => ListedSecret): Breakage => around(async function* (again, options) {
  for await (const listed of again(options)) yield change(listed);
});

async function all(names: AsyncIterable<ListedSecret>): Promise<readonly ListedSecret[]> {
  const listed: ListedSecret[] = [];
  for await (const name of names) listed.push(name);
  return listed;
}

async function* wholeBeforeTheFirst(again: List, options: Options): Names {
  yield* await all(again(options));
}

async function* onToTheEnd(again: List, options: Options): Names {
  const iterator = again(options)[Symbol.asyncIterator]();
  let over = false;
  try {
    for (let step = await iterator.next(); step.done !== true; step = await iterator.next()) yield step.value;
    over = true;
  } finally {
    if (!over) void drained(iterator).catch(() => undefined);
  }
}

async function drained(iterator: AsyncIterator<ListedSecret>): Promise<void> {
  await nextTurn();
  while ((await iterator.next()).done !== true);
}

const keepingNames: Breakage = {
  store(store) {
    let kept: readonly ListedSecret[] | undefined;
    return {
      async *list(options) {
        if (kept && options.prefix === undefined) return yield* kept;
        const names: ListedSecret[] = [];
        for await (const listed of (store.list as List)(options)) {
          names.push(listed);
          yield listed;
        }
        if (options.prefix === undefined) kept = names;
      },
    };
  },
};

/** A store that tells its values where it lists its names, and a provider that hands them on. */
function withValues(): Breakage {
  const values = new Map<string, string>();
  return {
    ...each((listed) => Object.assign({ value: values.get(listed.name) }, listed)),
    conformance: {
      async start(parts) {
        const double = await conformance.start(parts);
        return { ...double, put: (name, bytes) => {
          values.set(name, new TextDecoder().decode(bytes));
          return double.put(name, bytes);
        } };
      },
    },
  };
}

export const badListing: readonly BadProvider[] = [
  badAcme('listing.all', 'gives the eleventh name twice', around(async function* (again, options) {
    let count = 0;
    for await (const listed of again(options)) {
      yield listed;
      if ((count += 1) === 11) yield listed;
    }
  })),
  badAcme('listing.empty', 'takes an empty store for one that is not there', around(async function* (again, options) {
    const rest = again(options)[Symbol.asyncIterator]();
    const first = await rest.next();
    if (first.done === true && options.prefix === undefined) throw new CarnetError({ code: 'SECRET_NOT_FOUND', message: 'There is no such safe.' });
    if (first.done === true) return;
    yield first.value;
    yield* { [Symbol.asyncIterator]: () => rest };
  })),
  badAcme('listing.prefix', 'takes the prefix for any part of a name', around(async function* (again, { prefix = '', ...options }) {
    for await (const listed of again(options)) if (listed.name.includes(prefix)) yield listed;
  })),
  badAcme('listing.prefix-unknown', 'lists everything where a prefix finds nothing', around(async function* (again, options) {
    let found = false;
    for await (const listed of again(options)) {
      found = true;
      yield listed;
    }
    if (!found && /^\w+$/.test(options.prefix ?? '')) yield* again({ signal: options.signal });
  })),
  badAcme('listing.prefix-characters', 'puts the prefix into the query as it is', around((again, options) => again({ ...options, prefix: (options.prefix ?? '').replace(/[&#].*/, '') }) as Names)),
  badAcme('listing.readable', 'lists its names in lower case', each((listed) => ({ ...listed, name: listed.name.toLowerCase() }))),
  badAcme('listing.disabled', 'lists every secret as enabled', each((listed) => ({ ...listed, enabled: true }))),
  badAcme('listing.values', 'hands on what a list of its store says beside the names', withValues()),
  badAcme('listing.reads', 'looks whether the first name can be read', around(async function* (again, options, store) {
    let first = true;
    for await (const listed of again(options)) {
      if (first) await store.read({ name: listed.name }, options).catch(() => undefined);
      first = false;
      yield listed;
    }
  })),
  badAcme('listing.ten-thousand', 'stops after five thousand names', around(async function* (again, options) {
    let count = 0;
    for await (const listed of again(options)) if ((count += 1) <= 5_000) yield listed;
  })),
  badAcme('listing.lazy', 'fetches every page before it gives the first name', around(wholeBeforeTheFirst)),
  badAcme('listing.left', 'fetches the other pages when nobody reads any more', around(onToTheEnd)),
  badAcme('listing.again', 'keeps the names for the next list', keepingNames),
  ...badListingFailures,
];
