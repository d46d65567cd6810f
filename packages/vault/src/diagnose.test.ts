import { CarnetError, type Diagnosis, type Failure } from '@carnet/provider';
import { testSubject } from '@carnet/provider-testkit';
import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { diagnose } from './diagnose.ts';
import { failureOf } from './testing/outcomes.ts';
import { errors, scriptedVault } from './testing/scripted-vault.ts';

const address = 'https://vault.example.test:8200';
const identity = { address, role: 'reader', namespace: 'admin/team', mount: 'jwt' };
const token = { issuer: 'https://id.example.test', subject: testSubject, audience: address, keyId: 'key-1', issuedAt: 1_000_000_600, expiresAt: 1_000_004_200 };
const options = [`-address=${address}`, '-namespace=admin/team'];

function diagnosed(error: Partial<ConstructorParameters<typeof CarnetError>[0]>, failure: Partial<Failure> = {}): Diagnosis {
  const diagnosis = diagnose({
    error: new CarnetError({ code: 'EXCHANGE_REJECTED', message: 'What happened.', ...error }),
    operation: 'authenticate', method: 'workload-identity', identity, store: { mount: 'secret', field: 'value' }, token, ...failure,
  });
  if (!diagnosis) throw new TypeError('There is no diagnosis.');
  return diagnosis;
}

/** The words that a shell makes of each `vault` in a command, and what arrives at its standard input. */
function words(command: string | undefined): string[][] {
  const shell = `vault() { if [ "$1" = policy ]; then cat; printf '\\0'; fi; printf '%s\\0' "$@"; printf '\\1'; }; ${command}`;
  return execFileSync('/bin/sh', ['-c', shell], { encoding: 'utf8' }).split('\u0001').slice(0, -1).map((call) => call.split('\0').slice(0, -1));
}

/** What a real refusal is diagnosed as, so that the texts of the error and of the diagnosis cannot drift apart. */
async function refusal(...messages: readonly string[]): Promise<Diagnosis> {
  const vault = scriptedVault(({ path }) => (path.endsWith('/login') ? errors(400, ...messages) : undefined));
  const error = await failureOf(vault.open().authenticate({}));
  return diagnosed({ ...error, message: error.message });
}

describe('F the three values next to what to register', () => {
  const sent = { issuer: token.issuer, subject: token.subject, audience: token.audience };

  test.each([
    ['error validating token: invalid audience (aud) claim: audience claim does not match any expected audience', ['write', ...options, 'auth/jwt/role/reader', 'role_type=jwt', `bound_audiences=${address}`], /replaces the whole list/],
    ['audience claim found in JWT but no audiences bound to the role', ['write', ...options, 'auth/jwt/role/reader', 'role_type=jwt', `bound_audiences=${address}`], /replaces the whole list/],
    ['error validating token: invalid subject (sub) claim', ['write', ...options, 'auth/jwt/role/reader', 'role_type=jwt', `bound_subject=${testSubject}`], /role of its own/],
    ['error validating token: invalid issuer (iss) claim', ['write', ...options, 'auth/jwt/config', `oidc_discovery_url=${token.issuer}`, `bound_issuer=${token.issuer}`], /mount of its own.*replaces the whole configuration.*vault read .*auth\/jwt\/config/],
    ['error validating claims: claim "team" does not match any associated bound claim values', ['read', ...options, 'auth/jwt/role/reader'], /bound_claims/],
  ])('%s', async (message, command, cure) => {
    const diagnosis = await refusal(message);
    expect(diagnosis).toMatchObject({ severity: 'error', sent, cure: expect.stringMatching(cure) });
    expect(words(diagnosis.command)).toEqual([command]);
  });

  test('a role that there is not is looked for where it was', async () => {
    const diagnosis = await refusal('role "reader" could not be found');
    expect(diagnosis).toMatchObject({ sent: { mount: 'auth/jwt', role: 'reader' } });
    expect(words(diagnosis.command)).toEqual([['list', ...options, 'auth/jwt/role']]);
  });

  test('a mount that there is not', () => {
    const diagnosis = diagnosed({ code: 'PRINCIPAL_NOT_FOUND', hint: 'Compare.' });
    expect(words(diagnosis.command)).toEqual([['auth', 'list', ...options]]);
    expect(diagnosis.cure).toBe('Compare.');
  });

  test('a role for people with a browser', async () => {
    expect(await refusal('role with oidc role_type is not allowed')).toMatchObject({ cause: expect.stringContaining('role_type oidc'), cure: 'Write the role with role_type=jwt.' });
  });
});

