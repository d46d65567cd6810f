import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createAudit } from '../audit/create-audit.ts';
import { openDatabase } from '../server/open-database.ts';
import { addOrganization, automationRow, kickoffRow } from '../store/testing/rows.ts';
import { auditRole } from './audit.ts';
import { backupRole, restoreRole } from './backup.ts';
import { platformSettings } from '../settings/platform-settings.ts';
import { migrateRole } from './migrate.ts';
import { UsageError, type Role } from './role.ts';
import { environmentWarnings, settingsOf } from './settings-of.ts';
import { tellFailure } from './tell-failure.ts';

let folder: string;
beforeEach(async () => { folder = await mkdtemp(join(tmpdir(), 'carnet-roles-')); });
afterEach(async () => { await rm(folder, { recursive: true, force: true }); });

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** As the program runs it. */
async function run(role: Role, args: readonly string[], data = 'data'): Promise<Ended> {
  const texts = { stdout: '', stderr: '' };
  const into = (name: 'stdout' | 'stderr'): Writable => new Writable({ write(chunk: Buffer, _, done) { texts[name] += chunk.toString(); done(); } });
  const [stdout, stderr] = [into('stdout'), into('stderr')];
  const code = await role.run({ environment: { CARNET_DATA_DIRECTORY: join(folder, data) }, args, stdin: Readable.from([]), stdout, stderr, stopped: new Promise(() => undefined) }).catch((error: unknown) => {
    if (error instanceof UsageError) stderr.write(error.message);
    else tellFailure(stderr, error);
    return error instanceof UsageError ? 2 : 1;
  });
  return { code, ...texts };
}

const database = (data = 'data'): ReturnType<typeof openDatabase> => openDatabase({ dataDirectory: join(folder, data) });

describe('a role that reads the database', () => {
  it('says where there is none, and makes nothing', async () => {
    for (const [role, args] of [[backupRole, [join(folder, 'out')]], [auditRole, ['verify']]] as const) {
      expect(await run(role, args)).toMatchObject({ code: 1, stderr: expect.stringMatching(/There is no database in .*data\. Set CARNET_DATA_DIRECTORY or DATABASE_URL/) });
    }
    expect(await readdir(folder)).toEqual([]);
  });

  it('says which file or address the system refused', async () => {
    await run(migrateRole, []);
    expect(await run(backupRole, [join(folder, 'no', 'out')])).toMatchObject({ code: 1, stderr: expect.stringContaining(`open ${join(folder, 'no', 'out')} (ENOENT)`) });
    await writeFile(join(folder, 'out'), 'mine');
    expect(await run(backupRole, [join(folder, 'out')])).toMatchObject({ code: 1, stderr: expect.stringContaining('EEXIST') });
    expect(await readFile(join(folder, 'out'), 'utf8')).toBe('mine');
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const { port } = taken.address() as { port: number };
    const texts: string[] = [];
    await new Promise<void>((resolve) => createServer().once('error', (error) => {
      tellFailure(new Writable({ write(chunk: Buffer, _, done) { texts.push(chunk.toString()); done(); } }), error);
      resolve();
    }).listen(port, '127.0.0.1'));
    taken.close();
    expect(texts).toEqual([`It failed: listen 127.0.0.1 ${port} (EADDRINUSE).\n`]);
  });
});

describe('a secret that came through the environment', () => {
  it('is warned of by its name, whichever it is, and one from a file is not', async () => {
    const environment = { CARNET_SESSION_SECRET: 'c'.repeat(32), CARNET_ENCRYPTION_KEY: randomBytes(32).toString('base64'), CARNET_DATA_DIRECTORY: folder, OIDC_PRIVATE_KEY_FILE: join(folder, 'key') };
    await writeFile(join(folder, 'key'), 'canary');
    const process = { environment, args: [], stdin: Readable.from([]), stdout: new Writable(), stderr: new Writable(), stopped: new Promise<undefined>(() => undefined) };
    const read = await settingsOf(process, []);
    expect(environmentWarnings(platformSettings, read!.origins).map((warning) => warning.split(' ')[0])).toEqual(['CARNET_ENCRYPTION_KEY', 'CARNET_SESSION_SECRET']);
    expect(Object.keys(environment)).toEqual(['CARNET_DATA_DIRECTORY', 'OIDC_PRIVATE_KEY_FILE']);
  });
});

