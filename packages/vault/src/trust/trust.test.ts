import { CarnetError, type TrustInput } from '@carnet/provider';
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';
import { leastTrust, widestTrust } from '../testing/trust-input.ts';
import { documentOf, runScript, textOf } from '../testing/trust-shell.ts';
import { trust } from './trust.ts';

// Its types bring those of the DOM with them, which are others than Node's.
const { parse } = createRequire(import.meta.url)('@cdktf/hcl2json') as { parse(file: string, text: string): Promise<unknown> };

const hostile = String.raw`@a'b"c\d$(id)` + '`id`${x}%{y}$${z};|&<>*?[]{}~#!ü';
const hostileSecret = String.raw`-a'b"c$(id)/` + '`id`;|&<>[]{}~!=@ü';

function script(input: TrustInput, part: 'setUp' | 'tearDown' = 'setUp'): string {
  const document = documentOf(trust(input), 'vault');
  return textOf(document[part], document.language);
}

/** The rules of the policy that a script writes. */
async function rules(input: TrustInput): Promise<Record<string, readonly string[]>> {
  const { inputs } = runScript(script(input));
  const [, text = ''] = Object.entries(inputs).find(([words]) => words.startsWith('policy write')) ?? [];
  const { path } = await parse('policy.hcl', text) as { path: Record<string, readonly [{ capabilities: readonly string[] }]> };
  return Object.fromEntries(Object.entries(path).map(([at, [{ capabilities }]]) => [at, capabilities]));
}

describe('G what is printed, as it is committed', () => {
  for (const [name, input] of [['least', leastTrust], ['widest', widestTrust]] as const) {
    test.each([
      ['vault', 'setUp', `${name}.sh`], ['vault', 'tearDown', `${name}.teardown.sh`],
      ['terraform', 'setUp', `${name}.tf`], ['portal', 'setUp', `${name}.md`], ['portal', 'tearDown', `${name}.teardown.md`],
    ] as const)(`${name}: %s, %s`, async (format, part, file) => {
      const document = documentOf(trust(input), format);
      await expect(textOf(document[part], document.language)).toMatchFileSnapshot(`./expected/${file}`);
    });
  }
});

