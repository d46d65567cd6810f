import { CarnetError, type Diagnosis, type Failure, type Settings } from '@carnet/provider';
import { execFileSync } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { diagnose } from './diagnose.ts';
import { securityTokenFailure } from './security-token-failure.ts';
import { collect, failureOf, startTestGcp, type TestGcp } from './testing/test-gcp.ts';
import { testSubject as subject } from '@carnet/provider-testkit';

const pool = 'projects/123456789012/locations/global/workloadIdentityPools/carnet';
const identity = { providerResourceName: `${pool}/providers/carnet` };
const account = 'reader@orders-project.iam.gserviceaccount.com';
const token = { issuer: 'https://id.example.test', subject, audience: `//iam.googleapis.com/${pool}/providers/carnet`, keyId: 'key-1', issuedAt: 1_000_000_600, expiresAt: 1_000_004_200 };
const member = `principal://iam.googleapis.com/${pool}/subject/${subject}`;

function diagnosed(error: Partial<ConstructorParameters<typeof CarnetError>[0]>, failure: Partial<Failure> = {}): Diagnosis {
  const diagnosis = diagnose({
    error: new CarnetError({ code: 'EXCHANGE_REJECTED', message: 'What happened.', ...error }),
    operation: 'authenticate', method: 'workload-identity', identity, store: { projectId: 'orders-project' }, token, ...failure,
  });
  if (!diagnosis) throw new TypeError('There is no diagnosis.');
  return diagnosis;
}

/** The words that a shell makes of a command. */
function words(command: string | undefined): string[] {
  return execFileSync('/bin/sh', ['-c', `gcloud() { printf '%s\\0' "$@"; }; ${command}`], { encoding: 'utf8' }).split('\0').slice(0, -1);
}

describe('F the three values next to what to register', () => {
  const sent = { issuer: token.issuer, subject: token.subject, audience: token.audience };

  test('invalid_target: the audience differs from the resource name of a provider', () => {
    const diagnosis = diagnosed({ code: 'TRUST_REJECTED', cloudCode: 'invalid_target' });
    expect(diagnosis).toMatchObject({ severity: 'error', sent, cause: expect.stringMatching(/audience.*resource name/) as string, cure: expect.stringMatching(/number of the project/) as string });
    expect(words(diagnosis.command)).toEqual(['iam', 'workload-identity-pools', 'providers', 'describe', identity.providerResourceName, '--format=value(name,state,disabled)']);
  });

  test('the attribute condition: the claim with our sub', () => {
    const diagnosis = diagnosed({ code: 'TRUST_REJECTED', cloudCode: 'unauthorized_client', cloudMessage: 'The given credential is rejected by the attribute condition.' });
    expect(diagnosis).toMatchObject({ sent, cause: expect.stringMatching(/attribute condition.*sub/) as string });
    expect(words(diagnosis.command)).toEqual(['iam', 'workload-identity-pools', 'providers', 'update-oidc', identity.providerResourceName, `--attribute-condition=assertion.sub=='${subject}'`]);
    expect(diagnosis.cure).toMatch(/replaces the whole condition/);
  });

  test.each([
    ['The issuer in ID Token x does not match the expected ones.', /^The issuer of our token differs/, [`--issuer-uri=${token.issuer}`], false],
    ['The audience in ID Token [x] does not match the expected audience.', /^The audience of our token differs/, [`--allowed-audiences=${token.audience}`], true],
    ['Something else.', /^The issuer or audience of our token differs/, [`--issuer-uri=${token.issuer}`, `--allowed-audiences=${token.audience}`], true],
  ])('%s: what differs is registered, and nothing else is touched', (cloudMessage, cause, options, replacesList) => {
    const diagnosis = diagnosed({ code: 'TRUST_REJECTED', cloudCode: 'invalid_grant', cloudMessage });
    expect(diagnosis).toMatchObject({ sent, cause: expect.stringMatching(cause) as string });
    expect(words(diagnosis.command).slice(5)).toEqual(options);
    expect(/replaces the whole list of audiences/.test(diagnosis.cure ?? '')).toBe(replacesList);
  });

  test('the attribute mapping', () => {
    const { command, cure } = diagnosed({ code: 'TRUST_REJECTED', cloudCode: 'unauthorized_client', cloudMessage: 'Could not obtain a value for google.subject from the given credential.' });
    expect(words(command).at(-1)).toBe('--attribute-mapping=google.subject=assertion.sub');
    expect(cure).toMatch(/replaces the whole mapping/);
  });

  test('a value with quotes and a command in it stays one word, and one text of CEL', () => {
    const nasty = `a'; touch /tmp/x; echo "$(id)" \`id\`\\\n`;
    const argv = words(diagnosed({ code: 'TRUST_REJECTED', cloudMessage: 'The given credential is rejected by the attribute condition.' }, { token: { ...token, subject: nasty } }).command);
    expect(argv).toHaveLength(6);
    expect(argv[5]).toBe(`--attribute-condition=assertion.sub=='a\\'; touch /tmp/x; echo "$(id)" \`id\`\\\\\n'`);
    expect(words(diagnosed({ code: 'ACCESS_DENIED', step: 'read' }, { operation: 'read', reference: { name: nasty }, store: { projectId: nasty }, token: { ...token, subject: nasty } }).command)).toHaveLength(7);
  });

  test('the command, done at the local Google, mends the trust', async () => {
    await using gcp = await startTestGcp();
    gcp.poolProvider.attributeCondition = "assertion.sub=='organization:other'";
    const error = await failureOf(gcp.open().authenticate({})) as CarnetError;
    const [, condition] = /^--attribute-condition=(.*)$/.exec(words(diagnosed(error).command)[5] ?? '') ?? [];
    gcp.poolProvider.attributeCondition = condition;
    expect(await gcp.open().authenticate({})).toHaveProperty('expiresAt');
  });
});

