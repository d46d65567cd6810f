import { randomUUID } from 'node:crypto';
import { inspect } from 'node:util';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { databasesOf, eachDatabase } from '../testing/databases.ts';
import { openStore } from './open-store.ts';
import { isUniqueViolation, ReferenceViolation, UniqueViolation } from './storage-error.ts';
import { addOrganization, automationRow, configRow, countOrganizations, credentialRow, kickoffRow, organizationRow } from './testing/rows.ts';

const failureOf = (work: Promise<unknown>): Promise<unknown> => work.then(() => { throw new Error('It was taken.'); }, (error: unknown) => error);

eachDatabase((databases) => {
  describe('a unique index is named', () => {
    it('over several columns', async () => {
      const store = await databases.open();
      const organization = await addOrganization(store);
      await store.db.insertInto('credential').values(credentialRow(organization, 'Production')).execute();
      const failure = await failureOf(store.db.insertInto('credential').values(credentialRow(organization, 'PRODUCTION')).execute());
      expect(isUniqueViolation(failure, 'credential_name')).toBe(true);
      expect(isUniqueViolation(failure, 'credential_default')).toBe(false);
    });

    it('where it is partial: one default a provider, any number of others', async () => {
      const store = await databases.open();
      const organization = await addOrganization(store);
      const another = await addOrganization(store);
      const add = (of: string, is_default: number): Promise<unknown> => store.db.insertInto('credential').values({ ...credentialRow(of), is_default }).execute();
      for (const of of [organization, another]) for (const is_default of [0, 0, 1]) await add(of, is_default);
      expect(isUniqueViolation(await failureOf(add(organization, 1)), 'credential_default')).toBe(true);
    });

    it('where it is a primary key, or a constraint of the library for people', async () => {
      const store = await databases.open();
      const row = { ...organizationRow(), deleted_at: 1 };
      await store.db.insertInto('organization').values(row).execute();
      expect(isUniqueViolation(await failureOf(store.db.insertInto('organization').values(row).execute()), 'organization_pkey')).toBe(true);
      const time = '2026-01-01T00:00:00Z';
      const addUser = (id: string): Promise<unknown> =>
        sql`insert into "user" (id, name, email, "emailVerified", "createdAt", "updatedAt") values (${id}, 'A', 'a@b.test', ${sql.raw(databases.kind === 'sqlite' ? '1' : 'true')}, ${time}, ${time})`.execute(store.db);
      await addUser('1');
      expect(isUniqueViolation(await failureOf(addUser('2')), 'user_email_key')).toBe(true);
    });
  });

  it('security 35: no row refers to a row of another organization', async () => {
    const store = await databases.open();
    const [ours, theirs] = [await addOrganization(store), await addOrganization(store)];
    const automation = automationRow(theirs);
    const config = configRow(theirs);
    await store.db.insertInto('automation').values(automation).execute();
    await store.db.insertInto('workload_identity_config').values(config).execute();
    const attempts = [
      () => store.db.insertInto('credential').values({ ...credentialRow(ours), workload_identity_config_id: config.id }).execute(),
      () => store.db.insertInto('kickoff').values(kickoffRow(ours, automation.id)).execute(),
      () => store.db.insertInto('workload_identity_automation').values({ organization_id: ours, config_id: config.id, automation_id: automation.id }).execute(),
      () => store.db.updateTable('automation').set({ organization_id: randomUUID() }).execute(),
    ];
    for (const attempt of attempts) expect(await failureOf(attempt())).toBeInstanceOf(ReferenceViolation);
    await store.db.insertInto('credential').values({ ...credentialRow(theirs), workload_identity_config_id: config.id }).execute();
    expect(await failureOf(store.db.deleteFrom('workload_identity_config').execute())).toBeInstanceOf(ReferenceViolation);
  });

  it('every reference between tables of organizations takes the organization along', async () => {
    const store = await databases.open();
    const references = databases.kind === 'sqlite'
      ? sql<{ target: string; columns: string }>`select reference."table" as target, group_concat(reference."from") as columns
          from sqlite_master as tables, pragma_foreign_key_list(tables.name) as reference where tables.type = 'table' group by tables.name, reference.id`
      : sql<{ target: string; columns: string }>`select confrelid::regclass::text as target,
          (select string_agg(attname, ',') from pg_attribute where attrelid = conrelid and attnum = any (conkey)) as columns from pg_constraint where contype = 'f'`;
    const { rows } = await references.execute(store.db);
    const within = rows.filter(({ target }) => !['organization', 'user', '"user"'].includes(target));
    expect(within.length).toBeGreaterThan(20);
    for (const { columns } of within) expect(columns.split(',')).toContain('organization_id');
  });

  it('no error quotes a value', async () => {
    const store = await databases.open();
    const canary = 'canary-5d1f';
    await addOrganization(store, canary);
    const failures = [
      await failureOf(addOrganization(store, canary)),
      await failureOf(sql`select * from ${sql.ref('nowhere')} where name = ${canary}`.execute(store.db)),
      await failureOf(store.db.insertInto('organization_role').values({ ...automationRow(canary), permissions: canary, kind: 'custom' } as never).execute()),
      await failureOf(sql`update organization set name = null where name = ${canary}`.execute(store.db)),
    ];
    expect(failures[0]).toBeInstanceOf(UniqueViolation);
    for (const failure of failures.slice(1)) expect(failure).toMatchObject({ code: 'UNEXPECTED' });
    expect(inspect(failures, { depth: 10, showHidden: true })).not.toContain(canary);
  });
});

describe('the file', () => {
  const databases = databasesOf('sqlite');

  it('F: a full disk is STORAGE_FULL, leaves nothing half-written, and is over when there is room', async () => {
    const store = await databases.open();
    const { rows: [size] } = await sql<{ page_count: number }>`pragma page_count`.execute(store.db);
    await sql`pragma max_page_count = ${sql.lit((size?.page_count ?? 0) + 60)}`.execute(store.db);
    const large = 'x'.repeat(2000);
    let units = 0;
    const failure = await failureOf((async () => {
      for (;;) {
        await store.unit(async () => {
          await addOrganization(store, `${large} ${units} a`);
          await addOrganization(store, `${large} ${units} b`);
        });
        units += 1;
      }
    })());
    expect(failure).toMatchObject({ code: 'STORAGE_FULL', retryable: true });
    expect(units).toBeGreaterThan(0);
    expect(await countOrganizations(store)).toBe(2 * units);
    expect(await failureOf(addOrganization(store, large.repeat(20)))).toMatchObject({ code: 'STORAGE_FULL' });
    // SQLite has ended the transaction by itself: what comes after would be written alone.
    await expect(store.unit(async () => {
      await addOrganization(store, large.repeat(20)).catch(() => {});
      await addOrganization(store, 'small').catch(() => {});
    })).rejects.toMatchObject({ code: 'UNEXPECTED' });
    expect(await countOrganizations(store)).toBe(2 * units);
    await sql`pragma max_page_count = 1000000`.execute(store.db);
    await addOrganization(store, large.repeat(20));
    expect(await countOrganizations(store)).toBe(2 * units + 1);
  });

  it('that cannot be opened is STORAGE_UNAVAILABLE, without its path', async () => {
    const failure = await failureOf(openStore({ kind: 'sqlite', file: '/nowhere/at/all.sqlite' }));
    expect(failure).toMatchObject({ code: 'STORAGE_UNAVAILABLE' });
    expect(inspect(failure)).not.toContain('/nowhere/at');
  });
});
