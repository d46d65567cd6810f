import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { clientOptions } from './client-options.ts';
import { regionNamed } from './partitions.ts';
import { RefusedAnswer } from './request-handler.ts';
import { startHostileHost } from '@carnet/provider-testkit';
import { outputOf } from './testing/run-child.ts';
import { secretsHost, startTestAws, stsHost, type TestAws } from './testing/test-aws.ts';

let aws: TestAws;
let home: string;
beforeEach(async () => { aws = await startTestAws(); home = mkdtempSync(join(tmpdir(), 'carnet-')); });
afterEach(async () => { vi.unstubAllEnvs(); rmSync(home, { recursive: true }); await aws[Symbol.asyncDispose](); });

/** Everything that these two clients would take from the environment, by their source, in its most hostile form. */
const hostileEnvironment = (trap: string): Record<string, string> => ({
  AWS_ENDPOINT_URL: trap, AWS_ENDPOINT_URL_STS: trap, AWS_ENDPOINT_URL_SECRETS_MANAGER: trap, AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'false',
  AWS_REGION: 'ap-south-1', AWS_DEFAULT_REGION: 'ap-south-1', AWS_USE_FIPS_ENDPOINT: 'true', AWS_USE_DUALSTACK_ENDPOINT: 'true', AWS_STS_REGIONAL_ENDPOINTS: 'legacy',
  AWS_MAX_ATTEMPTS: 'many', AWS_RETRY_MODE: 'adaptive', AWS_DEFAULTS_MODE: 'nonsense', AWS_AUTH_SCHEME_PREFERENCE: 'sigv4a', AWS_SIGV4A_SIGNING_REGION_SET: '*',
  AWS_DISABLE_CLOCK_SKEW_CORRECTION: 'nonsense', AWS_SDK_UA_APP_ID: 'x'.repeat(60), AWS_EXECUTION_ENV: 'AWS_ECS_FARGATE', AWS_ACCOUNT_ID_ENDPOINT_MODE: 'required', AWS_ENABLE_DEFAULT_SOCKET_TIMEOUT_2026: 'true',
  AWS_LAMBDA_FUNCTION_NAME: 'trap', _X_AMZN_TRACE_ID: 'Root=1-trap', AWS_BEARER_TOKEN_SECRETS_MANAGER: 'trap',
  AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE', AWS_SECRET_ACCESS_KEY: 'trap', AWS_SESSION_TOKEN: 'trap', AWS_PROFILE: 'trap',
  AWS_ROLE_ARN: 'arn:aws:iam::999999999999:role/trap', AWS_WEB_IDENTITY_TOKEN_FILE: '/etc/hostname', AWS_CONTAINER_CREDENTIALS_FULL_URI: trap, AWS_EC2_METADATA_SERVICE_ENDPOINT: trap,
});

const hostileFile = (trap: string): string => ['profile trap', 'default'].map((section) => `[${section}]
endpoint_url = ${trap}
services = trap
region = ap-south-1
use_fips_endpoint = true
use_dualstack_endpoint = true
max_attempts = many
retry_mode = adaptive
defaults_mode = nonsense
auth_scheme_preference = sigv4a
sigv4a_signing_region_set = *
disable_clock_skew_correction = nonsense
sdk_ua_app_id = ${'x'.repeat(60)}
credential_process = sh -c 'touch ${home}/run'
`).join('\n').concat(`\n[services trap]\nsts =\n  endpoint_url = ${trap}\nsecrets_manager =\n  endpoint_url = ${trap}\n`);

test('no variable and no file of the host moves a request, a region, a retry or a credential', async () => {
  let visitors = 0;
  const trap = createServer((socket) => { visitors += 1; socket.destroy(); });
  await new Promise<void>((resolve) => { trap.listen({ host: '127.0.0.1', port: 0 }, resolve); });
  const address = `http://127.0.0.1:${(trap.address() as AddressInfo).port}`;
  mkdirSync(join(home, '.aws'));
  writeFileSync(join(home, '.aws', 'config'), hostileFile(address));
  writeFileSync(join(home, '.aws', 'credentials'), '[default]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = trap\n');
  aws.secrets.set('a', 'value');
  const input = { connection: aws.clouds.connection, identity: aws.identity, token: aws.issuer.mint(), loggerForced: false };
  const output = await outputOf(input, { HOME: home, ...hostileEnvironment(address) });
  const quiet = await outputOf({ ...input, token: aws.issuer.mint() }, { HOME: home });
  trap.close();
  expect(output).toContain('read 5 bytes');
  expect(quiet).toContain('read 5 bytes');
  expect(visitors).toBe(0);
  expect([...new Set(aws.clouds.requests.filter(({ service }) => service !== 'issuer').map(({ host }) => host))].toSorted()).toEqual([secretsHost, stsHost].toSorted());
});