test('F the clock, the signature, the reach of the JWKS', () => {
  for (const [off, told] of [[612_000, '612 s ahead of'], [-612_000, '612 s behind']] as const) {
    const answer = { status: 400, headers: { date: new Date(1_000_000_000_000 - off).toUTCString() }, body: Buffer.from('{"error":"invalid_grant","error_description":"ID Token issued at 1 is stale to sign-in."}') };
    expect(diagnose({ error: securityTokenFailure(answer, { now: 1_000_000_000_000, sent: [] }), operation: 'authenticate', method: 'workload-identity', store: {}, token }))
      .toMatchObject({ cause: expect.stringContaining(told) as string, sent: { issuedAt: '1000000600', expiresAt: '1000004200' } });
  }
  const signature = diagnosed({ code: 'SIGNATURE_REJECTED' });
  expect(`${signature.cause} ${signature.cure}`).toMatch(/key-1.*JWKS.*internet/s);
  const reach = diagnosed({ code: 'ISSUER_UNREACHABLE' });
  expect(`${reach.cause} ${reach.cure}`).toMatch(/could not fetch.*outside of your network/s);
  for (const { command, sent } of [signature, reach]) {
    expect(command).toBe('curl -fsS https://id.example.test/.well-known/openid-configuration');
    expect(sent).toMatchObject({ issuer: token.issuer });
  }
  expect(diagnosed({ code: 'ISSUER_UNREACHABLE' }, { token: { ...token, issuer: `${token.issuer}/` } }).command).toBe(reach.command);
});

