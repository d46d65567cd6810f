import { validateSettings, type TrustInput } from '@carnet/provider';
import { shellQuote } from '@carnet/provider-parts';
import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { runScript, type ScriptRun, type StubAnswer } from '../testing/run-script.ts';
import { documentOf, trustInput } from '../testing/trust-input.ts';
import { trustDefinition } from './trust-definition.ts';
import { trust } from './trust.ts';

const vaultId = '/subscriptions/s/resourceGroups/rg/providers/Microsoft.KeyVault/vaults/orders-kv';
const answers: readonly StubAnswer[] = [
  { when: '*keyvault show*enableRbacAuthorization*', print: 'true' },
  { when: '*keyvault show*resourceGroup*', print: 'rg' },
  { when: '*keyvault show*--query id*', print: vaultId },
  { when: '*cloud show*', print: 'AzureChinaCloud' },
  { when: '*account show*', print: 'tenant-1' },
  { when: '*ad app create*', print: 'client-1' },
  { when: '*ad app list*', print: 'client-1' },
  { when: '*ad app show*redirectUris*', print: 'trust' },
  { when: '*ad sp list*', print: 'object-1' },
  { when: '*ad sp create*', print: 'object-2' },
  { when: '*signed-in-user show*', print: 'me' },
  { when: '*role assignment list --role*', print: 'role-1' },
  { when: '*identity list*', print: 'client-1' },
  { when: '*identity create*', print: 'client-1' },
  { when: '*identity show*principalId*', print: 'object-1' },
  { when: '*identity show*tags.carnet*', print: 'trust' },
];

const setUp = (input: Partial<TrustInput> = {}, first: readonly StubAnswer[] = []): ScriptRun =>
  runScript(documentOf(trust({ ...trustInput, ...input }), 'az').setUp, [...first, ...answers]);
const tearDown = (input: Partial<TrustInput> = {}, first: readonly StubAnswer[] = []): ScriptRun =>
  runScript(documentOf(trust({ ...trustInput, ...input }), 'az').tearDown, [...first, ...answers]);

/** The calls that begin with these words. */
const callsOf = ({ calls }: ScriptRun, words: string): readonly (readonly string[])[] => calls.filter((call) => `${call.join(' ')} `.startsWith(`${words} `));
const option = (call: readonly string[] | undefined, name: string): string | undefined => call?.[call.indexOf(name) + 1];
const none = [{ when: '*ad app list*', print: '' }];
const ours = [{ when: '*federated-credential list*subject==*', print: 'carnet-ours' }];
const aksApplication = { ambient: { kind: 'aks', namespace: 'shop', serviceAccount: 'orders' } };
const managed = { settings: { vault: 'orders-kv', target: 'managed-identity' } };

