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
        role_type: 'jwt', user_claim: 'sub', bound_audiences: ['https://vault.example.test:8200'], bound_subject: subject, token_policies: ['carnet'], token_ttl: 1200, token_max_ttl: 14_400,
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

  test('enables the auth method where it is missing, and replaces neither another issuer nor another subject', () => {
    const enabled = (there: string): number => runScript(script(leastTrust), { MOUNT_THERE: there }).calls.filter(([verb]) => verb === 'auth').length;
    expect([enabled('2'), enabled('0')]).toEqual([1, 0]);
    const stopped = [runScript(script(leastTrust), { ISSUER_THERE: 'https://other.example.test' }), runScript(script(leastTrust), { SUBJECT_THERE: 'organization:other' })];
    expect(stopped.map(({ status, stderr, stdout }) => ({ status, stderr, stdout }))).toEqual([
      { status: 1, stderr: 'The mount jwt takes tokens of https://other.example.test: name another mount.\n', stdout: '' },
      { status: 1, stderr: 'The role carnet is that of organization:other: name another role.\n', stdout: '' },
    ]);
    expect(stopped.flatMap(({ calls }) => calls.map((words) => words.join(' '))).filter((words) => words.startsWith('write auth/jwt/role'))).toEqual([]);
    expect(runScript(script(leastTrust), { ISSUER_THERE: leastTrust.issuer, SUBJECT_THERE: leastTrust.subject }).status).toBe(0);
  });

  test('a first secret has a random value that is in no argument, and one that exists stays', () => {
    const input = { ...leastTrust, create: hostileSecret };
    const { calls, inputs } = runScript(script(input));
    const put = calls.find(([verb, what]) => verb === 'kv' && what === 'put') ?? [];
    expect(put).toEqual(['kv', 'put', '-cas=0', `secret/${hostileSecret}`, 'value=-']);
    expect(inputs[put.join(' ')]).toMatch(/^[\w+/]{32}$/);
    expect(runScript(script(input), { ENTRY_THERE: '0' }).calls.filter(([verb, what]) => verb === 'kv' && what === 'put')).toEqual([]);
  });

  test('the teardown leaves an auth method that somebody else uses', () => {
    const verbs = (there: string): string[] => runScript(script(widestTrust, 'tearDown'), { ROLES_THERE: there }).calls.map((words) => words.slice(0, 2).join(' '));
    expect(verbs('{}')).toEqual(['delete auth/jwt-orders/role/Orders', 'policy delete', 'kv metadata', 'list -format=json', 'auth disable']);
    expect(verbs('["other"]')).not.toContain('auth disable');
    expect(verbs('')).not.toContain('auth disable');
  });
});

describe('G Terraform', () => {
  /** A text in the JSON of Terraform, where what begins a template is an expression, and doubled it is none. */
  const plainText = (text: string): string => text.replaceAll(/[$%](?=\{)/g, '$&$&');

  test('says what the script says', async () => {
    for (const input of [leastTrust, widestTrust, { ...widestTrust, subject: hostile, secrets: [hostileSecret] }]) {
      const { inputs } = runScript(script(input));
      const { role = 'carnet', mount = 'jwt', policy = 'carnet', namespace } = input.settings;
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
    ['a folder that it reads as a template', { settings: { ...leastTrust.settings, path: 'a{{b' } }, /more in a policy/],
    ['a policy of Vault\'s own', { settings: { ...leastTrust.settings, role: 'Default' } }, /Vault's own/],
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