describe('F PERMISSION_DENIED, as the local Google says it: the role and the member to bind', () => {
  let gcp: TestGcp;
  beforeEach(async () => {
    gcp = await startTestGcp();
    gcp.secrets.set('a', 'x');
    gcp.project.revoke({ member: gcp.principal, role: 'roles/secretmanager.admin' });
  });
  afterEach(async () => { await gcp[Symbol.asyncDispose](); });

  const failed = async (operation: 'read' | 'list' | 'write' | 'remove', as = gcp.identity): Promise<Diagnosis> => {
    const store = gcp.open(gcp.store, gcp.context, as);
    const run = { read: () => store.read({ name: 'a' }, {}), list: () => collect(store.list!({})), write: () => store.write!('a', new Uint8Array([65]), {}), remove: () => store.remove!('a', {}) }[operation];
    const error = await failureOf(run()) as CarnetError;
    expect(error.code).toBe('ACCESS_DENIED');
    return diagnosed(error, { operation, identity: as, authenticated: error.step !== 'authenticate', ...(operation === 'list' ? {} : { reference: { name: 'a' } }) });
  };
  /** Does the binding of a command at the local Google. */
  const bind = (diagnosis: Diagnosis): void => {
    const argv = words(diagnosis.command);
    const option = (name: string): string => argv.find((word) => word.startsWith(`--${name}=`))?.slice(name.length + 3) ?? '';
    const binding = { member: option('member'), role: option('role') };
    if (argv[0] === 'projects') gcp.project.grant(binding);
    else if (argv[0] === 'secrets') gcp.secrets.grant(argv[2] ?? '', binding);
    else gcp.account.grant(binding);
  };

  test('secrets.list: a warning, the viewer at the project; the command mends it', async () => {
    const diagnosis = await failed('list');
    expect(diagnosis).toMatchObject({ severity: 'warning', cause: expect.stringMatching(/listing is denied/) as string });
    expect(words(diagnosis.command)).toEqual(['projects', 'add-iam-policy-binding', 'orders-project', `--member=${gcp.principal}`, '--role=roles/secretmanager.viewer', '--condition=None']);
    bind(diagnosis);
    expect(await collect(gcp.open().list!({}))).toEqual([{ name: 'a' }]);
  });

  test('versions.access: the accessor on that secret; the command mends it', async () => {
    const diagnosis = await failed('read');
    expect(diagnosis).toMatchObject({ severity: 'error', cause: expect.stringMatching(/trust works.*role on this secret is missing/) as string });
    expect(words(diagnosis.command)).toEqual(['secrets', 'add-iam-policy-binding', 'a', '--project=orders-project', `--member=${gcp.principal}`, '--role=roles/secretmanager.secretAccessor', '--condition=None']);
    bind(diagnosis);
    expect(await gcp.open().read({ name: 'a' }, {})).toMatchObject({ version: '1' });
  });

  test('write: versions can be added to that secret and no other; the command mends it, and the cure names the role that makes secrets', async () => {
    const diagnosis = await failed('write');
    expect(words(diagnosis.command)).toEqual(['secrets', 'add-iam-policy-binding', 'a', '--project=orders-project', `--member=${gcp.principal}`, '--role=roles/secretmanager.secretVersionAdder', '--condition=None']);
    expect(diagnosis.cure).toMatch(/gcloud projects add-iam-policy-binding .*secretmanager\.admin/);
    bind(diagnosis);
    await gcp.open().write!('a', new Uint8Array([65]), {});
  });

  test('remove: the administrator of that secret and no other; the command mends it', async () => {
    gcp.secrets.set('b', 'x');
    const diagnosis = await failed('remove');
    expect(words(diagnosis.command)).toEqual(['secrets', 'add-iam-policy-binding', 'a', '--project=orders-project', `--member=${gcp.principal}`, '--role=roles/secretmanager.admin', '--condition=None']);
    bind(diagnosis);
    await gcp.open().remove!('a', {});
    await expect(gcp.open().remove!('b', {})).rejects.toMatchObject({ code: 'ACCESS_DENIED' });
  });

  test('iam.serviceAccounts.getAccessToken: the user of the workload identity, for the federated principal; then the accessor, for the account', async () => {
    const as = { ...gcp.identity, serviceAccountEmail: gcp.account.email };
    const first = await failed('read', as);
    expect(first.cause).toMatch(/getAccessToken/);
    expect(words(first.command)).toEqual(['iam', 'service-accounts', 'add-iam-policy-binding', `projects/-/serviceAccounts/${gcp.account.email}`, `--member=${gcp.principal}`, '--role=roles/iam.workloadIdentityUser', '--condition=None']);
    bind(first);
    const second = await failed('read', as);
    expect(second.command).toContain(`--member=serviceAccount:${gcp.account.email}`);
    bind(second);
    expect(await gcp.open(gcp.store, gcp.context, as).read({ name: 'a' }, {})).toMatchObject({ version: '1' });
  });
});

