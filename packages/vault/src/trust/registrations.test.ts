import type { RegisteredTrust, SentToken } from '@carnet/provider';
import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { leastTrust } from '../testing/trust-input.ts';
import { registrations } from './registrations.ts';

const { issuer, subject } = leastTrust;
const audience = 'https://vault.example.test:8200';
const identity = { address: audience, namespace: 'admin', mount: 'jwt', role: 'carnet' };
const token: SentToken = { issuer, subject, audience };
const options = [`-address=${audience}`, '-namespace=admin'];

/** As vault prints what the trust registered. */
const role = { role_type: 'jwt', user_claim: 'sub', bound_audiences: [audience], bound_subject: subject, bound_claims: null, token_policies: ['carnet'], token_ttl: 1200 };
const config = { bound_issuer: issuer, oidc_discovery_url: issuer, jwks_url: '', jwt_validation_pubkeys: [] };

function read(data: Readonly<Record<string, unknown>>): RegisteredTrust {
  const [found, ...others] = registrations.read({ request_id: '1', lease_id: '', data, warnings: null }, { identity, token });
  if (!found || others.length > 0) throw new TypeError('There is not one trust.');
  return found;
}

function words(command: string | undefined): string[] {
  return execFileSync('/bin/sh', ['-c', `vault() { printf '%s\\0' "$@"; }; ${command}`], { encoding: 'utf8' }).split('\0').slice(0, -1);
}
const written = ['write', ...options, 'auth/jwt/role/carnet', 'role_type=jwt', 'user_claim=sub'];

test('what fits has the values, and nothing to mend', () => {
  expect(read(role)).toEqual({ name: 'auth/jwt/role/carnet', subject, audiences: [audience] });
  expect(read(config)).toEqual({ name: 'auth/jwt/config', issuer });
  expect(read({ ...config, bound_issuer: '' })).toEqual({ name: 'auth/jwt/config', issuer });
});

test('the commands that print it', () => {
  expect(registrations.commands(identity).map(words)).toEqual([['read', ...options, '-format=json', 'auth/jwt/role/carnet'], ['read', ...options, '-format=json', 'auth/jwt/config']]);
});

test.each([undefined, null, 'text', 7, [], {}, { data: null }, { data: {} }, { data: { keys: ['carnet'] } }, { data: [role] }])('what no command prints is nothing: %j', (document) => {
  expect(registrations.read(document, { identity, token })).toEqual([]);
});

describe('F what differs comes with the command that changes it', () => {
  test('the issuer, which belongs to the mount', () => {
    const { issuer: theirs, problems, command } = read({ ...config, bound_issuer: `${issuer}/` });
    expect(problems).toEqual([expect.stringMatching(/replaces the whole configuration.*a mount of its own/) as string]);
    expect({ theirs, words: words(command) }).toEqual({ theirs: `${issuer}/`, words: ['write', ...options, 'auth/jwt/config', `oidc_discovery_url=${issuer}`, `bound_issuer=${issuer}`] });
    expect(read({ ...config, bound_issuer: '', oidc_discovery_url: '' }).problems?.[0]).toBe('It is bound to no issuer.');
  });

  test('the subject', () => {
    const { subject: theirs, command, problems } = read({ ...role, bound_subject: 'organization:other' });
    expect({ theirs, problems, words: words(command) }).toEqual({ theirs: 'organization:other', problems: undefined, words: [...written, `bound_audiences=${audience}`, `bound_subject=${subject}`] });
  });

  test('the audience, beside those that are there', () => {
    const { audiences, command } = read({ ...role, bound_audiences: ['https://other.example.test'] });
    expect({ audiences, words: words(command) }).toEqual({ audiences: ['https://other.example.test'], words: [...written, `bound_audiences=https://other.example.test,${audience}`, `bound_subject=${subject}`] });
  });

  test.each<[string, object, RegExp]>([
    ['no subject', { bound_subject: '' }, /every subject of the issuer/],
    ['no audience', { bound_audiences: null }, /no bound_audiences/],
    ['a role for browsers', { role_type: 'oidc' }, /oidc/],
    ['another claim for the user', { user_claim: 'email' }, /user_claim is email/],
  ])('%s', (_what, change, problem) => {
    const { problems, command } = read({ ...role, ...change });
    expect(problems).toEqual([expect.stringMatching(problem) as string]);
    expect(words(command).slice(0, written.length)).toEqual(written);
  });

  test('bound claims are named, however deep they are', () => {
    const deep = JSON.parse(`${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`) as object;
    expect(read({ ...role, bound_claims: { team: ['orders'], deep } })).toMatchObject({ problems: ['It has bound_claims, which are not compared, of team, deep.'] });
  });
});