describe('G the script of vault', () => {
  test('is a POSIX script, with hostile names, too', () => {
    for (const input of [leastTrust, widestTrust, { ...widestTrust, subject: hostile, secrets: [hostileSecret], create: hostileSecret }]) {
      for (const part of ['setUp', 'tearDown'] as const) expect(() => execFileSync('/bin/sh', ['-n'], { input: script(input, part) })).not.toThrow();
    }
  });

  test('prints one JSON object and nothing else to the standard output, and goes to one server', () => {
    const { status, stdout, stderr, servers } = runScript(script(widestTrust));
    expect({ status, stderr, servers }).toEqual({ status: 0, stderr: '', servers: ['https://vault.example.test:8200 admin/team one'] });
    expect(JSON.parse(stdout)).toEqual({ role: 'Orders' });
    expect(runScript(script(leastTrust), { VAULT_NAMESPACE: 'elsewhere', VAULT_ADDR: 'https://elsewhere.example.test' }).servers).toEqual(['https://vault.example.test:8200 ']);
  });

  test('binds the role to the one subject and the one audience, whatever is in them', () => {
    for (const subject of [leastTrust.subject, hostile]) {
      const { status, inputs } = runScript(script({ ...leastTrust, subject }));
      expect(status).toBe(0);
      expect(JSON.parse(inputs['write auth/jwt/role/carnet -'] ?? '')).toEqual({
        role_type: 'jwt', user_claim: 'sub', bound_audiences: ['https://vault.example.test:8200'], bound_subject: subject, token_policies: ['jwt-carnet'], token_ttl: 1200, token_max_ttl: 14_400,
      });
    }
  });

  test('the policy opens what was asked for and no more', async () => {
    expect(await rules(leastTrust)).toEqual({ 'secret/data/database': ['read'] });
    expect(await rules({ ...leastTrust, secrets: [], list: true })).toEqual({ 'secret/data/*': ['read'], 'secret/metadata/*': ['list'] });
    expect(await rules({ ...leastTrust, secrets: [], list: true, write: true, settings: { ...leastTrust.settings, path: 'orders' } })).toEqual({ 'secret/data/orders/*': ['read', 'create', 'update', 'patch'], 'secret/metadata/orders/*': ['delete', 'list'] });
    expect(await rules({ ...leastTrust, list: true, write: true })).toEqual({ 'secret/data/database': ['read', 'create', 'update', 'patch'], 'secret/metadata/database': ['delete'], 'secret/metadata/*': ['list'] });
    expect(await rules({ ...leastTrust, create: 'first' })).toEqual({ 'secret/data/database': ['read'], 'secret/data/first': ['read'] });
    expect(Object.keys(await rules({ ...leastTrust, secrets: [hostileSecret] }))).toEqual([`secret/data/${hostileSecret}`]);
  });

  const { subject, issuer } = leastTrust;
  const written = (script: string, there: Readonly<Record<string, string>>): readonly string[] => runScript(script, there).calls.map((words) => words.join(' ')).filter((words) => /^(?:auth|write|policy (?:write|delete)|delete|kv put|kv metadata (?:put|delete))/.test(words));

  test('enables and writes the auth method where it is missing, and leaves one of this issuer as it is', () => {
    const atMount = (there: Readonly<Record<string, string>>): readonly string[] => written(script(leastTrust), there).filter((words) => /^auth|config/.test(words));
    const config = `write auth/jwt/config oidc_discovery_url=${issuer} bound_issuer=${issuer}`;
    expect([atMount({}), atMount({ MOUNT_THERE: '0' }), atMount({ MOUNT_THERE: '0', ISSUER_THERE: issuer })]).toEqual([['auth enable -path=jwt jwt', config], [config], []]);
  });

  test.each<[string, Readonly<Record<string, string>>, string]>([
    ['a mount of another issuer', { ISSUER_THERE: 'https://other.example.test' }, 'The mount jwt takes tokens of https://other.example.test: name another mount.\n'],
    ['a mount that names no issuer', { ISSUER_THERE: '' }, 'The mount jwt takes tokens of another issuer: name another mount.\n'],
    ['a role of another subject', { SUBJECT_THERE: 'organization:other' }, 'The role carnet is that of organization:other: name another role.\n'],
    ['a role of no subject', { SUBJECT_THERE: '' }, 'The role carnet is that of any subject: name another role.\n'],
    ['a policy of another role', { POLICY_THERE: '# For auth/jwt/role/carnet2' }, 'The policy jwt-carnet does not begin with # For auth/jwt/role/carnet: name another policy.\n'],
    ['what may not be read', { NOTHING_THERE: 'permission denied' }, 'permission denied\n'],
  ])('replaces nothing of anybody else: %s', (_what, there, stderr) => {
    expect(runScript(script({ ...leastTrust, create: 'first' }), { MOUNT_THERE: '0', ...there })).toMatchObject({ status: 1, stderr, stdout: '' });
    expect(written(script({ ...leastTrust, create: 'first' }), { MOUNT_THERE: '0', ISSUER_THERE: issuer, ...there })).toEqual([]);
  });

  test('twice is as once', () => {
    const there = { MOUNT_THERE: '0', ISSUER_THERE: issuer, SUBJECT_THERE: subject, POLICY_THERE: '# For auth/jwt/role/carnet', ENTRY_THERE: 'map[carnet:trust]' };
    expect(runScript(script({ ...leastTrust, create: 'first' }), there).status).toBe(0);
    expect(written(script({ ...leastTrust, create: 'first' }), there)).toEqual(['policy write jwt-carnet -', 'write auth/jwt/role/carnet -']);
  });

  test('a first secret has a random value that is in no argument, and one that exists stays', () => {
    const input = { ...leastTrust, create: hostileSecret };
    const { calls, inputs } = runScript(script(input));
    const put = calls.find(([verb, what]) => verb === 'kv' && what === 'put') ?? [];
    expect(put).toEqual(['kv', 'put', '-cas=0', `secret/${hostileSecret}`, 'value=-']);
    expect(inputs[put.join(' ')]).toMatch(/^[\w+/]{32}$/);
    expect(calls).toContainEqual(['kv', 'metadata', 'put', '-custom-metadata=carnet=trust', `secret/${hostileSecret}`]);
    expect(written(script(input), { ENTRY_THERE: 'map[]' }).filter((words) => words.startsWith('kv'))).toEqual([]);
  });

  test('a mount of KV version 1 has no metadata, and its entry is not overwritten', () => {
    const first = { ...leastTrust, create: 'first' };
    const there = { MOUNT_THERE: '0', ISSUER_THERE: issuer, SUBJECT_THERE: subject, POLICY_THERE: '# For auth/jwt/role/carnet', NOTHING_THERE: 'Metadata not supported on KV Version 1' };
    expect(runScript(script(first), there)).toMatchObject({ status: 1, stderr: 'Metadata not supported on KV Version 1\n' });
    expect(written(script(first), there)).toEqual([]);
  });

  test('the teardown takes back what the set-up made, and nothing of anybody else', () => {
    const there = { ISSUER_THERE: issuer, SUBJECT_THERE: subject, POLICY_THERE: '# For auth/jwt-orders/role/orders', ENTRY_THERE: 'map[carnet:trust]', ROLES_THERE: '{}' };
    const torn = (change: Readonly<Record<string, string>>): readonly string[] => written(script(widestTrust, 'tearDown'), { ...there, ...change });
    const all = ['delete auth/jwt-orders/role/Orders', 'policy delete orders-secrets', "kv metadata delete kv/team's/orders/first", 'auth disable jwt-orders'];
    expect(torn({})).toEqual(all);
    for (const ROLES_THERE of ['["other"]', '']) expect(torn({ ROLES_THERE })).toEqual(all.slice(0, 3));
    expect(torn({ ISSUER_THERE: 'https://other.example.test' })).toEqual(all.slice(0, 3));
    expect(torn({ ENTRY_THERE: 'map[team:orders]' })).not.toContain(all[2]);
    for (const change of [{ SUBJECT_THERE: 'organization:other' }, { POLICY_THERE: 'path "x" {}' }]) expect(torn(change)).toEqual([]);
    expect(runScript(script(widestTrust, 'tearDown'), { ...there, SUBJECT_THERE: 'organization:other' })).toMatchObject({ status: 1, stderr: 'The role Orders is that of organization:other: it stays.\n' });
  });

  test('the teardown passes where the set-up never was, or not to its end', () => {
    expect(runScript(script(widestTrust, 'tearDown'), { ENTRY_THERE: '' })).toMatchObject({ status: 0, stderr: '' });
    expect(written(script(widestTrust, 'tearDown'), { ENTRY_THERE: '', NOTHING_THERE: 'no handler for route "auth/jwt-orders/role/orders".' })).toEqual(['policy delete orders-secrets']);
  });
});