test('F an API that is not enabled, a perimeter, a place', () => {
  expect(diagnosed({ code: 'ACCESS_DENIED', step: 'read', cloudCode: 'SERVICE_DISABLED' }, { operation: 'read' }).command).toBe('gcloud services enable secretmanager.googleapis.com --project=orders-project');
  for (const [serviceAccountEmail, project] of [['reader@accounts-project.iam.gserviceaccount.com', 'accounts-project'], ['accounts-project@appspot.gserviceaccount.com', 'accounts-project'], ['1-compute@developer.gserviceaccount.com', '"$PROJECT_ID"']]) {
    expect(diagnosed({ code: 'ACCESS_DENIED', step: 'authenticate', cloudCode: 'SERVICE_DISABLED' }, { identity: { ...identity, serviceAccountEmail } as Settings }).command).toBe(`gcloud services enable iamcredentials.googleapis.com --project=${project}`);
  }
  expect(diagnosed({ code: 'ACCESS_DENIED', step: 'read', cloudCode: 'SECURITY_POLICY_VIOLATED', hint: 'Let it in.' }, { operation: 'read' })).toEqual({ cause: 'What happened.', cure: 'Let it in.', severity: 'error' });
  expect(diagnosed({ code: 'ACCESS_DENIED', step: 'read' }, { operation: 'read', reference: { name: 'a' }, store: { projectId: 'orders-project', location: 'europe-west3' } }).command).toBe(`CLOUDSDK_API_ENDPOINT_OVERRIDES_SECRETMANAGER=https://secretmanager.europe-west3.rep.googleapis.com/ gcloud secrets add-iam-policy-binding a --project=orders-project --location=europe-west3 --member=${member} --role=roles/secretmanager.secretAccessor --condition=None`);
});

test('F the name of a secret that begins with a hyphen is no option of the command', () => {
  const reference = { name: '-app' };
  for (const [code, place] of [['ACCESS_DENIED', 2], ['SECRET_DISABLED', 3]] as const) {
    expect(words(diagnosed({ code, step: 'read' }, { operation: 'read', reference }).command)[place]).toBe('projects/orders-project/secrets/-app');
  }
});

test('F a service account that is unknown, a key that is refused', () => {
  const failure = { method: 'service-account-key', methodSettings: { clientEmail: account, privateKeyId: 'ab12' } };
  const { identity: _, token: __, ...bare } = { identity, token, ...failure };
  const key = diagnose({ error: new CarnetError({ code: 'STATIC_SECRET_REJECTED', message: 'x' }), operation: 'authenticate', store: { projectId: 'orders-project' }, ...bare });
  expect(key).toMatchObject({ command: `gcloud iam service-accounts keys list --iam-account=${account}`, sent: { serviceAccount: account, privateKeyId: 'ab12' } });
  expect(diagnosed({ code: 'PRINCIPAL_NOT_FOUND' }, { identity: { ...identity, serviceAccountEmail: account } }).command).toContain(`describe ${account}`);
  expect(diagnosed({ code: 'PRINCIPAL_NOT_FOUND' }).command).toContain('"$EMAIL"');
});

test('F secret not found, disabled, throttled', () => {
  const reference = { name: 'db_password' };
  expect(diagnosed({ code: 'SECRET_NOT_FOUND' }, { reference }).command).toBe("gcloud secrets list --project=orders-project --format='value(name)'");
  expect(diagnosed({ code: 'SECRET_DISABLED' }, { reference }).command).toBe('gcloud secrets versions list db_password --project=orders-project');
  expect(diagnosed({ code: 'THROTTLED', retryAfter: 2500 }).cure).toMatch(/^Wait 3 s/);
  expect(diagnosed({ code: 'SECRET_NOT_FOUND' }, { store: {} }).command).toContain('"$PROJECT_ID"');
});

test('other codes keep their generic text', () => {
  expect(diagnose({ error: new CarnetError({ code: 'STORE_FAULT', message: 'x' }), operation: 'read', method: 'workload-identity', store: {} })).toBeUndefined();
});