describe('G the script for an app registration', () => {
  test('prints one JSON object with the outputs, and nothing else', () => {
    const { status, stdout, stderr } = setUp();
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '{"tenantId":"tenant-1","clientId":"client-1"}\n', stderr: 'All roles of carnet in this subscription:\n' });
  });

  test('gives the role at each secret by its id of Azure, to an object id, and nothing at the vault', () => {
    const roles = callsOf(setUp(), 'az role assignment create');
    expect(roles.map((call) => [option(call, '--scope'), option(call, '--role')])).toEqual([
      [`${vaultId}/secrets/db-password`, 'Key Vault Secrets User'],
      [`${vaultId}/secrets/api-key`, 'Key Vault Secrets User'],
    ]);
    for (const call of roles) expect(call).toEqual(expect.arrayContaining(['--assignee-object-id', 'object-1', '--assignee-principal-type', 'ServicePrincipal']));
  });

  test('list adds names without values, write replaces the role, and no name is the whole vault', () => {
    const roles = (input: Partial<TrustInput>): readonly unknown[] =>
      callsOf(setUp(input), 'az role assignment create').map((call) => [option(call, '--scope')?.replace(vaultId, ''), option(call, '--role')]);
    expect(roles({ secrets: ['a'], list: true })).toEqual([['/secrets/a', 'Key Vault Secrets User'], ['', 'Key Vault Reader']]);
    expect(roles({ secrets: ['a'], write: true })).toEqual([['/secrets/a', 'Key Vault Secrets Officer']]);
    expect(roles({ secrets: [], list: true })).toEqual([['', 'Key Vault Secrets User']]);
    expect(roles({ secrets: [], list: true, write: true })).toEqual([['', 'Key Vault Secrets Officer']]);
  });

  test('makes the service principal after the application, where there is none', () => {
    const run = setUp({}, none);
    expect(run.calls.map((call) => call.slice(1, 5).join(' ')).filter((call) => call.startsWith('ad'))).toEqual(['ad app list --display-name', 'ad app create --display-name', 'ad sp create --id', 'ad app federated-credential list', 'ad app federated-credential create']);
    expect(option(callsOf(run, 'az ad sp create')[0], '--id')).toBe('client-1');
    expect(option(callsOf(run, 'az role assignment create')[0], '--assignee-object-id')).toBe('object-2');
  });

  test('registers the three values, and corrects a credential of this name on the next run', () => {
    const values = { issuer: trustInput.issuer, subject: trustInput.subject, audiences: ['api://AzureADTokenExchange'] };
    const name = 'carnet-organization-4f1c0f9e-5a35-4d6c-8f3b-0d3f0f6f9a11';
    const [created] = callsOf(setUp(), 'az ad app federated-credential create');
    expect(JSON.parse(option(created, '--parameters') ?? '')).toEqual({ name, ...values });
    const [updated] = callsOf(setUp({}, [{ when: `*federated-credential list*subject==*`, print: name }]), 'az ad app federated-credential update');
    expect(option(updated, '--federated-credential-id')).toBe(name);
    expect(JSON.parse(option(updated, '--parameters') ?? '')).toEqual(values);
  });

  test('stops at a vault with access policies, before anything is made, and says what to do', () => {
    const run = setUp({}, [{ when: '*enableRbacAuthorization*', print: 'false' }]);
    expect(run).toMatchObject({ status: 1, stdout: '', stderr: expect.stringMatching(/access policies.*--enable-rbac-authorization true/) as string });
    expect(run.calls).toHaveLength(2);
  });

  test('stops where az is signed in to another cloud', () => {
    const settings = { vault: 'orders-kv', cloud: 'china' };
    expect(setUp({ settings }, [{ when: '*cloud show*', print: 'AzureCloud' }])).toMatchObject({ status: 1, stderr: expect.stringContaining('az cloud set --name AzureChinaCloud') as string });
    const [created] = callsOf(setUp({ settings }), 'az ad app federated-credential create');
    expect(JSON.parse(option(created, '--parameters') ?? '')).toMatchObject({ audiences: ['api://AzureADTokenExchangeChina'] });
  });

  test('a call that fails ends the script, which prints no outputs', () => {
    for (const when of ['*keyvault show*--query id*', '*ad app list*', '*ad app create*', '*ad sp create*', '*role assignment create*', '*role assignment list*', '*federated-credential list*', '*account show*']) {
      expect(setUp({}, [{ when, status: 7 }, ...none]), when).toMatchObject({ status: 7, stdout: '' });
    }
  });
});

