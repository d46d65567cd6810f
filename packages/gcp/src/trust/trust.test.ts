import { CarnetError, type TrustInput } from '@carnet/provider';
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';
import { leastTrust, widestTrust } from '../testing/trust-input.ts';
import { documentOf, runScript, textOf } from '../testing/trust-shell.ts';
import { trust } from './trust.ts';

// Its types bring those of the DOM with them, which are others than Node's.
const { parse } = createRequire(import.meta.url)('@cdktf/hcl2json') as { parse(file: string, text: string): Promise<unknown> };

const hostile = String.raw`a'b"c\d$(id)` + '`id`${x}%{y}$${z};|&<>*?[]{}~#!';
const member = `principal://iam.googleapis.com/projects/123456789012/locations/global/workloadIdentityPools/carnet/subject/${leastTrust.subject}`;

function script(input: TrustInput, part: 'setUp' | 'tearDown' = 'setUp'): string {
  const document = documentOf(trust(input), 'gcloud');
  return textOf(document[part], document.language);
}

async function terraform(input: TrustInput): Promise<Record<string, Record<string, Record<string, readonly Record<string, unknown>[]>>>> {
  return await parse('trust.tf', textOf(documentOf(trust(input), 'terraform').setUp, 'hcl')) as never;
}

/** A text in the JSON of Terraform, where what begins a template is an expression, and doubled it is none. */
const plainText = (text: string): string => text.replaceAll(/[$%](?=\{)/g, '$&$&');

describe('G what is printed, as it is committed', () => {
  for (const [name, input] of [['least', leastTrust], ['widest', widestTrust]] as const) {
    test.each([
      ['gcloud', 'setUp', `${name}.sh`], ['gcloud', 'tearDown', `${name}.teardown.sh`],
      ['terraform', 'setUp', `${name}.tf`], ['portal', 'setUp', `${name}.md`], ['portal', 'tearDown', `${name}.teardown.md`],
    ] as const)(`${name}: %s, %s`, async (format, part, file) => {
      const document = documentOf(trust(input), format);
      await expect(textOf(document[part], document.language)).toMatchFileSnapshot(`./expected/${file}`);
    });
  }
});

describe('G the script of gcloud', () => {
  test('is a POSIX script, with a hostile subject, too', () => {
    for (const input of [leastTrust, widestTrust, { ...widestTrust, subject: hostile }]) {
      for (const part of ['setUp', 'tearDown'] as const) expect(() => execFileSync('/bin/sh', ['-n'], { input: script(input, part) })).not.toThrow();
    }
  });

  test('prints one JSON object and nothing else to the standard output', () => {
    const { status, stdout, stderr } = runScript(script(widestTrust));
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(JSON.parse(stdout)).toEqual({ providerResourceName: 'projects/123456789012/locations/global/workloadIdentityPools/carnet/providers/orders' });
  });

  test('pins the condition and each binding to the one subject, whatever is in it', () => {
    for (const subject of [leastTrust.subject, hostile]) {
      const { status, calls } = runScript(script({ ...leastTrust, subject, list: true, write: true, create: 'first' }));
      expect(status).toBe(0);
      const words = calls.flat();
      expect(words).toContain(`--attribute-condition=assertion.sub=='${subject.replace(/['\\]/g, String.raw`\$&`)}'`);
      const members = words.filter((word) => word.startsWith('--member='));
      expect(new Set(members)).toEqual(new Set([`--member=${member.replace(leastTrust.subject, '')}${subject}`]));
      expect(members).toHaveLength(5);
      expect(words.join(' ')).not.toMatch(/principalSet|allowed-audiences=\S/);
    }
  });

  const admits = (subject: string): string => `https://id.example.test assertion.sub=='${subject}'`;

  test('creates what is missing, brings back what was deleted, and sets a provider that is there to the same', () => {
    const ADMITS_THERE = admits(leastTrust.subject);
    const verbs = (there: Record<string, string>): string[] => runScript(script(leastTrust), there).calls.filter(([first]) => first === 'iam').map((words) => words.slice(2, 4).filter((word) => !word.startsWith('carnet')).join(' '));
    expect(verbs({})).toEqual(['describe', 'create', 'providers describe', 'providers create-oidc']);
    expect(verbs({ ADMITS_THERE, POOL_THERE: 'DELETED', PROVIDER_THERE: 'DELETED' })).toEqual(['describe', 'undelete', 'providers describe', 'providers describe', 'providers undelete', 'providers update-oidc']);
    expect(verbs({ ADMITS_THERE, POOL_THERE: 'ACTIVE', PROVIDER_THERE: 'ACTIVE' })).toEqual(['describe', 'providers describe', 'providers describe', 'providers update-oidc']);
  });

  test.each(['ACTIVE', 'DELETED'])('a provider of this id that admits somebody else is not replaced, nor brought back: %s', (PROVIDER_THERE) => {
    const { status, stdout, stderr, calls } = runScript(script(widestTrust), { PROVIDER_THERE, ADMITS_THERE: admits('organization:other') });
    expect({ status, stdout, stderr }).toEqual({ status: 1, stdout: '', stderr: `The provider orders admits ${admits('organization:other')}: delete it, or name another one.\n` });
    expect(calls.map((words) => words.join(' ')).filter((words) => /oidc |undelete|binding|secrets/.test(words))).toEqual([]);
  });

  test('stops where the number is another project\'s', () => {
    const { status, stderr, calls } = runScript(script(leastTrust), { NUMBER_THERE: '1' });
    expect({ status, stderr, calls: calls.length }).toEqual({ status: 1, stderr: 'The number of the project orders-project is 1, not 123456789012.\n', calls: 1 });
  });

  test('leaves a first secret that exists as it is', () => {
    const created = (there: string): number => runScript(script(widestTrust), { SECRET_THERE: there }).calls.filter((words) => words.join(' ').startsWith('secrets create')).length;
    expect([created('1'), created('0')]).toEqual([1, 0]);
  });

  test('takes back every role that it gave, and the pool where nobody else is in it', () => {
    const bound = (part: 'setUp' | 'tearDown'): string[] => runScript(script(widestTrust, part)).calls.map((words) => words.join(' ')).filter((words) => words.includes('iam-policy-binding'));
    expect(bound('tearDown').toSorted()).toEqual(bound('setUp').map((words) => words.replace('add-iam', 'remove-iam')).toSorted());
    const pools = (there: Record<string, string>): number => runScript(script(leastTrust, 'tearDown'), there).calls.filter(([, group, verb]) => group === 'workload-identity-pools' && verb === 'delete').length;
    expect([pools({}), pools({ OTHERS_THERE: 'another' }), pools({ MADE_THERE: 'ACTIVE ' }), pools({ MADE_THERE: '' })]).toEqual([1, 0, 0, 0]);
  });

  test('deletes a first secret that it made, and no other', () => {
    const deleted = (LABEL_THERE: string): number => runScript(script(widestTrust, 'tearDown'), { LABEL_THERE }).calls.filter(([first, verb]) => first === 'secrets' && verb === 'delete').length;
    expect([deleted('trust'), deleted('')]).toEqual([1, 0]);
    expect(runScript(script(widestTrust)).calls.find(([first, verb]) => first === 'secrets' && verb === 'create')).toContain('--labels=carnet=trust');
  });

  test('the teardown passes over what is gone, and tells what it may not take back after it took the rest', () => {
    const torn = (FAILS_WITH: string): object => {
      const { status, stdout, stderr, calls } = runScript(script(widestTrust, 'tearDown'), { FAILS_WITH });
      return { status, stdout, stderr: new Set(stderr.split('\n').slice(0, -1)), calls: calls.length };
    };
    const { calls } = runScript(script(widestTrust, 'tearDown'));
    for (const gone of ['ERROR: (gcloud) NOT_FOUND: Requested entity was not found.', 'ERROR: (gcloud) Status code: 404. Secret [x] not found.', 'ERROR: (gcloud) Policy binding with the specified principal, role, and condition not found!']) {
      expect(torn(gone)).toEqual({ status: 0, stdout: '', stderr: new Set(), calls: calls.length });
    }
    for (const failed of ['ERROR: (gcloud) PERMISSION_DENIED: It may not exist.', 'sh: gcloud: not found']) {
      expect(torn(failed)).toEqual({ status: 1, stdout: '', stderr: new Set([failed]), calls: calls.length });
    }
  });

  test.each(['setUp', 'tearDown'] as const)('asks the host of the region about regional secrets, and of others the usual one: %s', (part) => {
    const host = (input: TrustInput): string => runScript(`${script(input, part).replace('exit "$FAILED"', '')}\necho "\${CLOUDSDK_API_ENDPOINT_OVERRIDES_SECRETMANAGER-}"`).stdout.split('\n').at(-2) ?? '';
    expect([host(widestTrust), host(leastTrust)]).toEqual(['https://secretmanager.europe-west3.rep.googleapis.com/', '']);
  });

  test('takes no name for an option', () => {
    for (const [, , name] of runScript(script(widestTrust)).calls.filter(([first]) => first === 'secrets')) expect(name).toMatch(/^(?:database|first|projects\/orders-project\/secrets\/-api-key)$/);
  });
});

describe('G Terraform', () => {
  test('pins the provider, and gives each role to the one subject', async () => {
    for (const subject of [leastTrust.subject, hostile]) {
      const { resource, locals } = await terraform({ ...leastTrust, subject });
      const provider = resource?.['google_iam_workload_identity_pool_provider']?.['carnet']?.[0];
      expect(provider).toMatchObject({
        attribute_condition: plainText(`assertion.sub=='${subject.replace(/['\\]/g, String.raw`\$&`)}'`),
        attribute_mapping: { 'google.subject': 'assertion.sub' },
        oidc: [{ issuer_uri: leastTrust.issuer }],
      });
      expect((locals as unknown as readonly Record<string, unknown>[])[0]).toEqual({ member: plainText(`${member.replace(leastTrust.subject, '')}${subject}`) });
      expect(resource?.['google_secret_manager_secret_iam_member']?.['read']?.[0]).toMatchObject({ role: 'roles/secretmanager.secretAccessor', secret_id: '${each.value}', member: '${local.member}', for_each: '${toset(["database"])}' });
    }
  });

  test('prints what the script prints', async () => {
    const { output } = await terraform(leastTrust);
    expect(output?.['carnet']).toEqual([{ value: { providerResourceName: '${google_iam_workload_identity_pool_provider.carnet.name}' } }]);
  });

  test('regional secrets, and a first one, have their own types', async () => {
    const { resource = {} } = await terraform(widestTrust);
    expect(Object.keys(resource).toSorted()).toEqual([
      'google_iam_workload_identity_pool', 'google_iam_workload_identity_pool_provider', 'google_project_iam_member', 'google_project_service',
      'google_secret_manager_regional_secret', 'google_secret_manager_regional_secret_iam_member', 'google_service_account_iam_member',
    ]);
  });
});

test('G the console shows every value to paste', () => {
  const text = textOf(documentOf(trust(leastTrust), 'portal').setUp, 'steps');
  for (const value of [leastTrust.issuer, member, `assertion.sub=='${leastTrust.subject}'`, 'orders-project']) expect(text).toContain(`\`${value}\``);
  expect(textOf(documentOf(trust({ ...leastTrust, subject: 'a```b`c' }), 'portal').setUp, 'steps')).toContain("```` assertion.sub=='a```b`c' ````");
});

describe('G the plan', () => {
  test('the audience is the name of the provider, and what is stored stands for the output', () => {
    const { audience, identity, store, outputs } = trust(leastTrust);
    const { stdout } = runScript(script(leastTrust));
    const { providerResourceName } = JSON.parse(stdout) as { providerResourceName: string };
    expect(audience).toBe(`//iam.googleapis.com/${providerResourceName}`);
    expect({ identity, store, outputs }).toEqual({ identity: { providerResourceName: '{providerResourceName}' }, store: { projectId: 'orders-project' }, outputs: { providerResourceName: ['name'] } });
  });

  test('each subject of each issuer has a provider of its own in the pool', () => {
    const names = [leastTrust, { ...leastTrust, subject: 'organization:other' }, { ...leastTrust, issuer: 'https://other.example.test' }].map((input) => trust(input).audience);
    expect(new Set(names).size).toBe(3);
    expect(trust(leastTrust).audience).toBe(names[0]);
  });

  test('says what each choice costs', () => {
    expect(trust(leastTrust).notes.join(' ')).toMatch(/and no other.*not given.*five minutes/s);
    expect(trust({ ...leastTrust, secrets: [], list: true, write: true }).notes.join(' ')).toMatch(/Every secret of the project.*names of all its secrets.*roles\/secretmanager.admin/s);
    expect(trust({ ...leastTrust, subject: 'system:serviceaccount:orders:api', issuer: 'https://container.googleapis.com/v1/projects/p/locations/l/clusters/c', ambient: { kind: 'gke' } }).notes.at(-1)).toMatch(/audience \/\/iam\.googleapis\.com\/.*into the pod/);
  });

  test.each<[string, Partial<TrustInput>, RegExp]>([
    ['a subject of 128 bytes', { subject: 'a'.repeat(128) }, /127/],
    ['a subject that IAM has no member for', { subject: 'organization:ü' }, /ASCII/],
    ['a subject with a line break', { subject: 'a\nb' }, /visible/],
    ['an issuer without TLS', { issuer: 'http://id.example.test' }, /https/],
    ['an issuer with a query', { issuer: 'https://id.example.test/?a' }, /query/],
    ['a cluster with another issuer', { ambient: { kind: 'gke' } }, /container\.googleapis\.com/],
    ['a secret that Google cannot have', { secrets: ['a b'] }, /1 to 255/],
    ['a first secret that Google cannot have', { create: 'a/b' }, /1 to 255/],
    ['a pool of Google\'s own', { settings: { ...leastTrust.settings, pool: 'gcp-carnet' } }, /gcp-/],
    ['settings that nobody checked', { settings: { ...leastTrust.settings, projectId: '$(id)' } }, /projectId/],
  ])('refuses %s with a sentence', (_what, change, words) => {
    const refused = (): unknown => trust({ ...leastTrust, ...change });
    expect(refused).toThrow(words);
    expect(refused).toThrow(CarnetError);
    expect(refused).toThrow(expect.objectContaining({ code: 'SETTINGS_INVALID' }) as Error);
  });

  test('a subject of 127 bytes fits', () => {
    expect(runScript(script({ ...leastTrust, subject: 'a'.repeat(127) })).status).toBe(0);
  });
});
