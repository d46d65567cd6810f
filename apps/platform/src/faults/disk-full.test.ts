import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { verifyAudit } from '../audit/verify-audit.ts';
import { kickoffBench, issuerUrl } from '../kickoffs/testing/kickoff-bench.ts';
import { problemIn } from '../resources/testing/resource-bench.ts';
import { databasesOf } from '../testing/databases.ts';

const databases = databasesOf('sqlite');
const documents = ['/.well-known/openid-configuration', '/oauth2/jwks'];
const deadline = { timeout: 30_000 };

it('F a full disk: writes are 507 STORAGE_FULL, reads and the documents go on, no token leaves without its audit row, and all is over when there is room', deadline, async () => {
  const store = await databases.open();
  const bench = await kickoffBench(store, { limits: { renewalsPerMinute: 1_000_000 } });
  const automation = await bench.deployed({ command: ['true', 'x'.repeat(3_000)] }, { API_KEY: 'api-key' });
  await bench.kickoff(automation);
  const worker = await bench.join();
  const job = (await worker.claim())!;
  const [config = ''] = Object.keys(job.workloadIdentities);
  const rows = async (): Promise<Readonly<Record<string, number>>> => ({
    automations: Number((await store.db.selectFrom('automation').select(({ fn }) => fn.countAll().as('count')).executeTakeFirstOrThrow()).count),
    kickoffs: Number((await store.db.selectFrom('kickoff').select(({ fn }) => fn.countAll().as('count')).executeTakeFirstOrThrow()).count),
    entries: Number((await store.db.selectFrom('audit_entry').select(({ fn }) => fn.countAll().as('count')).executeTakeFirstOrThrow()).count),
  });

  // No page more than there are: the next row that needs one finds none.
  const { rows: [size] } = await sql<{ page_count: number }>`pragma page_count`.execute(store.db);
  await sql`pragma max_page_count = ${sql.lit(size?.page_count ?? 0)}`.execute(store.db);
  let made = 0;
  let full = await bench.call('POST', 'automations', { name: 'fill', command: ['true'] });
  while (full.status === 201) {
    made += 1;
    full = await bench.call('POST', 'automations', { name: `fill ${made}`, command: ['true', 'x'.repeat(2_000)] });
  }
  expect(problemIn(full)).toMatchObject({ status: 507, code: 'STORAGE_FULL' });
  const before = await rows();
  for (const [method, path, body] of [
    ['POST', 'automations', { name: 'large', command: ['true', 'x'.repeat(60_000)] }],
    ['POST', `automations/${automation}/deployments`, {}],
    ['PATCH', `automations/${automation}`, { command: ['true', 'x'.repeat(60_000)] }],
  ] as const) {
    expect(problemIn(await bench.call(method, path, body, { headers: { 'if-match': '"1"' } })), path).toMatchObject({ status: 507, code: 'STORAGE_FULL' });
  }
  // The small row of a kickoff may still find room; once one does not, none does.
  let refused = await bench.call('POST', `automations/${automation}/kickoffs`, { inputs: { large: 'x'.repeat(20_000) } });
  expect(problemIn(refused)).toMatchObject({ status: 507, code: 'STORAGE_FULL' });
  refused = await worker.call(`kickoffs/${job.kickoffId}/logs`, { fence: job.fence, lines: [{ sequence: 1, at: 1, stream: 'stdout', text: 'x'.repeat(60_000) }] });
  expect(problemIn(refused)).toMatchObject({ status: 507, code: 'STORAGE_FULL' });
  expect(await rows()).toEqual(before);

  const read = await bench.call('GET', `automations/${automation}`);
  expect(read.status).toBe(200);
  expect((await bench.call('GET', `kickoffs/${job.kickoffId}`)).body).toMatchObject({ logLines: 0 });
  for (const path of documents) expect((await bench.issuer.handler(new Request(`${issuerUrl}${path}`))).status).toBe(200);

  // Until no audit row finds room any more.
  const ask = (): ReturnType<typeof worker.call> => worker.call(`kickoffs/${job.kickoffId}/subject-tokens`, { fence: job.fence, workloadIdentity: config, renew: true });
  let asked = await ask();
  for (let handed = 0; asked.status === 201 && handed < 200; handed++) asked = await ask();
  expect(problemIn(asked)).toMatchObject({ status: 503, code: 'MINT_AUDIT_FAILED' });
  expect(Number(asked.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(asked.text).not.toContain('eyJ');
  for (const path of documents) expect((await bench.issuer.handler(new Request(`${issuerUrl}${path}`))).status).toBe(200);

  await sql`pragma max_page_count = 1000000`.execute(store.db);
  expect((await ask()).status).toBe(201);
  expect((await bench.call('POST', 'automations', { name: 'large', command: ['true', 'x'.repeat(60_000)] })).status).toBe(201);
  expect((await worker.result(job)).status).toBe(204);
  const minted = await store.db.selectFrom('audit_entry').select('details').where('scope', '=', bench.organization).where('action', '=', 'token.handed_out').execute();
  expect(minted.length).toBeGreaterThan(0);
  for (const scope of ['platform', bench.organization]) expect(await verifyAudit({ store, scope })).toMatchObject({ intact: true });
});
