import { migrate } from '../migrate.ts';
import { openStore, type StoreOptions } from '../open-store.ts';

// Run by a test as one of several processes: `node migrating-program.ts '<options>'`.
const store = await openStore(JSON.parse(process.argv[2] ?? '') as StoreOptions);
console.log(JSON.stringify(await migrate(store)));
await store.close();