describe('G Terraform', () => {
  /** A text in the JSON of Terraform, where what begins a template is an expression, and doubled it is none. */
  const plainText = (text: string): string => text.replaceAll(/[$%](?=\{)/g, '$&$&');

  test('says what the script says', async () => {
    for (const input of [leastTrust, widestTrust, { ...widestTrust, subject: hostile, secrets: [hostileSecret] }]) {
      const { inputs } = runScript(script(input));
      const { role = 'carnet', mount = 'jwt', policy = 'jwt-carnet', namespace } = input.settings;
      const { resource, output, provider } = await parse('trust.tf', textOf(documentOf(trust(input), 'terraform').setUp, 'hcl')) as Record<string, Record<string, Record<string, readonly [Record<string, unknown>]>>>;
      const { bound_subject: subject, token_policies: _policies, ...sameRole } = JSON.parse(inputs[`write auth/${mount}/role/${role} -`] ?? '') as Record<string, unknown>;
      expect(resource?.['vault_jwt_auth_backend_role']?.['carnet']?.[0]).toEqual({
        ...sameRole, bound_subject: plainText(String(subject)), backend: '${vault_jwt_auth_backend.carnet.path}', role_name: role, token_policies: ['${vault_policy.carnet.name}'],
      });
      expect(resource?.['vault_policy']?.['carnet']?.[0]).toEqual({ name: policy, policy: inputs[`policy write ${policy} -`] });
      expect(resource?.['vault_jwt_auth_backend']?.['carnet']?.[0]).toEqual({ path: mount, oidc_discovery_url: input.issuer, bound_issuer: input.issuer });
      expect(provider?.['vault']).toEqual([{ address: input.settings['address'], ...(namespace === undefined ? {} : { namespace }) }]);
      expect(output?.['carnet']).toEqual([{ value: { role: '${vault_jwt_auth_backend_role.carnet.role_name}' } }]);
    }
  });
});

test('G the web interface shows every value to paste, and a role that its command line takes', () => {
  const text = textOf(documentOf(trust(widestTrust), 'portal').setUp, 'steps');
  for (const value of [widestTrust.issuer, 'orders-secrets', "team's/orders/first", 'admin/team one']) expect(text).toContain(`\`${value}\``);
  const command = /vault write .*/.exec(text)?.[0] ?? '';
  const { calls } = runScript(`VAULT_ADDR= VAULT_NAMESPACE=\n${command}`);
  expect(calls).toEqual([['write', 'auth/jwt-orders/role/Orders', 'role_type=jwt', 'user_claim=sub', 'bound_audiences=https://vault.example.test:8200', `bound_subject=${widestTrust.subject}`, 'token_policies=orders-secrets', 'token_ttl=1200', 'token_max_ttl=14400']]);
});

describe('G the plan', () => {
  test('the audience is the address, and what is stored stands for the output', () => {
    const { audience, identity, store, outputs } = trust(widestTrust);
    expect(audience).toBe('https://vault.example.test:8200');
    expect(identity).toEqual({ address: audience, namespace: 'admin/team one', mount: 'jwt-orders', role: '{role}' });
    expect(store).toEqual({ mount: 'kv', path: "team's/orders", field: 'pass word' });
    expect(outputs).toEqual({ role: ['role_name'] });
  });

  test('each mount has a policy of its own: a role of the same name does not get the rights of another', () => {
    const policies = [{}, { mount: 'jwt-b' }, { mount: 'a/b' }].map((change) => trust({ ...leastTrust, settings: { ...leastTrust.settings, ...change } }).resources.find(({ type }) => type === 'vault.policy')?.['policy']);
    expect(policies).toEqual(['jwt-carnet', 'jwt-b-carnet', 'a-b-carnet']);
  });

  test('says what each choice costs', () => {
    expect(trust(leastTrust).notes.join(' ')).toMatch(/and no other.*not given.*one issuer/s);
    expect(trust({ ...widestTrust, secrets: [], ambient: { kind: 'github' } }).notes.join(' ')).toMatch(/Every secret of kv\/team's\/orders.*names of all.*Writing also removes.*audience https:\/\/vault/s);
  });

  test.each<[string, Partial<TrustInput>, RegExp]>([
    ['an issuer without TLS', { issuer: 'http://id.example.test' }, /https/],
    ['a subject with a line break', { subject: 'a\nb' }, /can be seen/],
    ['no subject', { subject: '' }, /1 to 512/],
    ['a secret that is no path', { secrets: ['a//b'] }, /path/],
    ['a secret that a policy reads as a pattern', { secrets: ['a/*'] }, /more in a policy/],
    ['one that it reads as any part', { secrets: ['a/+/b'] }, /more in a policy/],
    ['one that it refuses', { secrets: ['a+*b'] }, /more in a policy/],
    ['a folder that it reads as a template', { settings: { ...leastTrust.settings, path: 'a{{b' } }, /more in a policy/],
    ['a policy of Vault\'s own', { settings: { ...leastTrust.settings, policy: 'Default' } }, /Vault's own/],
    ['a field that vault kv put takes for a file', { create: 'first', settings: { ...leastTrust.settings, field: '@file' } }, /equals sign/],
    ['settings that nobody checked', { settings: { ...leastTrust.settings, mount: '$(id)' } }, /mount/],
    ['an address that is written in another way', { settings: { address: 'https://vault.example.test:443' } }, /address/],
  ])('refuses %s with a sentence', (_what, change, words) => {
    const refused = (): unknown => trust({ ...leastTrust, ...change });
    expect(refused).toThrow(words);
    expect(refused).toThrow(CarnetError);
    expect(refused).toThrow(expect.objectContaining({ code: 'SETTINGS_INVALID' }) as Error);
  });
});
