import { expect, test } from 'vitest';
import { isAlive } from './testing/is-alive.ts';
import { processesBelow } from './testing/processes-below.ts';
import { runProgram, type RunningProgram } from './testing/running-program.ts';
import { send, type Answer } from './testing/send.ts';

interface Kickoff {
  readonly id: string;
  readonly status: string;
  readonly endedAt: string | null;
  readonly variables: readonly { readonly name: string; readonly fingerprint: string; readonly changed: boolean | null }[];
}

const curl = /curl -sS -X POST (\S+) -H 'authorization: ([^']+)'/g;

/** What the printed lines would do: the rotation, and the kickoff that a program starts. */
function printed(program: RunningProgram): { rotate(): Promise<Answer>; start(): Promise<Answer>; kickOff(): Promise<Kickoff>; readonly tokens: readonly string[] } {
  const [rotation, kickoff] = [...program.stdout().matchAll(curl)];
  const [, rotateUrl = '', rotateToken = ''] = rotation ?? [];
  const [, url = '', authorization = ''] = kickoff ?? [];
  const headers = { authorization, 'content-type': 'application/json' };
  const runs = url.replace(/\/automations\/.*/, '/kickoffs');
  const start = (): Promise<Answer> => send(url, { method: 'POST', headers, body: '{}' });
  return {
    start,
    tokens: [rotateToken, authorization].map((text) => text.replace('Bearer ', '')),
    rotate: () => send(rotateUrl, { method: 'POST', headers: { authorization: rotateToken } }),
    async kickOff() {
      const { id } = JSON.parse((await start()).text) as Kickoff;
      const read = async (): Promise<Kickoff> => JSON.parse((await send(`${runs}/${id}`, { headers })).text) as Kickoff;
      await expect.poll(async () => (await read()).endedAt, { timeout: 30_000 }).not.toBeNull();
      return await read();
    },
  };
}

test('npm start: a person follows what is printed and sees a rotation, and no secret is in any byte of it', { timeout: 90_000 }, async () => {
  await using program = runProgram('development.ts', {
    DEBUG: '*', AZURE_LOG_LEVEL: 'verbose', OIDC_PRIVATE_KEY: 'canary-key',
  });
  const [, url = ''] = await program.shows(/^ready (http:\/\/127\.0\.0\.1:\d+)$/m);
  await program.shows(/kickoffs -H .*\n\n/);
  const documents = [await send(`${url}/.well-known/openid-configuration`), await send(`${url}/oauth2/jwks`)];
  expect(JSON.parse(documents[0]?.text ?? '')).toMatchObject({ issuer: 'https://issuer.carnet.test', jwks_uri: 'https://issuer.carnet.test/oauth2/jwks' });
  expect(JSON.parse(documents[1]?.text ?? '')).toMatchObject({ keys: [{ kty: 'RSA', alg: 'RS256' }] });

  const { kickOff, rotate, tokens } = printed(program);
  const before = await kickOff();
  expect((await rotate()).status).toBe(200);
  const after = await kickOff();
  expect([before.status, after.status]).toEqual(['succeeded', 'succeeded']);
  expect(after.variables.filter(({ changed }) => changed).map(({ name }) => name)).toEqual(['DATABASE_PASSWORD', 'OPENAI_API_KEY', 'PAYMENT_KEY']);
  expect(await program.end('SIGTERM')).toBe(0);

  const everything = [program.stdout(), program.stderr(), JSON.stringify([before, after]), ...documents.map(({ text }) => text)].join('\n');
  // The word that each value of the three stores holds, raw, in hex and in base64 at its three offsets; a JWT, a private key; and the tokens
  // outside the lines that are for the person.
  const values = [/-local-[\w-]{32}/, /2d6c6f63616c2d/i, /LWxvY2Fs/, /1sb2NhbC/, /tbG9jYWwt/];
  for (const canary of [...values, /eyJ[\w-]{10,}\./, /PRIVATE KEY/, /canary/]) expect(canary.test(everything)).toBe(false);
  for (const token of tokens) expect(everything.replaceAll(curl, '')).not.toContain(token);
});

test.runIf(process.platform === 'linux').each(['SIGTERM', 'SIGINT', 'SIGKILL'] as const)('%s during a kickoff leaves no process', { timeout: 60_000 }, async (signal) => {
  await using program = runProgram('development.ts');
  await program.shows(/kickoffs -H .*\n/);
  expect((await printed(program).start()).status).toBe(201);
  await expect.poll(() => processesBelow(program.pid).length, { timeout: 10_000 }).toBeGreaterThan(1);
  const below = processesBelow(program.pid);
  const code = await program.end(signal);
  if (signal !== 'SIGKILL') expect(code).toBe(0);
  await expect.poll(() => below.filter(isAlive), { timeout: 10_000 }).toEqual([]);
});
