import { randomUUID } from 'node:crypto';
import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import { eachDatabase } from '../testing/databases.ts';
import { isUniqueViolation } from './storage-error.ts';
import { addOrganization, countOrganizations, organizationRow } from './testing/rows.ts';

eachDatabase((databases) => {
  describe('a unit', () => {
    it('writes all of it', async () => {
      const store = await databases.open();
      const names = await store.unit(async () => [await addOrganization(store), await addOrganization(store)]);
      expect(names).toHaveLength(2);
      expect(await countOrganizations(store)).toBe(2);
    });

    it('writes nothing where its work throws, and gives what was thrown', async () => {
      const store = await databases.open();
      const thrown = new Error('changed my mind');
      await expect(store.unit(async () => {
        await addOrganization(store);
        throw thrown;
      })).rejects.toBe(thrown);
      expect(await countOrganizations(store)).toBe(0);
      expect(await addOrganization(store)).toBeTypeOf('string');
    });

    it('takes the transactions of a library along that has only our kysely', async () => {
      const store = await databases.open();
      await expect(store.unit(async () => {
        await store.db.transaction().execute((transaction) => transaction.insertInto('organization').values(organizationRow()).execute());
        expect(await countOrganizations(store)).toBe(1);
        throw new Error('no');
      })).rejects.toThrow('no');
      expect(await countOrganizations(store)).toBe(0);
    });

    it('inside of a unit undoes its own part alone', async () => {
      const store = await databases.open();
      await store.unit(async () => {
        await addOrganization(store, 'kept');
        await expect(store.unit(async () => {
          await addOrganization(store, 'dropped');
          throw new Error('inner');
        })).rejects.toThrow('inner');
        await store.unit(() => addOrganization(store, 'kept too'));
      });
      expect(await store.db.selectFrom('organization').select('name').orderBy('name_key').execute()).toEqual([{ name: 'kept' }, { name: 'kept too' }]);
    });

    it('inside of a unit that fails is gone with it', async () => {
      const store = await databases.open();
      await expect(store.unit(async () => {
        await store.unit(() => addOrganization(store));
        throw new Error('outer');
      })).rejects.toThrow('outer');
      expect(await countOrganizations(store)).toBe(0);
    });

    it('keeps what goes on beside an inner unit that fails', async () => {
      const store = await databases.open();
      await store.unit(async () => {
        const failing = store.unit(async () => {
          await addOrganization(store, 'inner');
          await turn();
          throw new Error('inner');
        });
        const outcomes = await Promise.allSettled([failing, addOrganization(store, 'beside'), store.unit(() => addOrganization(store, 'another'))]);
        expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled']);
      });
      expect(await store.db.selectFrom('organization').select('name').orderBy('name_key').execute()).toEqual([{ name: 'another' }, { name: 'beside' }]);
    });

    it('is over after a statement that failed, though its work goes on', async () => {
      const store = await databases.open();
      const row = organizationRow();
      await expect(store.unit(async () => {
        await addOrganization(store, 'before');
        await store.db.insertInto('organization').values(row).execute();
        await store.db.insertInto('organization').values(row).execute().catch(() => {});
        await expect(addOrganization(store, 'after')).rejects.toMatchObject({ code: 'UNEXPECTED' });
      })).rejects.toMatchObject({ code: 'UNEXPECTED' });
      expect(await countOrganizations(store)).toBe(0);
    });

    it('goes on after a failure that an inner unit contains', async () => {
      const store = await databases.open();
      const row = organizationRow();
      await store.unit(async () => {
        await store.db.insertInto('organization').values(row).execute();
        const failure: unknown = await store.unit(() => addOrganization(store, row.name)).catch((error: unknown) => error);
        expect(isUniqueViolation(failure, 'organization_name')).toBe(true);
        await addOrganization(store);
      });
      expect(await countOrganizations(store)).toBe(2);
    });

    it('refuses what was started inside and comes after its end', async () => {
      const store = await databases.open();
      const { promise: gate, resolve: openGate } = Promise.withResolvers<void>();
      let straggler: Promise<unknown> = Promise.resolve();
      await store.unit(async () => {
        await addOrganization(store);
        straggler = gate.then(() => addOrganization(store));
        straggler.catch(() => {});
      });
      openGate();
      await expect(straggler).rejects.toMatchObject({ code: 'UNEXPECTED' });
      expect(await countOrganizations(store)).toBe(1);
    });

    it('is seen by nobody before it is written', async () => {
      const store = await databases.open();
      const { promise: written, resolve: tellWritten } = Promise.withResolvers<void>();
      const { promise: looked, resolve: tellLooked } = Promise.withResolvers<void>();
      const unit = store.unit(async () => {
        await addOrganization(store);
        tellWritten();
        await looked;
      });
      await written;
      // PostgreSQL answers at once with what was there before; SQLite has one connection, which waits for the unit to end.
      const count = countOrganizations(store);
      await (databases.kind === 'postgres' ? count : undefined);
      tellLooked();
      await unit;
      expect(await count).toBe(databases.kind === 'postgres' ? 0 : 1);
      expect(await countOrganizations(store)).toBe(1);
    });

    it('tells after the outermost commit, outside of it, and never after a rollback', async () => {
      const store = await databases.open();
      const told = vi.fn<(what: string) => void>();
      let late: Promise<number> | undefined;
      await store.unit(async () => {
        await store.unit(async () => store.afterCommit(() => { told('inner'); }));
        await store.unit(async () => {
          store.afterCommit(() => { told('undone'); });
          throw new Error('undo');
        }).catch(() => {});
        store.afterCommit(() => { late = countOrganizations(store); });
        await addOrganization(store);
        expect(told).not.toHaveBeenCalled();
      });
      await store.unit(async () => {
        store.afterCommit(() => { told('undone'); });
        throw new Error('undo');
      }).catch(() => {});
      store.afterCommit(() => { told('at once'); });
      expect(told.mock.calls).toEqual([['inner'], ['at once']]);
      expect(await late).toBe(1);
    });

    it('writes last what nobody needs an answer to, or nothing where that fails', async () => {
      const store = await databases.open();
      const row = organizationRow();
      await store.unit(async () => {
        store.withCommit(store.db.insertInto('organization').values(row));
        expect(await countOrganizations(store)).toBe(0);
      });
      expect(await countOrganizations(store)).toBe(1);
      const again = (failure?: (error: unknown) => Error): Promise<void> => store.unit(async () => {
        await addOrganization(store);
        store.withCommit(store.db.insertInto('organization').values(organizationRow()));
        store.withCommit(store.db.insertInto('organization').values({ ...organizationRow(), id: row.id }), failure);
        store.withCommit(store.db.insertInto('organization').values(organizationRow()));
      });
      await expect(again()).rejects.toSatisfy((error) => isUniqueViolation(error, 'organization_pkey'));
      await expect(again((error) => new Error('mine', { cause: error }))).rejects.toMatchObject({ message: 'mine', cause: { index: 'organization_pkey' } });
      expect(await countOrganizations(store)).toBe(1);
    });

    it('gives at its end what was left for it, in one call and in order, without what an inner unit undid', async () => {
      const store = await databases.open();
      const calls: (readonly string[])[] = [];
      const write = async (names: readonly string[]): Promise<void> => {
        calls.push(names);
        for (const name of names) await addOrganization(store, name);
      };
      const undone = store.unit(async () => {
        store.atEnd(write, 'undone');
        throw new Error('no');
      });
      await expect(undone).rejects.toThrow('no');
      await store.unit(async () => {
        store.atEnd(write, 'first');
        await store.unit(() => Promise.resolve(store.atEnd(write, 'second', 'third')));
        await store.unit(async () => {
          store.atEnd(write, 'undone');
          store.withCommit(store.db.insertInto('organization').values(organizationRow()));
          throw new Error('no');
        }).catch(() => {});
        store.atEnd(write, 'fourth');
        expect(calls).toEqual([]);
      });
      expect(calls).toEqual([['first', 'second', 'third', 'fourth']]);
      expect(await countOrganizations(store)).toBe(4);
      const failing = store.unit(async () => {
        await addOrganization(store);
        store.atEnd(() => Promise.reject(new Error('at the end')), 1);
      });
      await expect(failing).rejects.toThrow('at the end');
      expect(await countOrganizations(store)).toBe(4);
    });

    it('that is not open takes nothing for its end', async () => {
      const store = await databases.open();
      expect(() => { store.atEnd(() => Promise.resolve(), 1); }).toThrow('after its unit');
      expect(() => { store.withCommit(store.db.deleteFrom('organization')); }).toThrow('after its unit');
    });

    it('joined is a part of the open unit, and one of its own elsewhere', async () => {
      const store = await databases.open();
      await expect(store.unit(async () => {
        await store.joined(() => addOrganization(store));
        throw new Error('no');
      })).rejects.toThrow('no');
      await expect(store.joined(async () => {
        await addOrganization(store);
        throw new Error('no');
      })).rejects.toThrow('no');
      expect(await countOrganizations(store)).toBe(0);
    });

    it('stands beside 20 others', async () => {
      const store = await databases.open();
      const units = Array.from({ length: 20 }, (_, number) => store.unit(async () => {
        await addOrganization(store, `${number} a`);
        await addOrganization(store, `${number} b`);
        if (number % 2 === 1) throw new Error('odd');
      }));
      await Promise.allSettled(units);
      const rows = await store.db.selectFrom('organization').select('name').execute();
      expect(rows.map(({ name }) => name).toSorted()).toEqual(Array.from({ length: 10 }, (_, half) => [`${half * 2} a`, `${half * 2} b`]).flat().toSorted());
    });
  });

  it('numbers are numbers, a count and a sum too', async () => {
    const store = await databases.open();
    await store.db.insertInto('organization').values([{ ...organizationRow(), created_at: 1_800_000_000_000 }, { ...organizationRow(), created_at: 3 }]).execute();
    const row = await store.db.selectFrom('organization')
      .select((eb) => [eb.fn.countAll().as('count'), eb.fn.sum('created_at').as('sum'), eb.fn.max('created_at').as('max')]).executeTakeFirstOrThrow();
    expect(row).toEqual({ count: 2, sum: 1_800_000_000_003, max: 1_800_000_000_000 });
  });

  it('answers a ping, and not after it was closed', async () => {
    const store = await databases.openEmpty();
    await store.ping(5000);
    await store.unit(() => store.ping(5000));
    await store.close();
    await expect(store.ping(5000)).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' });
  });

  it('one statement outside of a unit is written at once', async () => {
    const store = await databases.open();
    const id = randomUUID();
    await store.db.insertInto('organization').values({ ...organizationRow(), id }).execute();
    expect(await store.db.selectFrom('organization').select('id').execute()).toEqual([{ id }]);
  });
});
