import type { RegisteredTrust, SentToken } from '@carnet/provider';
import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { leastTrust } from '../testing/trust-input.ts';
import { registrations } from './registrations.ts';
import { admittedSubjects, subjectCondition } from './subject-condition.ts';
import { trust } from './trust.ts';

const { audience } = trust(leastTrust);
const providerResourceName = audience.replace('//iam.googleapis.com/', '');
const { issuer, subject } = leastTrust;
const token: SentToken = { issuer, subject, audience, keyId: 'key-1' };

/** As gcloud prints a provider that the trust registered. */
const registered = {
  attributeCondition: subjectCondition(subject),
  attributeMapping: { 'google.subject': 'assertion.sub' },
  name: providerResourceName,
  oidc: { issuerUri: issuer },
  state: 'ACTIVE',
};

function read(change: Readonly<Record<string, unknown>> = {}, sent: SentToken = token): RegisteredTrust {
  const [found, ...others] = registrations.read({ ...registered, ...change }, { identity: { providerResourceName }, token: sent });
  if (!found || others.length > 0) throw new TypeError('There is not one trust.');
  return found;
}

/** The options that a shell makes of the command. */
function options(command: string | undefined): string[] {
  const words = execFileSync('/bin/sh', ['-c', `gcloud() { printf '%s\\0' "$@"; }; ${command}`], { encoding: 'utf8' }).split('\0').slice(0, -1);
  expect(words.slice(0, 5)).toEqual(['iam', 'workload-identity-pools', 'providers', 'update-oidc', providerResourceName]);
  return words.slice(5);
}

test('what fits has the three values, and nothing to mend', () => {
  expect(read()).toEqual({ name: providerResourceName, issuer, subject, audiences: [audience, `https:${audience}`] });
});

test('the command that prints it names the provider', () => {
  expect(registrations.commands({ providerResourceName })).toEqual([`gcloud iam workload-identity-pools providers describe ${providerResourceName} --format=json`]);
});

test('of a whole pool the one counts that the identity names', () => {
  const other = { ...registered, name: `${providerResourceName}x` };
  expect(registrations.read([other, registered], { identity: { providerResourceName }, token }).map(({ name }) => name)).toEqual([providerResourceName]);
  expect(registrations.read([other], { identity: { providerResourceName }, token }).map(({ name }) => name)).toEqual([`${providerResourceName}x`]);
});

test.each([undefined, null, 'text', 7, [], {}, [[]], { name: 'projects/1/locations/global/workloadIdentityPools/carnet', state: 'ACTIVE' }, { name: 7 }])('what no command prints is nothing: %j', (document) => {
  expect(registrations.read(document, { identity: { providerResourceName }, token })).toEqual([]);
});

describe('F what differs comes with the command that changes it, and nothing else', () => {
  test('the issuer', () => {
    const { issuer: theirs, command, problems } = read({ oidc: { issuerUri: `${issuer}/` } });
    expect({ theirs, problems, options: options(command) }).toEqual({ theirs: `${issuer}/`, problems: undefined, options: [`--issuer-uri=${issuer}`] });
  });

  test('the subject, in each form that a condition has', () => {
    for (const condition of ["assertion.sub=='organization:other'", 'assertion.sub == "organization:other"', " google.subject == 'organization:other' ", "assertion.sub in ['organization:other']"]) {
      const { subject: theirs, command, problems } = read({ attributeCondition: condition });
      expect({ theirs, problems, options: options(command) }).toEqual({ theirs: 'organization:other', problems: undefined, options: [`--attribute-condition=assertion.sub=='${subject}'`] });
    }
    expect(read({ attributeCondition: `assertion.sub in ["organization:other", '${subject}']` })).toMatchObject({ subject });
  });

  test('a list of audiences that has not ours keeps its own', () => {
    const { audiences, command } = read({ oidc: { issuerUri: issuer, allowedAudiences: ['sts.example.test'] } });
    expect({ audiences, options: options(command) }).toEqual({ audiences: ['sts.example.test'], options: [`--allowed-audiences=sts.example.test,${audience}`] });
  });

  test('without a condition every subject is let in', () => {
    const { subject: theirs, problems, command } = read({ attributeCondition: undefined });
    expect({ theirs, problems }).toEqual({ theirs: undefined, problems: [expect.stringMatching(/every subject of the issuer/) as string] });
    expect(options(command)).toEqual([`--attribute-condition=assertion.sub=='${subject}'`]);
  });

  test('a condition of another form is shown as it is', () => {
    for (const attributeCondition of [`assertion.sub=='${subject}' || true`, "assertion.sub.startsWith('organization:')", `assertion.sub == '\\x41'`, `assertion.subject == '${subject}'`]) {
      expect(read({ attributeCondition })).toMatchObject({ problems: [expect.stringContaining(attributeCondition) as string] });
      expect(read({ attributeCondition })).not.toHaveProperty('subject');
    }
  });

  test('a mapping that makes another subject, or none', () => {
    const other = read({ attributeMapping: { 'google.subject': 'assertion.organization_id', 'attribute.team': 'assertion.team' } });
    expect(other.problems).toEqual([expect.stringMatching(/of assertion\.organization_id.*put attribute\.team into it again/) as string]);
    expect(options(other.command)).toEqual(['--attribute-mapping=google.subject=assertion.sub']);
    expect(read({ attributeMapping: {} }).problems).toEqual(['Its attribute mapping makes no google.subject.']);
    expect(read({ attributeMapping: {}, attributeCondition: `google.subject=='${subject}'` })).not.toHaveProperty('subject');
  });

  test('a provider that is disabled, deleted, or none of OIDC', () => {
    expect(options(read({ disabled: true }).command)).toEqual(['--no-disabled']);
    expect(read({ state: 'DELETED' }).command).toBe(`gcloud iam workload-identity-pools providers undelete ${providerResourceName}`);
    expect(read({ oidc: undefined, aws: { accountId: '1' } })).toEqual({ name: providerResourceName, problems: ['It is no OIDC provider.'] });
  });

  test('uploaded keys without ours are told by their ids', () => {
    const oidc = (...kids: readonly string[]): object => ({ oidc: { issuerUri: issuer, jwksJson: JSON.stringify({ keys: kids.map((kid) => ({ kid, kty: 'RSA' })) }) } });
    expect(read({ ...oidc('key-1', 'old') })).not.toHaveProperty('problems');
    const { problems, command } = read({ ...oidc('old', 'older') });
    expect(problems).toEqual([expect.stringMatching(/key-1 is none of them \(old, older\)/) as string]);
    expect(command).toMatch(/openid-configuration.* >jwks\.json && gcloud .* --jwk-json-path=jwks\.json$/);
    execFileSync('/bin/sh', ['-n'], { input: command });
  });

  test('several at once are one command', () => {
    expect(options(read({ disabled: true, attributeCondition: '', oidc: { issuerUri: 'https://other.example.test' } }).command)).toEqual(['--no-disabled', `--issuer-uri=${issuer}`, `--attribute-condition=assertion.sub=='${subject}'`]);
  });
});

test('the condition that we print is read again as the subject that it is made of', () => {
  for (const each of [subject, String.raw`a'b"c\d`, 'repo:org/repo:ref:refs/heads/main']) expect(admittedSubjects(subjectCondition(each))).toEqual({ of: 'assertion.sub', subjects: [each] });
});
