import { expect, test } from 'vitest';
import { eachDatabase } from '../testing/databases.ts';
import { ifMatch, problemIn, resourceBench, type Entity, type ResourceBench } from './testing/resource-bench.ts';
import { hostedCredential } from './credentials/loaded-credential.ts';

const canary = 'c4n4ry';
const byKey = (name: string, more: object = {}): object => ({ name, provider: 'acme', method: 'key', store: { region: 'north' }, settings: { account: 'MINE' }, secrets: { key: canary }, ...more });
eachDatabase(({ open }) => {
  const bench = async (): Promise<ResourceBench> => await resourceBench(await open());
  const log = (what: string, x: unknown): void => console.log(what, JSON.stringify(x));

  test('D3 tricks', async () => {
    const own = await bench();
    const wi = await own.made('POST', 'workload-identity-configs', { name: 'x', kind: 'acme', settings: { tenant: 'orders' }, default: true });
    let one: Entity = await own.made('POST', 'credentials', byKey('one'));
    const step = async (body: object): Promise<void> => {
      const a = await own.call('PATCH', `credentials/${one.id}`, body, ifMatch(one));
      log(JSON.stringify(body), a.status < 300 ? { status: a.status, secretNames: (a.body as Entity)['secretNames'] } : problemIn(a));
      if (a.status < 300) one = a.body as Entity;
      try { log('  secrets', (await hostedCredential(own.parts, own.organization, one.id)).hosted); } catch (e) { log('  err', String(e)); }
    };
    await step({ store: { region: 'south' }, secrets: { key: '' } });
    await step({ store: { region: null } });
    await step({ store: { region: ' north ' } });
    await step({ store: { region: 'south' }, secrets: { key: ' ' } });
    await step({ store: { region: 'north' }, secrets: { key: null } });
    await step({ method: 'workload-identity', secrets: {} });
    await step({ method: 'key', settings: { account: 'MINE' } , secrets: {key: ''}});
    await step({ workloadIdentityConfigId: null });
    await step({ workloadIdentityConfigId: wi.id, method: 'key' });
    await step({ provider: 'anywhere', method: 'token', settings: { address: 'https://x.example.com' } });
    await step({ secrets: { __proto__: 'x' } });
    await step({ store: JSON.parse('{"__proto__": "x"}') });
    await step({ store: JSON.parse('{"constructor": "x"}') });
  });

  test('names', async () => {
    const own = await bench();
    for (const name of ['..', '%2e', 'a\u202eb', 'a\u0000', 'ﬁ', 'fi', 'FI', 'İ', 'i̇', 'ß', 'SS', 'é', 'e\u0301', '\u00a0x', 'x\u3000', 'a\u3164b', 'x'.repeat(100), '😀'.repeat(50), '😀'.repeat(51), '\ud800', 'a\u2800', '"><img onerror>', '__proto__', 'constructor', 'a,b', 'a\tb', "a'b", '\u0345']) {
      const a = await own.call('POST', 'credentials', byKey(name));
      log(name, a.status < 300 ? a.status : problemIn(a));
    }
  });

  test('references and env', async () => {
    const own = await bench();
    await own.made('POST', 'credentials', byKey('x', { default: true }));
    for (const reference of ['..', '.', '%2e%2e', 'a/../b', 'a/b', 'a\u202e', 'a\u0000b', 'a'.repeat(128), 'a'.repeat(1025), 'a#__proto__', 'a#constructor', 'a#a.b', 'a@', 'a@1@2', '#k', 'a#', ' a', 'a b', '${secret:x}', '__proto__', 'а', 'a#\ud800', 'a\ufeff', 'projects/x/secrets/../..']) {
      const a = await own.call('POST', 'variables', { name: `V${Math.random().toString(36).slice(2)}`, source: 'default', provider: 'acme', reference });
      log(reference.slice(0, 30), a.status < 300 ? [a.status, (a.body as Entity)['reference']] : problemIn(a).detail);
    }
    for (const name of ['LD_PRELOAD', 'ld_preload', 'Path', 'path', 'HOME', 'IFS', 'PS4', 'ENV', 'SHELLOPTS', 'PERL5OPT', 'RUBYOPT', 'JAVA_TOOL_OPTIONS', 'NODE_TLS_REJECT_UNAUTHORIZED', '__proto__', 'constructor', 'carnet_url', 'A\u0301', '１', 'a'.repeat(256), 'a'.repeat(257), 'HTTPS_PROXY']) {
      const a = await own.call('POST', 'variables', { name, source: 'direct', value: 'x' });
      log(name.slice(0, 30), a.status < 300 ? a.status : problemIn(a).detail);
    }
    const words = await own.call('POST', 'automations', { name: 'many', command: Array.from({ length: 100_000 }, () => 'x') });
    log('1e5 words', problemIn(words));
    const w2 = await own.call('POST', 'automations', { name: 'many', command: Array.from({ length: 100_000 }, () => '') });
    log('1e5 empty', problemIn(w2));
    for (const command of [[], [''], ['a', ''], ['a\0'], ['x'.repeat(131_072)], ['😀'.repeat(40_000)]]) log('command', problemIn(await own.call('POST', 'automations', { name: `c${Math.random()}`, command })));
  });

  test('cross organization', async () => {
    const own = await bench();
    const wi = await own.made('POST', 'workload-identity-configs', { name: 'x', kind: 'acme', settings: { tenant: 'orders' }, default: true });
    const cred = await own.made('POST', 'credentials', byKey('x', { default: true }));
    const job = await own.made('POST', 'automations', { name: 'j', command: ['x'] });
    const variable = await own.made('POST', 'variables', { name: 'A', source: 'default', provider: 'acme', reference: 'database' });
    const theirs = (method: string, path: string, body?: object, more: object = {}) => own.api.call(method, `/v1/organizations/${own.stranger}/${path}`, { token: 'test', ...(body && { body }), ...more });
    const c2 = (await theirs('POST', 'credentials', byKey('theirs'))).body as Entity;
    for (const [m, p, b, more] of [
      ['POST', 'credentials/test', { ...byKey('q', { secrets: {} }), credential: cred.id }],
      ['POST', `credentials/${cred.id}/test`, {}], ['GET', `credentials/${cred.id}/tests`], ['GET', `credentials/${cred.id}/secrets`], ['POST', `credentials/${cred.id}/secrets/check`, { reference: 'a' }],
      ['POST', `credentials/${c2.id}/secrets/check`, { reference: 'database', variable: variable.id }],
      ['POST', `credentials/${c2.id}/test`, { automation: job.id }],
      ['PATCH', `credentials/${c2.id}`, { method: 'workload-identity', workloadIdentityConfigId: wi.id }, ifMatch(c2)],
      ['PUT', `credentials/${cred.id}/secrets/x`, { value: 'v' }], ['DELETE', `credentials/${cred.id}/secrets/x`],
      ['POST', 'variables/import', { rows: [{ name: 'A', source: 'credential', credentialId: cred.id, reference: 'x' }] }],
      ['POST', 'variables/import', { rows: [{ name: 'A', source: 'direct', value: 'x' }], automation: job.id }],
      ['GET', `automations/${job.id}/variables`], ['GET', `workload-identity-configs/${wi.id}/trust`], ['GET', `workload-identity-configs/${wi.id}/token-preview`], ['GET', `trust?provider=acme&automation=${job.id}`],
      ['GET', `workload-identity-configs/${wi.id}/token-preview?automation=${job.id}`],
      ['POST', `credentials/${c2.id}/test`, { worker: job.id }],
    ] as const) {
      const a = await theirs(m, p, b as object | undefined, more);
      log(`${m} ${p}`.replace(/[0-9a-f-]{36}/g, 'ID'), a.status < 300 ? [a.status, a.text.slice(0, 200)] : [a.status, problemIn(a).code, problemIn(a).detail]);
    }
    const preview = await own.call('GET', `workload-identity-configs/${wi.id}/token-preview?automation=00000000-0000-4000-8000-000000000000`);
    log('preview foreign', [preview.status, preview.text]);
  });
});