describe('G what is there already and could be used by others', () => {
  const changes = ({ calls }: ScriptRun): readonly string[] => calls.map((call) => call.join(' ')).filter((call) => / (?:create|update|delete|set)(?: |$)/.test(call));

  test.each<[string, StubAnswer]>([
    ['another owner, who can add a secret to it', { when: '*ad app owner list*', print: 'somebody' }],
    ['another owner of the service principal', { when: '*ad sp owner list*', print: 'somebody' }],
    ['a secret', { when: '*ad app show*passwordCredentials*', print: 'key-1' }],
    ['a secret of the service principal', { when: '*ad sp show*passwordCredentials*', print: 'key-1' }],
    ['trust in another subject', { when: '*federated-credential list*subject!=*', print: 'another' }],
  ])('an application with %s gets no role, but where it is shared', (_, answer) => {
    const run = setUp({}, [answer]);
    expect(run).toMatchObject({ status: 1, stdout: '', stderr: expect.stringContaining('The app registration carnet is there already') as string });
    expect(changes(run)).toEqual([]);
    expect(setUp({ settings: { vault: 'orders-kv', shared: true } }, [answer])).toMatchObject({ status: 0 });
  });

  test.each<[string, StubAnswer]>([
    ['from elsewhere', { when: '*identity show*tags.carnet*', print: '' }],
    ['that trusts another subject', { when: '*federated-credential list*subject!=*', print: 'another' }],
  ])('a managed identity %s gets no role, but where it is shared', (_, answer) => {
    const run = setUp(managed, [answer]);
    expect(run).toMatchObject({ status: 1, stdout: '', stderr: expect.stringContaining('The managed identity carnet is there already') as string });
    expect(changes(run)).toEqual([]);
    expect(setUp({ settings: { ...managed.settings, shared: true } }, [answer])).toMatchObject({ status: 0 });
  });

  test('its own owner may be a service principal', () => {
    const run = setUp({}, [{ when: '*signed-in-user*', status: 1 }, { when: '*account show*user.name*', print: 'robot' }, { when: '*ad sp show --id robot*', print: 'robot-object' }]);
    expect(run.status).toBe(0);
    expect(option(callsOf(run, 'az ad app owner list')[0], '--query')).toBe("[?id!='robot-object'].id");
  });

  test('of two applications of one name none is touched', () => {
    const two = [{ when: '*ad app list*', print: 'client-1\nclient-2' }];
    for (const run of [setUp({}, two), tearDown({}, two)]) {
      expect(run).toMatchObject({ status: 1, stdout: '', stderr: expect.stringContaining('More than one app registration') as string });
      expect(changes(run)).toEqual([]);
    }
  });

  test('a shared identity loses no federated credential of another subject', () => {
    const run = setUp({ settings: { ...managed.settings, shared: true, federatedCredentialName: 'taken' } }, [{ when: '*--query ?[?]name==?taken?].name*', print: 'taken' }]);
    expect(run).toMatchObject({ status: 1, stdout: '', stderr: expect.stringContaining('is for another subject') as string });
    expect(callsOf(run, 'az identity federated-credential create')).toEqual([]);
  });
});

describe('G the script for a managed identity', () => {
  test('makes it in the group of the vault, or in the one that is named', () => {
    const first = [{ when: '*identity list*', print: '' }];
    const [created] = callsOf(setUp(managed, first), 'az identity create');
    expect([option(created, '--name'), option(created, '--resource-group')]).toEqual(['carnet', 'rg']);
    const [elsewhere] = callsOf(setUp({ settings: { ...managed.settings, resourceGroup: 'identities', name: 'reader' } }, first), 'az identity create');
    expect([option(elsewhere, '--name'), option(elsewhere, '--resource-group')]).toEqual(['reader', 'identities']);
  });

  test('uses one that exists as it is, and trusts the three values', () => {
    const run = setUp(managed);
    expect(callsOf(run, 'az identity create')).toEqual([]);
    const [credential] = callsOf(run, 'az identity federated-credential create');
    expect(['--issuer', '--subject', '--audiences', '--identity-name', '--resource-group'].map((name) => option(credential, name)))
      .toEqual([trustInput.issuer, trustInput.subject, 'api://AzureADTokenExchange', 'carnet', 'rg']);
    expect(run).toMatchObject({ status: 0, stdout: '{"tenantId":"tenant-1","clientId":"client-1"}\n' });
  });

  test('for AKS annotates the service account, and makes it where there is none', () => {
    const aks = { ...managed, ambient: { kind: 'aks', namespace: 'shop', serviceAccount: 'orders' } };
    const run = setUp(aks);
    expect(callsOf(setUp(aks, [{ when: '*kubectl get*', print: 'serviceaccount/orders' }]), 'kubectl create')).toEqual([]);
    expect(callsOf(run, 'kubectl create')).toEqual([['kubectl', 'create', 'serviceaccount', 'orders', '--namespace', 'shop']]);
    expect(callsOf(run, 'kubectl annotate')).toEqual([['kubectl', 'annotate', 'serviceaccount', 'orders', '--namespace', 'shop', '--overwrite', 'azure.workload.identity/client-id=client-1']]);
    expect(run.stdout).toBe('{"tenantId":"tenant-1","clientId":"client-1"}\n');
  });
});