test('F the clock, the signature, the reach of the JWKS', async () => {
  expect(await refusal('error validating token: invalid expiration time (exp) claim: token is expired')).toMatchObject({ command: 'timedatectl set-ntp true', sent: { issuedAt: '1000000600', expiresAt: '1000004200' } });
  const signature = await refusal('error validating token: error verifying token signature: failed to verify id token signature');
  const reach = await refusal('error configuring token validator: Get "https://id.example.test/.well-known/openid-configuration": dial tcp: i/o timeout');
  expect(`${signature.cause} ${signature.cure}`).toMatch(/key-1.*JWKS/s);
  expect(`${reach.cause} ${reach.cure}`).toMatch(/could not fetch.*on the host of Vault/s);
  for (const { command, sent } of [signature, reach]) {
    expect(command).toBe('curl -fsS https://id.example.test/.well-known/openid-configuration');
    expect(sent).toMatchObject({ issuer: token.issuer });
  }
  expect(diagnosed({ code: 'ISSUER_UNREACHABLE' }, { token: { ...token, issuer: `${token.issuer}/` } }).command).toBe(reach.command);
});

describe('F a policy that is missing: the rule, and the role that needs it', () => {
  const denied = (operation: Failure['operation'], failure: Partial<Failure> = {}): Diagnosis => diagnosed({ code: 'ACCESS_DENIED', step: 'read' }, { operation, authenticated: true, reference: { name: 'teams/db' }, ...failure });
  const shown = ['read', ...options, '-field=token_policies', 'auth/jwt/role/reader'];

  test.each<[Failure['operation'], string, string]>([
    ['read', 'carnet.read.secret.teams-db', 'path "secret/data/teams/db" { capabilities = ["read"] }\n'],
    ['write', 'carnet.write.secret.teams-db', 'path "secret/data/teams/db" { capabilities = ["create","update","patch"] }\n'],
    ['remove', 'carnet.remove.secret.teams-db', 'path "secret/metadata/teams/db" { capabilities = ["delete"] }\n'],
  ])('%s', (operation, name, rule) => {
    const diagnosis = denied(operation);
    expect(diagnosis).toMatchObject({ severity: 'error', cause: expect.stringMatching(/^The trust works/) });
    expect(words(diagnosis.command)).toEqual([[rule, 'policy', 'write', ...options, name, '-'], shown]);
  });

  test('the policy of one secret does not replace that of another whose name is written alike', () => {
    const names = ['teams/db', 'teams-db', 'teams.db', 'teams/Db', 'teams_2d_db', 'x'.repeat(200), `${'x'.repeat(200)}y`].map((name) => words(denied('read', { reference: { name } }).command)[0]?.at(-2));
    expect(new Set(names).size).toBe(names.length);
    expect(names.join('')).toMatch(/^[a-z0-9._-]+$/);
  });

  test('list is a warning, with the folder of the credential', () => {
    const diagnosis = diagnosed({ code: 'ACCESS_DENIED', step: 'list' }, { operation: 'list', store: { mount: 'kv', path: 'teams' } });
    expect(diagnosis.severity).toBe('warning');
    expect(words(diagnosis.command)).toEqual([['path "kv/metadata/teams/*" { capabilities = ["list"] }\n', 'policy', 'write', ...options, 'carnet.list.kv.teams', '-'], shown]);
    expect(words(diagnosed({ code: 'ACCESS_DENIED', step: 'list' }, { operation: 'list', store: { mount: 'kv' } }).command)[0]?.[0]).toBe('path "kv/metadata/*" { capabilities = ["list"] }\n');
  });

  test('a token of the credential has no role', () => {
    const { command } = denied('read', { method: 'token', identity: {}, methodSettings: { address } });
    expect(words(command)).toHaveLength(1);
    expect(command).not.toContain('role');
    expect(denied('read', { method: 'token', identity: {}, methodSettings: { address } }).cure).not.toContain('role');
  });

  test('a name that a policy would read as a pattern has no command: it would let more in', () => {
    for (const name of ['a*', 'a/+/b', '+', 'a{{b']) {
      for (const operation of ['read', 'write', 'remove'] as const) {
        const { cure, command } = denied(operation, { reference: { name } });
        expect([cure, command]).toEqual([expect.stringContaining('by hand'), undefined]);
      }
    }
    expect(denied('read', { reference: { name: 'a*b+c' } }).command).toContain('a*b+c');
  });

  test('a control group is told as such', () => {
    expect(diagnosed({ code: 'ACCESS_DENIED', message: 'A control group holds it back.', hint: 'Leave it out.' }, { operation: 'read' })).toEqual({ cause: 'A control group holds it back.', cure: 'Leave it out.', severity: 'error' });
  });
});

