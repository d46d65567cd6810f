import { createAudit } from '../../audit/create-audit.ts';
import { openStore, type StoreOptions } from '../open-store.ts';
import { addOrganization } from './rows.ts';

// Run by a test, which kills it: `node writing-program.ts '<options>' <first number>`. A number is printed when its unit is written.
const store = await openStore(JSON.parse(process.argv[2] ?? '') as StoreOptions);
const audit = createAudit({ store, now: Date.now });
for (let number = Number(process.argv[3]); ; number++) {
  await store.unit(async () => {
    await addOrganization(store, `${number} a`);
    await addOrganization(store, `${number} b`);
    await audit.append({ scope: 'platform', actor: { kind: 'platform', id: null, name: null }, action: 'written', details: { number } });
  });
  process.stdout.write(`${number}\n`);
}
