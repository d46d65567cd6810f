import { spawn, type ChildProcess } from 'node:child_process';
import { generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { findCanaries, formsOf } from './testing/canaries.ts';
import { callPlatform, expected, type Caller } from './testing/platform-call.ts';
import type { SceneFacts, SceneOrders, StoreFacts } from './testing/scene-program.ts';

/** Of a form that each way of writing it changes. */
const canary = (name: string): string => `${name}-"\\é ü+/&-${randomBytes(12).toString('hex')}`;
const jwt = /eyJ[\w-]{10,}\.[\w-]{10,}/;

function pem(key: KeyObject): string {
  return String(key.export({ type: 'pkcs8', format: 'pem' }));
}

/** What of a key is secret, however it is written. */
function secretsOf(name: string, key: KeyObject): Readonly<Record<string, string>> {
  const { d = '', p = '' } = key.export({ format: 'jwk' });
  const lines = pem(key).split('\n').filter((line) => line.length > 30 && !line.startsWith('-'));
  return { [`${name} d`]: d, ...(p === '' ? {} : { [`${name} p`]: p }), ...Object.fromEntries(lines.map((line, index) => [`${name} line ${index}`, line])) };
}

async function message<T>(child: ChildProcess, say?: object): Promise<T> {
  const answer = once(child, 'message');
  if (say) child.send(say);
  const [body] = await Promise.race([answer, once(child, 'exit').then(([code]) => { throw new Error(`The program ended with ${String(code)}.`); })]);
  return body as T;
}

/** The files of a folder, and of what is below it. */
function filesIn(folder: string): Readonly<Record<string, Uint8Array>> {
  return Object.fromEntries(readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map(({ parentPath, name }) => [join(parentPath, name), readFileSync(join(parentPath, name))]));
}

it('the search sees a canary in each of its forms, at each place of a group', () => {
  const text = canary('seen');
  for (const before of ['', 'a', 'ab', 'abc']) {
    const around = Buffer.from(`${before}${text}xyz`);
    for (const written of [around.toString(), around.toString('base64'), around.toString('base64url'), around.toString('hex'), encodeURIComponent(around.toString()), JSON.stringify(around.toString())]) {
      expect(findCanaries({ seen: text }, { written }), written).not.toEqual([]);
    }
  }
  expect(formsOf(text).every((form) => form.length > 20)).toBe(true);
});

it('86 74 no output, file, audit, metric or record of a whole run with its failures shows a key, a secret value, a password or a token', { timeout: 150_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'carnet-canary-'));
  const signing = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  const auditing = generateKeyPairSync('ed25519').privateKey;
  const encryptionKey = randomBytes(32);
  const orders: SceneOrders = {
    dataDirectory: folder, signingKey: pem(signing), encryptionKey: encryptionKey.toString('base64'), sessionSecret: randomBytes(32).toString('base64'), auditKey: pem(auditing),
    secretValue: canary('secret'), bakedValue: canary('baked'),
  };
  const child = spawn(process.execPath, ['--conditions=carnet-source', fileURLToPath(new URL('./testing/scene-program.ts', import.meta.url))], {
    stdio: ['pipe', 'pipe', 'pipe', 'ipc'], env: { ...process.env, DEBUG: '*', NODE_DEBUG: 'http', AZURE_LOG_LEVEL: 'verbose', TMPDIR: folder },
  });
  const exited = once(child, 'exit');
  const output: Record<'stdout' | 'stderr', string> = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) child[stream]?.setEncoding('utf8').on('data', (chunk: string) => { output[stream] += chunk; });
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await exited;
    rmSync(folder, { recursive: true, force: true });
  });
  child.stdin?.write(`${JSON.stringify(orders)}\n`);
  const { url, managementUrl, session } = await message<SceneFacts>(child);
  const owner: Caller = { url: () => url, token: session };
  const anybody: Caller = { url: () => url, token: '' };
  const make = async <T = { id: string }>(path: string, body?: object, by = owner): Promise<T> => await expected<T>(callPlatform(by, 'POST', path, body));
  const { id: organization } = await make('/v1/organizations', { name: 'Acme' });
  const at = `/v1/organizations/${organization}`;
  const stores = await message<StoreFacts>(child, { organization });

  const values = { direct: canary('direct'), password: canary('password'), wrongPassword: canary('wrong'), refusedValue: canary('refused'), inBrokenBody: canary('broken') };
  const config = await make(`${at}/workload-identity-configs`, { name: 'azure', kind: 'azure', settings: stores.settings, default: true });
  const federated = await make(`${at}/credentials`, { name: 'federated', provider: 'azure', method: 'workload-identity', workloadIdentityConfigId: config.id, store: stores.store, default: true });
  const fixed = await make(`${at}/credentials`, { name: 'fixed', provider: 'azure', method: 'client-secret', settings: stores.fixed.settings, secrets: stores.fixed.secrets, store: stores.fixed.store });
  // A direct value is a plain setting, which is sealed where it is kept, and not masked in what a command prints.
  const show = `const { BY_IDENTITY, BAKED, DIRECT } = process.env; console.log(DIRECT.length); for (const value of [BY_IDENTITY, BAKED]) { console.log(value); console.error(value, encodeURIComponent(value), Buffer.from(value).toString('base64'), JSON.stringify(value)); }`;
  const automation = await make(`${at}/automations`, { name: 'shows', command: [process.execPath, '-e', show], timeoutSeconds: 60 });
  const variables = [
    { name: 'BY_IDENTITY', source: 'credential', credentialId: federated.id, reference: 'canary' }, { name: 'BAKED', source: 'credential', credentialId: fixed.id, reference: 'baked' },
    { name: 'DIRECT', source: 'direct', value: values.direct },
  ];
  for (const variable of variables) await make(`${at}/variables`, { ...variable, automations: [automation.id] });
  await make(`${at}/automations/${automation.id}/deployments`, {});
  const token = async (body: object): Promise<string> => (await make<{ token: string }>(`${at}/tokens`, body)).token;
  const joins = { used: await token({ kind: 'join', name: 'used' }), unused: await token({ kind: 'join', name: 'unused' }) };
  const tokens = { api: await token({ kind: 'api', name: 'api', scopes: ['kickoffs:read'] }), deployment: await token({ kind: 'deployment', name: 'deployment', automationId: automation.id }), ...joins, session };
  child.send({ joinToken: joins.used });

  const places: Record<string, Uint8Array | string> = {};
  const keep = async (place: string, path: string, by = owner): Promise<string> => {
    const { text = '' } = await callPlatform(by, 'GET', path) ?? {};
    places[`${place} ${Object.keys(places).length}`] = text;
    return text;
  };
  const run = async (): Promise<{ id: string; status: string }> => {
    const { id } = await make(`${at}/automations/${automation.id}/kickoffs`, { inputs: {} }, { ...owner, token: tokens.deployment });
    await keep('events', `${at}/kickoffs/${id}/events`);
    await keep('log', `${at}/kickoffs/${id}/logs`);
    return JSON.parse(await keep('kickoff', `${at}/kickoffs/${id}`)) as { id: string; status: string };
  };
  const good = await run();
  expect(good, output.stderr.split('\n').filter((line) => line.startsWith('worker:')).join('\n')).toMatchObject({ status: 'succeeded' });
  expect(places['log 1']).toContain('***');

  // People, with their links and passwords; and what is refused.
  const { items: roles } = await expected<{ items: { id: string; kind: string }[] }>(callPlatform(owner, 'GET', `${at}/roles`));
  const { link } = await make<{ link: string }>(`${at}/invitations`, { email: 'grace@carnet.test', roleId: roles.find(({ kind }) => kind === 'member')?.id });
  const invitation = new URL(link).hash.slice(1);
  await make('/v1/invitations/sign-up', { token: invitation, name: 'Grace', password: values.password }, anybody);
  const local = await make<{ token: string; runId: string }>(`${at}/automations/${automation.id}/local-runs`);
  const { token: subjectToken } = await make<{ token: string }>(`/v1/local-runs/${local.runId}/subject-tokens`, { workloadIdentity: config.id }, { ...owner, token: local.token });
  await callPlatform(anybody, 'POST', '/v1/auth/sign-in/email', { email: 'grace@carnet.test', password: values.wrongPassword });
  await callPlatform(owner, 'POST', `${at}/variables`, { name: 'not a name', source: 'direct', value: values.refusedValue, unknown: values.refusedValue });
  await fetch(new URL(`${at}/variables`, url), { method: 'POST', headers: { authorization: `Bearer ${session}`, 'content-type': 'application/json' }, body: `{"value":"${values.inBrokenBody}` });
  await fetch(new URL('/v1/me', url), { headers: { authorization: `Bearer ${tokens.api}x`, cookie: `carnet.session_token=${values.inBrokenBody.replaceAll(/[^\w]/g, '')}` } });
  const test = await callPlatform(owner, 'POST', `${at}/credentials/${federated.id}/test`, { reference: 'canary' });
  expect(test?.text).toContain('"pass"');
  places['test'] = test?.text ?? '';
  await callPlatform(owner, 'POST', `${at}/credentials/${fixed.id}/test`, {});
  await callPlatform(owner, 'POST', `${at}/credentials/${federated.id}/secrets/check`, { reference: 'canary' });
  // A store that fails, and a token endpoint that repeats what it was sent.
  child.send({ down: true });
  expect(await run()).toMatchObject({ status: 'failed' });
  places['test of what is down'] = (await callPlatform(owner, 'POST', `${at}/credentials/${federated.id}/test`, { reference: 'canary' }))?.text ?? '';
  child.send({ echo: stores.fixed.secrets['clientSecret'] });
  const echoed = await callPlatform(owner, 'PATCH', `${at}/credentials/${fixed.id}`, { name: 'fixed still' }, { headers: { 'if-match': '"1"' } });
  expect(echoed?.status).toBe(200);
  places['test of what repeats'] = (await callPlatform(owner, 'POST', `${at}/credentials/${fixed.id}/test`, {}))?.text ?? '';
  places['deployment of what repeats'] = (await callPlatform(owner, 'POST', `${at}/automations/${automation.id}/deployments`, {}))?.text ?? '';
  expect(places['deployment of what repeats']).toContain('DEPLOYMENT_FAILED');

  for (const path of ['audit', 'audit/export', 'document', 'credentials', `credentials/${fixed.id}`, `credentials/${federated.id}/tests`, 'variables', 'workload-identity-configs', 'tokens?kind=api', 'tokens?kind=deployment', 'workers', 'invitations', 'members', `automations/${automation.id}/deployments`]) {
    expect(await keep(path, `${at}/${path}`), path).not.toBe('');
  }
  await keep('platform audit', '/v1/platform/audit/export');
  places['metrics'] = await (await fetch(new URL('/metrics', managementUrl))).text();
  expect(places['metrics']).toContain('carnet_kickoff_duration');
  expect(places['metrics']).toMatch(/^carnet_provider_api_calls_total\{carnet_provider="azure",call="test",status="ok"/m);
  const [own = ''] = Object.keys(filesIn(folder)).filter((path) => path.endsWith('worker.json'));
  const kept = JSON.parse(readFileSync(own, 'utf8')) as { token: string };
  for (const [path, bytes] of Object.entries(filesIn(folder))) if (!path.endsWith('worker.json')) places[path] = bytes;
  expect(Object.keys(places).some((place) => place.endsWith('carnet.sqlite-wal'))).toBe(true);
  child.send({ end: true });
  await exited;
  for (const [path, bytes] of Object.entries(filesIn(folder))) if (!path.endsWith('worker.json')) places[`${path} at the end`] = bytes;
  Object.assign(places, output);
  expect(output.stderr).toContain('HTTP ');

  const canaries: Readonly<Record<string, string>> = {
    ...values, secretValue: orders.secretValue, bakedValue: orders.bakedValue, ...stores.fixed.secrets, ...tokens, invitation, workerToken: kept.token, runToken: local.token, subjectToken,
    ...Object.fromEntries(subjectToken.split('.').slice(1).map((part, index) => [`part ${index} of a subject token`, part])),
    sessionSecret: orders.sessionSecret, encryptionKey: encryptionKey.toString('base64'), encryptionKeyHex: encryptionKey.toString('hex'), ...secretsOf('signing key', signing), ...secretsOf('audit key', auditing),
  };
  expect(Object.values(canaries).filter((text) => text.length < 16)).toEqual([]);
  expect(findCanaries(canaries, places)).toEqual([]);
  expect(Object.entries(places).filter(([, content]) => jwt.test(Buffer.from(content).toString('latin1'))).map(([place]) => place)).toEqual([]);
  for (const content of Object.values(places)) expect(Buffer.from(content).includes(encryptionKey)).toBe(false);
});