test('no header says where we run or whose trace this is, which a Lambda function has in its environment', async () => {
  vi.stubEnv('AWS_LAMBDA_FUNCTION_NAME', 'trap');
  vi.stubEnv('_X_AMZN_TRACE_ID', 'Root=1-trap');
  vi.stubEnv('AWS_EXECUTION_ENV', 'trap');
  for (const host of [stsHost, secretsHost]) {
    let sent = '';
    await using server = await startHostileHost(aws.clouds.transport, host, (response, request) => {
      sent = JSON.stringify(request.headers);
      response.writeHead(503).end();
    });
    await aws.open({}, aws.freshContext({ transport: server.transport })).read({ name: 'a' }, {}).catch(() => undefined);
    expect(sent).toContain('"user-agent"');
    expect(sent).not.toMatch(/trap/i);
  }
});

test('a file in HOME is never even opened: a pipe that nobody writes holds nobody up', async () => {
  mkdirSync(join(home, '.aws'));
  execFileSync('mkfifo', [join(home, '.aws', 'config'), join(home, '.aws', 'credentials')]);
  aws.secrets.set('a', 'value');
  const output = await outputOf({ connection: aws.clouds.connection, identity: aws.identity, token: aws.issuer.mint(), loggerForced: false }, { HOME: home });
  expect(output).toContain('read 5 bytes');
});

test('a socket that is silent is ended by the signal of its call alone, whatever the environment says of time', async () => {
  vi.stubEnv('AWS_ENABLE_DEFAULT_SOCKET_TIMEOUT_2026', 'true');
  const { NodeHttpHandler } = await import('@smithy/node-http-handler');
  const resolved: Promise<{ readonly socketTimeout?: number; readonly requestTimeout?: number; readonly connectionTimeout?: number }>[] = [];
  class Watched extends NodeHttpHandler {
    constructor(options: ConstructorParameters<typeof NodeHttpHandler>[0]) {
      super(options);
      resolved.push((this as unknown as { configProvider: (typeof resolved)[number] }).configProvider);
    }
  }
  clientOptions('sts', { region: regionNamed('eu-central-1'), transport: aws.clouds.transport }, Watched);
  const { socketTimeout, requestTimeout = 0, connectionTimeout = 0 } = (await resolved[0]) ?? {};
  expect([socketTimeout, requestTimeout, connectionTimeout]).toEqual([0, 0, 0]);
});

test.each([
  ['another host', { hostname: 'evil.example' }],
  ['plain http', { protocol: 'http:' }],
  ['a port', { port: 8443 }],
  ['a user', { username: 'a', password: 'b' }],
  ['a path', { path: '/elsewhere' }],
])('a request to %s is stopped before anything is sent', async (_, changes) => {
  const { NodeHttpHandler } = await import('@smithy/node-http-handler');
  const { requestHandler } = clientOptions('sts', { region: regionNamed('eu-central-1'), transport: aws.clouds.transport }, NodeHttpHandler);
  const request = { protocol: 'https:', hostname: stsHost, path: '/', method: 'POST', headers: {}, query: {}, body: 'Action=GetCallerIdentity&Version=2011-06-15', ...changes };
  const send = (): Promise<unknown> => requestHandler.handle(request as unknown as Parameters<typeof requestHandler.handle>[0]);
  await expect(send()).rejects.toBeInstanceOf(RefusedAnswer);
  expect(aws.clouds.requests).toEqual([]);
});

test('the one agent is that of the transport, and a client that is destroyed leaves it alone', async () => {
  const { NodeHttpHandler } = await import('@smithy/node-http-handler');
  const { requestHandler } = clientOptions('sts', { region: regionNamed('eu-central-1'), transport: aws.clouds.transport }, NodeHttpHandler);
  aws.secrets.set('a', '1');
  const store = aws.open();
  await store.read({ name: 'a' }, {});
  requestHandler.destroy();
  expect((await store.read({ name: 'a' }, {})).bytes).toHaveLength(1);
});