describe('audit verify', () => {
  it('names no chain whole that there is not, and takes a checkpoint for its own chain alone', async () => {
    await run(migrateRole, []);
    const store = await database();
    const organization = await addOrganization(store);
    await createAudit({ store, now: () => 5 }).append(...['platform', organization].map((scope) => ({ scope, actor: { kind: 'platform', id: null, name: null } as const, action: 'thing.done' })));
    const { hash } = await store.db.selectFrom('audit_head').select('hash').where('scope', '=', organization).executeTakeFirstOrThrow();
    await store.close();

    expect(await run(auditRole, ['verify'])).toMatchObject({ code: 0, stdout: expect.stringMatching(/: whole.*\nplatform: whole/) });
    expect(await run(auditRole, ['verify', 'platfrom'])).toMatchObject({ code: 2, stderr: expect.stringContaining('no audit log of "platfrom"') });
    const file = join(folder, 'checkpoint');
    await writeFile(file, 'no checkpoint');
    expect(await run(auditRole, ['verify', '--since', file])).toMatchObject({ code: 2, stderr: expect.stringContaining('holds no checkpoint') });
    await writeFile(file, JSON.stringify({ level: 'info', checkpoint: { scope: organization, sequence: 1, hash, at: 5, keyId: 'k', signature: 's' } }));
    expect(await run(auditRole, ['verify', '--since', file])).toMatchObject({ code: 0, stdout: expect.stringMatching(new RegExp(`^${organization}: whole`)) });
    await writeFile(file, JSON.stringify({ scope: organization, sequence: 1, hash: 'other', at: 5, keyId: 'k', signature: 's' }));
    expect(await run(auditRole, ['verify', '--since', file])).toMatchObject({ code: 1, stdout: expect.stringContaining('BROKEN at 1') });
  });
});

describe('a backup', () => {
  it('is of one moment while others write, who do not wait for it; and after a restore nothing runs a second time', async () => {
    await run(migrateRole, []);
    const store = await database();
    const organization = await addOrganization(store);
    const automation = automationRow(organization);
    await store.db.insertInto('automation').values(automation).execute();
    for (const status of ['queued', 'running', 'succeeded'] as const) await store.db.insertInto('kickoff').values({ ...kickoffRow(organization, automation.id, 1), status, ended_at: status === 'succeeded' ? 2 : null }).execute();

    const other = await database();
    const names: string[] = [];
    await other.snapshot(async () => {
      const read = async (): Promise<void> => { names.push((await other.db.selectFrom('automation').select('name').executeTakeFirstOrThrow()).name); };
      await read();
      await store.unit(() => store.db.updateTable('automation').set({ name: 'meanwhile' }).execute());
      await read();
    });
    await other.close();
    expect(names).toEqual([automation.name, automation.name]);
    await store.close();

    const file = join(folder, 'backup');
    expect(await run(backupRole, [file])).toMatchObject({ code: 0 });
    expect(await run(restoreRole, [file], 'restored')).toMatchObject({ code: 0, stderr: expect.stringContaining('2 kickoffs had not ended then') });
    const restored = await database('restored');
    expect(await restored.db.selectFrom('kickoff').select(['status']).orderBy('status').execute()).toEqual([{ status: 'lost' }, { status: 'lost' }, { status: 'succeeded' }]);
    await restored.close();
    expect(await run(auditRole, ['verify', organization], 'restored')).toMatchObject({ code: 0 });
  });
});