test('F not found, disabled, a wrong mount, a redirect, too many requests, a static token', () => {
  const reference = { name: 'teams/db' };
  expect(words(diagnosed({ code: 'SECRET_NOT_FOUND' }, { reference }).command)).toEqual([['kv', 'list', ...options, 'secret/teams']]);
  expect(words(diagnosed({ code: 'SECRET_NOT_FOUND' }, { reference: { name: 'db' } }).command)).toEqual([['kv', 'list', ...options, 'secret/']]);
  expect(words(diagnosed({ code: 'SECRET_DISABLED' }, { reference }).command)).toEqual([['kv', 'metadata', 'get', ...options, 'secret/teams/db']]);
  expect(words(diagnosed({ code: 'SETTINGS_INVALID', step: 'read' }).command)).toEqual([['secrets', 'list', ...options, '-detailed']]);
  expect(words(diagnosed({ code: 'REDIRECT_REFUSED' }).command)).toEqual([['status', ...options]]);
  expect(diagnosed({ code: 'THROTTLED', retryAfter: 2500 }).cure).toMatch(/^Wait 3 s/);
  expect(diagnosed({ code: 'STATIC_SECRET_REJECTED' }, { method: 'token' }).command).toBe(`vault token create -address=${address} -namespace=admin/team -orphan -period=24h -policy="$POLICY"`);
});

test('a value with quotes and a command in it stays one word', () => {
  const nasty = `a'; touch /tmp/x; echo "$(id)" \`id\`\\\n`;
  const failure = { identity: { ...identity, role: nasty, namespace: nasty }, store: { mount: nasty, path: nasty }, token: { ...token, subject: nasty }, reference: { name: nasty } };
  for (const [code, message] of [['TRUST_REJECTED', 'bound_subject'], ['PRINCIPAL_NOT_FOUND', 'no role'], ['SECRET_DISABLED', ''], ['SECRET_NOT_FOUND', '']] as const) {
    for (const call of words(diagnosed({ code, message }, failure).command)) expect(call.join('\0')).toContain(nasty);
  }
  for (const operation of ['read', 'list', 'write', 'remove'] as const) expect(words(diagnosed({ code: 'ACCESS_DENIED' }, { ...failure, operation }).command)).toHaveLength(2);
});

test('a name that begins with a hyphen is no option of the command', () => {
  for (const code of ['SECRET_NOT_FOUND', 'SECRET_DISABLED'] as const) {
    const [call = []] = words(diagnosed({ code }, { reference: { name: '-x/y' } }).command);
    expect(call.filter((word) => word.startsWith('-x'))).toEqual([]);
  }
});

test('other codes, and settings that were refused when they were opened, keep their generic text', () => {
  const failure = { operation: 'read', method: 'workload-identity', store: {} } as const;
  expect(diagnose({ error: new CarnetError({ code: 'STORE_FAULT', message: 'x' }), ...failure })).toBeUndefined();
  expect(diagnose({ error: new CarnetError({ code: 'SETTINGS_INVALID', step: 'configure', message: 'x' }), ...failure })).toBeUndefined();
  expect(diagnose({ error: new CarnetError({ code: 'TRUST_REJECTED', message: 'bound_subject' }), ...failure })?.command).toBeUndefined();
});
