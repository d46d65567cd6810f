import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { eachDatabase } from '../../testing/databases.ts';
import { ifMatch, problemIn, resourceBench, type Entity, type ResourceBench } from '../testing/resource-bench.ts';
import { applyDocument } from '../document/apply-document.ts';
import { directValue, variablesOf } from './effective-variables.ts';
import { checkVariable, type VariableDraft } from './variable-draft.ts';

const draft: VariableDraft = { name: 'A', source: 'direct', credentialId: null, provider: null, reference: null, value: 'v', optional: false, encoding: 'utf8', sink: 'environment', allow: false, automations: 'all' };

describe('C6 ENV INJECTION 44 to 46: the name', () => {
  test.each(['', '1A', 'A=B', 'A B', 'A\0', 'ÄPFEL', 'LD_PRELOAD', 'NODE_OPTIONS', 'BASH_FUNC_x%%', 'PATH', 'CARNET_URL', 'PYTHONPATH'])('%j is never set', (name) => {
    expect(() => checkVariable({ ...draft, name, allow: true })).toThrow(expect.objectContaining({ problems: [expect.objectContaining({ field: 'name' })] }) as Error);
  });

  test.each(['HTTPS_PROXY', 'https_proxy', 'NODE_EXTRA_CA_CERTS', 'GIT_SSH_COMMAND', 'npm_config_registry'])('%s is set by opt-in alone', (name) => {
    expect(() => checkVariable({ ...draft, name })).toThrow(expect.objectContaining({ problems: [expect.objectContaining({ field: 'name' })] }) as Error);
    expect(checkVariable({ ...draft, name, allow: true })).toMatchObject({ name });
  });

  test('clouds’ own names are ordinary for a command', () => {
    for (const name of ['AWS_REGION', 'AZURE_TENANT_ID', 'GOOGLE_CLOUD_PROJECT', '_x']) expect(checkVariable({ ...draft, name })).toMatchObject({ name });
  });
});

test('a value that no process could be given is refused, and is not in the refusal', () => {
  for (const value of ['a\0b', '\ud800', 'x'.repeat(131_071)]) {
    expect(() => checkVariable({ ...draft, value })).toThrow(expect.objectContaining({ problems: [expect.objectContaining({ field: 'value', message: expect.not.stringContaining(value) as string })] }) as Error);
  }
  expect(checkVariable({ ...draft, value: 'x'.repeat(131_069) })).toMatchObject({ name: 'A' });
});

test('SECRET REFS 36: a reference is one that prints as it reads, or is refused for its field', () => {
  const secret = { ...draft, source: 'default', provider: 'acme', value: null } as const;
  fc.assert(fc.property(fc.string(), (reference) => {
    try {
      const { reference: printed } = checkVariable({ ...secret, reference });
      expect(checkVariable({ ...secret, reference: printed }).reference).toBe(printed);
    } catch (error) {
      expect(error).toMatchObject({ problems: [{ field: 'reference' }] });
    }
  }));
  for (const reference of ['..', 'a/../b', 'a\nb', 'a\u202eb', '%2e%2e', 'a#b#c', '']) expect(() => checkVariable({ ...secret, reference })).toThrow(/^reference: /);
});

test('each source has its fields and no others', () => {
  const problems = (change: Partial<VariableDraft>): readonly string[] => {
    try {
      checkVariable({ ...draft, ...change });
      return [];
    } catch (error) {
      return (error as { problems: { field: string }[] }).problems.map(({ field }) => field);
    }
  };
  expect(problems({ value: null })).toEqual(['value']);
  expect(problems({ credentialId: 'x', provider: 'y', reference: 'z', optional: true, sink: 'file', encoding: 'base64' })).toEqual(['credentialId', 'provider', 'reference', 'optional', 'encoding', 'sink']);
  expect(problems({ source: 'default' })).toEqual(['value', 'reference', 'provider']);
  expect(problems({ source: 'credential', value: null, reference: 'a' })).toEqual(['credentialId']);
  expect(problems({ source: 'default', value: null, reference: 'a', provider: 'acme', sink: 'file', encoding: 'base64' })).toEqual(['encoding']);
});