describe('G the first secret', () => {
  const create = { create: 'first_secret' };
  const missing = [{ when: '*keyvault secret list*', print: 'another\nfirst-secret-2' }];

  test('its value is random, comes through a pipe, and stands in no command line', () => {
    const runs = [setUp(create, missing), setUp(create, missing)];
    const values = runs.map(({ secret }) => secret ?? '');
    for (const value of values) expect(value).toMatch(/^[A-Za-z0-9+/]{32}$/);
    expect(new Set(values).size).toBe(2);
    for (const [index, run] of runs.entries()) {
      expect(run).toMatchObject({ status: 0, stdout: '{"tenantId":"tenant-1","clientId":"client-1"}\n' });
      expect(JSON.stringify(run.calls)).not.toContain(values[index]);
      expect(callsOf(run, 'az keyvault secret set')).toEqual([['az', 'keyvault', 'secret', 'set', '--vault-name', 'orders-kv', '--name', 'first-secret', '--file', '/dev/stdin', '--encoding', 'utf-8', '--tags', 'carnet=trust', '--output', 'none']]);
    }
  });

  test('the reason tells the command that gives it a value of your own, to the byte and out of the tag of the teardown', () => {
    const { why = '' } = documentOf(trust({ ...trustInput, ...create }), 'az').setUp.find(({ title }) => title === 'Create the secret first-secret') ?? {};
    const value = `a 'b' "c" $HOME \`id\` \\n\n-----END-----`;
    const run = runScript([{ title: '', text: `VALUE=${shellQuote(value)}\n${why.slice(why.indexOf('printf'))}` }], []);
    expect(run).toMatchObject({ status: 0, secret: value, stdout: '' });
    expect(run.calls).toEqual([['az', 'keyvault', 'secret', 'set', '--vault-name', 'orders-kv', '--name', 'first-secret', '--file', '/dev/stdin', '--encoding', 'utf-8', '--output', 'none']]);
  });

  test('is opened like the others, and is there before its role', () => {
    const run = setUp(create, missing);
    const scopes = callsOf(run, 'az role assignment create').map((call) => option(call, '--scope')?.replace(`${vaultId}/secrets/`, ''));
    expect(scopes).toEqual(['db-password', 'api-key', 'first-secret']);
    const kinds = run.calls.map((call) => call.slice(1, 4).join(' '));
    expect(kinds.indexOf('keyvault secret set')).toBeLessThan(kinds.indexOf('role assignment create'));
  });

  test('one that exists, disabled or not, gets no new version', () => {
    const run = setUp(create, [{ when: '*keyvault secret list*', print: 'another\nFirst-Secret' }]);
    expect(run).toMatchObject({ status: 0, secret: undefined });
    expect(option(callsOf(run, 'az keyvault secret list')[0], '--query')).toBe('[].name');
    expect(callsOf(run, 'az keyvault secret set')).toEqual([]);
  });

  test('a list or a creation that fails ends the script', () => {
    for (const when of ['*keyvault secret list*', '*keyvault secret set*']) expect(setUp(create, [{ when, status: 7 }, ...missing]), when).toMatchObject({ status: 7, stdout: '' });
  });
});

describe('G the teardown', () => {
  const kinds = ({ calls }: ScriptRun): readonly string[] => calls.map((call) => call.slice(1, call.indexOf('delete') + 1).join(' ')).filter((call) => call !== '');

  test('ends the trust first, then takes the roles and what was made, and never the vault', () => {
    expect(kinds(tearDown({}, ours))).toEqual(['ad app federated-credential delete', 'role assignment delete', 'role assignment delete', 'ad app delete']);
    const run = tearDown({ create: 'first' }, [...ours, { when: '*keyvault secret list*', print: 'trust' }]);
    expect(callsOf(run, 'az ad app federated-credential delete')).toHaveLength(1);
    expect(callsOf(run, 'az role assignment list').map((call) => option(call, '--scope'))).toEqual(['db-password', 'api-key', 'first'].map((secret) => `${vaultId}/secrets/${secret}`));
    expect(kinds(run).at(-1)).toBe('keyvault secret delete');
    expect(callsOf(run, 'az keyvault delete')).toEqual([]);
  });

  test('others that are trusted keep the application and its roles', () => {
    const run = tearDown({}, [...ours, { when: '*federated-credential list*subject!=*', print: 'another' }]);
    expect(callsOf(run, 'az ad app federated-credential delete')).toHaveLength(1);
    expect([...callsOf(run, 'az role assignment delete'), ...callsOf(run, 'az ad app delete')]).toEqual([]);
    expect(run.stderr).toMatch(/it stays, and so do its roles/);
  });

  test('an application with a secret of its own, an identity and a secret that were there before stay', () => {
    expect(callsOf(tearDown({}, [{ when: '*ad app show*redirectUris*', print: 'false' }]), 'az ad app delete')).toEqual([]);
    expect(callsOf(tearDown(managed, [{ when: '*identity show*tags.carnet*', print: '' }]), 'az identity delete')).toEqual([]);
    expect(callsOf(tearDown(managed), 'az identity delete')).toHaveLength(1);
    expect(callsOf(tearDown({ create: 'first' }, [{ when: '*keyvault secret list*', print: '' }]), 'az keyvault secret delete')).toEqual([]);
  });

  test('after a set-up that stopped half-way it takes what is there', () => {
    const run = tearDown({}, [...ours, { when: '*role assignment list*secrets/db-password*', print: '' }]);
    expect({ status: run.status, kinds: kinds(run) }).toEqual({ status: 0, kinds: ['ad app federated-credential delete', 'role assignment delete', 'ad app delete'] });
    expect(kinds(tearDown({}, [{ when: '*ad sp list*', print: '' }, { when: '*role assignment list*', print: '' }]))).toEqual(['ad app delete']);
  });

  test('ends the trust before anything else can fail, a vault or a cluster that is gone', () => {
    const run = tearDown({ ...aksApplication, create: 'first' }, [...ours, { when: '*keyvault show*', status: 3 }, { when: '*kubectl*', status: 1 }]);
    expect(run.status).toBe(3);
    expect(kinds(run)).toEqual(['ad app federated-credential delete']);
  });

  test('what it cannot see ends it with a failure: it never says that all is well', () => {
    const both = ['*federated-credential list*subject==*', '*federated-credential list*subject!=*', '*role assignment list*', '*keyvault secret list*'];
    for (const when of ['*ad app list*', '*ad sp list*', '*ad app show*', ...both]) expect(tearDown({ create: 'first' }, [{ when, status: 7 }]).status, when).toBe(7);
    for (const when of ['*identity list*', '*identity show*', ...both]) expect(tearDown({ ...managed, create: 'first' }, [{ when, status: 7 }]).status, when).toBe(7);
  });

  test('is done a second time without a failure', () => {
    const gone = [...none, { when: '*identity list*', print: '' }];
    expect(tearDown({ create: 'first' }, gone)).toMatchObject({ status: 0, stderr: expect.stringContaining('There is no app registration carnet') as string });
    expect(tearDown(managed, gone)).toMatchObject({ status: 0 });
  });
});

test('hostile issuers and subjects stay one word, whatever is in them', () => {
  const nasty = `x'; touch /tmp/never; echo "$(id)" \`id\` \${HOME} $((1+1)) %s \\ # ! é`;
  for (const settings of [trustInput.settings, managed.settings]) {
    const run = setUp({ settings: { ...settings, federatedCredentialName: 'one' }, subject: nasty, issuer: `https://id.example.test/${nasty}` });
    expect(run.status).toBe(0);
    const call = run.calls.find((words) => words.includes('create') && words.includes('federated-credential'));
    const parameters = call?.includes('--parameters') ? JSON.parse(option(call, '--parameters') ?? '') as Record<string, unknown> : { issuer: option(call, '--issuer'), subject: option(call, '--subject') };
    expect(parameters).toMatchObject({ subject: nasty, issuer: `https://id.example.test/${nasty}` });
    expect(tearDown({ settings, subject: nasty })).toMatchObject({ status: 0 });
  }
});

test.each([`a'b`, 'a"b', 'a$b', 'a`b', 'a\nb', 'a b', '../b', '@b', '-b'])('the name %j is refused in every setting', (name) => {
  for (const field of ['vault', 'name', 'resourceGroup', 'federatedCredentialName']) {
    const settings = { vault: 'orders-kv', target: 'managed-identity', [field]: name };
    if (field === 'resourceGroup' && name === '-b') continue;
    expect(validateSettings(trustDefinition.schema, settings).ok, field).toBe(false);
    expect(() => trust({ ...trustInput, settings }), field).toThrow(expect.objectContaining({ code: 'SETTINGS_INVALID' }) as Error);
  }
});

test('every script is one that sh and bash can read', () => {
  const inputs: readonly Partial<TrustInput>[] = [{}, { create: 'first', list: true }, { ...managed, create: 'first', write: true, ambient: { kind: 'aks', namespace: 'shop', serviceAccount: 'orders' } }];
  for (const input of inputs) {
    const { setUp: one, tearDown: other } = documentOf(trust({ ...trustInput, ...input }), 'az');
    for (const steps of [one, other]) {
      for (const shell of ['sh', 'bash']) expect(execFileSync(shell, ['-n'], { input: steps.map(({ text }) => text).join('\n'), encoding: 'utf8' })).toBe('');
    }
  }
});