eachDatabase(({ open }) => {
  const bench = async (): Promise<ResourceBench> => await resourceBench(await open());
  const automation = async ({ made }: ResourceBench, name: string): Promise<Entity> => await made('POST', 'automations', { name, command: ['true'] });
  const credential = async ({ made }: ResourceBench, name: string, more: object = {}): Promise<Entity> => await made('POST', 'credentials', { name, provider: 'acme', method: 'key', store: { region: 'north' }, settings: { account: 'A' }, secrets: { key: 'k' }, ...more });
  const secret = (name: string, reference: string, more: object = {}): object => ({ name, source: 'default', provider: 'acme', reference, ...more });

  test('D4 a direct value is sealed and never sent back; left out, it stays', async () => {
    const own = await bench();
    const one = await own.made('POST', 'variables', { name: 'TOKEN', source: 'direct', value: 'c4n4ry' });
    expect(one).toMatchObject({ hasValue: true, automations: 'all' });
    const two = await own.made('PATCH', `variables/${one.id}`, { name: 'TOKEN_2' }, ifMatch(one));
    expect(Buffer.from(await directValue(own.parts, own.organization, one.id)).toString()).toBe('c4n4ry');
    expect(JSON.stringify([two, await own.made('GET', 'variables'), await own.store.db.selectFrom('variable').selectAll().execute(), await own.store.db.selectFrom('audit_entry').selectAll().execute()])).not.toContain('c4n4ry');
    await credential(own, 'x', { default: true });
    const three = await own.made('PATCH', `variables/${one.id}`, { source: 'default', provider: 'acme', reference: 'database' }, ifMatch(two));
    expect(three).toMatchObject({ hasValue: false, reference: 'database' });
    expect(problemIn(await own.call('PATCH', `variables/${one.id}`, { source: 'direct' }, ifMatch(three)))).toMatchObject({ fields: ['value'] });
    await expect(directValue(own.parts, own.stranger, one.id)).rejects.toMatchObject({ code: 'RESOURCE_NOT_FOUND' });
  });

  test('D4 no credential found where there is no default', async () => {
    const own = await bench();
    expect(problemIn(await own.call('POST', 'variables', secret('A', 'database')))).toMatchObject({ status: 422, code: 'DEFAULT_MISSING', detail: "No credential found: the provider 'acme' has no default credential." });
    const one = await credential(own, 'x', { default: true });
    await own.made('POST', 'variables', secret('A', 'database'));
    await own.made('PATCH', `credentials/${one.id}`, { default: false }, ifMatch(one));
    const job = await automation(own, 'import');
    expect(await own.made('GET', `automations/${job.id}/variables`)).toMatchObject({ items: [{ name: 'A', credentialId: null, problem: 'no credential found' }] });
  });

  test('a name stands once in each automation, in whatever case, and one of an automation goes before one of all', async () => {
    const own = await bench();
    const [first, second] = [await automation(own, 'first'), await automation(own, 'second')];
    const ofAll = await own.made('POST', 'variables', { name: 'A', source: 'direct', value: 'all' });
    const ofFirst = await own.made('POST', 'variables', { name: 'A', source: 'direct', value: 'first', automations: [first.id] });
    expect(problemIn(await own.call('POST', 'variables', { name: 'a', source: 'direct', value: 'x' }))).toMatchObject({ status: 409, code: 'NAME_TAKEN', fields: ['name'] });
    expect(problemIn(await own.call('POST', 'variables', { name: 'A', source: 'direct', value: 'x', automations: [second.id, first.id] }))).toMatchObject({ fields: [`automations.${first.id}`] });
    expect(await variablesOf(own.store, own.organization, first.id)).toMatchObject([{ id: ofFirst.id, overrides: ofAll.id }]);
    expect(await variablesOf(own.store, own.organization, second.id)).toMatchObject([{ id: ofAll.id, overrides: null }]);
    expect(await variablesOf(own.store, own.stranger, first.id)).toEqual([]);
  });

  test('two of one name at once: one is told that it is taken', async () => {
    const own = await bench();
    const answers = await Promise.all(['A', 'a', 'A'].map((name) => own.call('POST', 'variables', { name, source: 'direct', value: 'x' })));
    expect(answers.map(({ status }) => `${status}`).toSorted()).toEqual(['201', '409', '409']);
  });

  test('SECRET_NAME_COLLISION: two spellings of one secret in one automation, also where both are saved at once', async () => {
    const own = await bench();
    await credential(own, 'x', { default: true });
    const job = await automation(own, 'import');
    await own.made('POST', 'variables', secret('A', 'my_name', { automations: [job.id] }));
    expect(problemIn(await own.call('POST', 'variables', secret('B', 'my-name#key')))).toMatchObject({ code: 'SECRET_NAME_COLLISION' });
    const other = await automation(own, 'other');
    await own.made('POST', 'variables', secret('B', 'my-name', { automations: [other.id] }));
    await own.made('POST', 'variables', secret('C', 'my_name#key', { automations: [job.id] }));
    const answers = await Promise.all([own.call('POST', 'variables', secret('D', 'an_other')), own.call('POST', 'variables', secret('E', 'an-other'))]);
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(problemIn(await own.call('POST', 'variables', secret('F', 'not!allowed')))).toMatchObject({ status: 400, fields: ['reference'] });
  });

  test('SECRET REFS 35: a credential or an automation of another organization is as one that there is not', async () => {
    const own = await bench();
    const one = await credential(own, 'x');
    const job = await automation(own, 'import');
    const steal = (body: object): Promise<unknown> => own.api.call('POST', `/v1/organizations/${own.stranger}/variables`, { token: 'test', body }).then(problemIn);
    expect(await steal({ name: 'A', source: 'credential', credentialId: one.id, reference: 'database' })).toMatchObject({ status: 400, fields: ['credentialId'] });
    expect(await steal({ name: 'A', source: 'direct', value: 'x', automations: [job.id] })).toMatchObject({ status: 400, fields: ['automations.0'] });
  });

  test('a workload identity config that is for other automations is refused when the variable is saved', async () => {
    const own = await bench();
    const [first, second] = [await automation(own, 'first'), await automation(own, 'second')];
    await own.made('POST', 'workload-identity-configs', { name: 'x', kind: 'acme', settings: { tenant: 'orders' }, default: true, automations: [first.id] });
    await own.made('POST', 'credentials', { name: 'x', provider: 'acme', method: 'workload-identity', store: { region: 'north' }, default: true });
    for (const automations of ['all', [first.id, second.id]]) expect(problemIn(await own.call('POST', 'variables', secret('A', 'database', { automations })))).toMatchObject({ status: 422, code: 'WORKLOAD_IDENTITY_NOT_FOR_AUTOMATION' });
    await own.made('POST', 'variables', secret('A', 'database', { automations: [first.id] }));
  });

  test('nor is a variable left without its config by an edit of the config, of the credential or of the default', async () => {
    const own = await bench();
    const [first, second] = [await automation(own, 'first'), await automation(own, 'second')];
    const config = await own.made('POST', 'workload-identity-configs', { name: 'x', kind: 'acme', settings: { tenant: 'orders' }, default: true, automations: [first.id, second.id] });
    const narrow = await own.made('POST', 'workload-identity-configs', { name: 'narrow', kind: 'acme', settings: { tenant: 'orders' }, automations: [second.id] });
    const byToken = { provider: 'acme', method: 'workload-identity', store: { region: 'north' } };
    const one = await own.made('POST', 'credentials', { ...byToken, name: 'x', default: true });
    const [a, b] = [await own.made('POST', 'variables', secret('A', 'database', { automations: [first.id] })), await own.made('POST', 'variables', { name: 'B', source: 'credential', credentialId: one.id, reference: 'x', automations: [first.id, second.id] })];
    const refused = { status: 409, code: 'RESOURCE_IN_USE', fields: [`variable.${a.id}`, `variable.${b.id}`], detail: expect.stringContaining("every automation of variable 'A', variable 'B'") };
    const path = `workload-identity-configs/${config.id}`;
    for (const automations of [[second.id], []]) expect(problemIn(await own.call('PATCH', path, { automations }, ifMatch(config)))).toMatchObject(refused);
    expect(problemIn(await own.call('PATCH', `credentials/${one.id}`, { workloadIdentityConfigId: narrow.id }, ifMatch(one)))).toMatchObject(refused);
    expect(problemIn(await own.call('POST', 'credentials', { ...byToken, name: 'y', workloadIdentityConfigId: narrow.id, default: true }))).toMatchObject({ ...refused, fields: [`variable.${a.id}`], detail: expect.stringContaining('A') });
    const document = { version: 1, automations: [], credentials: [], variables: [], workloadIdentityConfigs: [{ name: 'x', kind: 'acme', settings: { tenant: 'orders' }, default: true, automations: ['second'], subject: 'organization', organizationIssuer: false, tokenLifetimeSeconds: null }] } as const;
    await expect(applyDocument(own.parts, { organization: own.organization, actor: { kind: 'platform', id: null, name: null } }, document, { dryRun: false, prune: false })).rejects.toMatchObject({ code: 'RESOURCE_IN_USE' });
    expect(await own.made('GET', path)).toMatchObject({ version: 1, automations: [first.id, second.id].toSorted() });
    await own.made('DELETE', `variables/${b.id}`, undefined, ifMatch(b));
    const narrower = await own.made('PATCH', path, { automations: [first.id] }, ifMatch(config));
    const wider = await own.made('PATCH', path, { automations: 'all' }, ifMatch(narrower));
    // Somebody may have left it so before: that hinders nobody from the rest.
    await own.store.db.updateTable('workload_identity_config').set({ automations: 'chosen' }).where('id', '=', config.id).execute();
    await own.made('PATCH', path, { name: 'renamed', automations: [] }, ifMatch(wider));
  });

  test('a credential is edited also where two automations spell one of its secrets in two ways', async () => {
    const own = await bench();
    const one = await credential(own, 'x', { default: true });
    const [first, second] = [await automation(own, 'first'), await automation(own, 'second')];
    await own.made('POST', 'variables', secret('A', 'my_name', { automations: [first.id] }));
    await own.made('POST', 'variables', secret('B', 'my-name', { automations: [second.id] }));
    const renamed = await own.made('PATCH', `credentials/${one.id}`, { name: 'renamed' }, ifMatch(one));
    const c = await own.made('POST', 'variables', secret('C', 'not-here'));
    await own.store.db.updateTable('variable').set({ reference: 'not!here' }).where('id', '=', c.id).execute();
    expect(problemIn(await own.call('PATCH', `credentials/${one.id}`, { name: 'x' }, ifMatch(renamed)))).toMatchObject({ status: 400, fields: [`variable.${c.id}.reference`] });
    expect(problemIn(await own.call('POST', 'credentials', { name: 'y', provider: 'acme', method: 'key', store: { region: 'north' }, settings: { account: 'A' }, secrets: { key: 'k' }, default: true })), 'a new default is read from at once').toMatchObject({ fields: [`variable.${c.id}.reference`] });
  });

  test('an archived automation has no variables, and its name is free', async () => {
    const own = await bench();
    const job = await automation(own, 'import');
    const one = await own.made('POST', 'variables', { name: 'A', source: 'direct', value: 'x', automations: [job.id] });
    expect((await own.call('DELETE', `automations/${job.id}`, undefined, ifMatch(job))).status).toBe(204);
    expect(await own.made('GET', `variables/${one.id}`)).toMatchObject({ automations: [] });
    expect(await own.made('GET', 'automations')).toEqual({ items: [], next: null });
    expect(await own.made('GET', `automations/${job.id}`)).toMatchObject({ archivedAt: expect.any(String) });
    expect(problemIn(await own.call('PATCH', `automations/${job.id}`, { name: 'x' }, ifMatch({ version: 2 })))).toMatchObject({ status: 404 });
    await automation(own, 'import');
  });
});
