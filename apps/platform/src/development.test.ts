import { expect, test } from 'vitest';
import type { KickoffRecord } from './kickoffs/kickoffs.ts';
import { isAlive } from './testing/is-alive.ts';
import { processesBelow } from './testing/processes-below.ts';
import { runProgram, type RunningProgram } from './testing/running-program.ts';
import { send, type Answer } from './testing/send.ts';

const curl = /curl -sS -X POST (\S+) -H 'authorization: ([^']+)' -H 'content-type: application\/json'/g;

/** What the printed line would do. */
function run([, url = '', authorization = '']: RegExpMatchArray): Promise<Answer> {
  return send(url, { method: 'POST', headers: { authorization, 'content-type': 'application/json' } });
}

test('npm start: a person follows what is printed and sees a rotation, and no secret is in any byte of it', { timeout: 60_000 }, async () => {
  await using program = runProgram('development.ts', {
    DEBUG: '*', AZURE_LOG_LEVEL: 'verbose', NODE_DEBUG: 'http,https,tls,child_process', OIDC_PRIVATE_KEY: 'canary-key',
  });
  const [, url = ''] = await program.shows(/^ready (http:\/\/127\.0\.0\.1:\d+)$/m);
  await program.shows(/development\/rotate -H .*\n\n/);

  const [discovery = '', jwks = ''] = program.stdout().match(/^ {2}http\S+$/gm) ?? [];
  const documents = [await send(discovery.trim()), await send(jwks.trim())];
  expect(JSON.parse(documents[0]?.text ?? '')).toMatchObject({ issuer: 'https://issuer.carnet.test', jwks_uri: 'https://issuer.carnet.test/oauth2/jwks' });
  expect(JSON.parse(documents[1]?.text ?? '')).toMatchObject({ keys: [{ kty: 'RSA', alg: 'RS256' }] });

  const [kickoff, rotate] = [...program.stdout().matchAll(curl)];
  if (!kickoff || !rotate) throw new Error('The two commands are missing.');
  const answers = [await run(kickoff), await run(rotate), await run(kickoff)];
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  const [before, , after] = answers.map(({ text }) => JSON.parse(text) as KickoffRecord);
  expect([before?.status, after?.status]).toEqual(['succeeded', 'succeeded']);
  const fingerprints = [before, after].map((record) => Object.fromEntries(record?.variables.map(({ name, fingerprint }) => [name, fingerprint]) ?? []));
  const changed = Object.keys(fingerprints[1] ?? {}).filter((name) => fingerprints[0]?.[name] !== fingerprints[1]?.[name]);
  expect(changed).toEqual(['OPENAI_API_KEY', 'DATABASE_PASSWORD', 'PAYMENT_KEY']);
  expect(after?.output.stdout).toContain('Printed by mistake: *** *** ***');

  const refused = [await send(`${url}/development/rotate`, { method: 'POST' }), await send(`${url}/v1/automations/none/kickoffs`, { method: 'POST', headers: { authorization: kickoff[2] ?? '' } })];
  expect(refused.map(({ status }) => status)).toEqual([401, 404]);
  expect(await program.end('SIGTERM')).toBe(0);

  const everything = [program.stdout(), program.stderr(), ...[...documents, ...answers, ...refused].flatMap(({ text, headers }) => [text, JSON.stringify(headers)])].join('\n');
  const token = kickoff[2]?.replace('Bearer ', '') ?? '';
  // The word that each value of the three stores holds, raw, in hex and in base64 at its three offsets; a JWT, a private key; and the
  // bearer token outside the two lines that are for the person.
  const values = [/-local-[\w-]{32}/, /2d6c6f63616c2d/i, /LWxvY2Fs/, /1sb2NhbC/, /tbG9jYWwt/];
  for (const canary of [...values, /eyJ[\w-]{10,}\./, /PRIVATE KEY/, /canary/]) expect(canary.test(everything)).toBe(false);
  expect(everything.replaceAll(curl, '')).not.toContain(token);
});

/** Starts a kickoff by the printed command and waits until its process is there. */
async function kickOffIn(program: RunningProgram): Promise<{ readonly answer: Promise<unknown>; readonly below: readonly number[] }> {
  await program.shows(/rotate -H .*\n/);
  const [kickoff] = [...program.stdout().matchAll(curl)];
  if (!kickoff) throw new Error('The command is missing.');
  const answer = run(kickoff).catch(() => undefined);
  await expect.poll(() => processesBelow(program.pid).length, { timeout: 10_000 }).toBeGreaterThan(0);
  return { answer, below: processesBelow(program.pid) };
}

test.runIf(process.platform === 'linux').each(['SIGTERM', 'SIGINT'] as const)('%s during a kickoff ends with 0 and leaves no process', { timeout: 60_000 }, async (signal) => {
  await using program = runProgram('development.ts');
  const { answer, below } = await kickOffIn(program);
  expect(await program.end(signal)).toBe(0);
  expect(below.filter(isAlive)).toEqual([]);
  await answer;
});

test.runIf(process.platform === 'linux')('a platform that is killed takes the process of its kickoff along', { timeout: 60_000 }, async () => {
  await using program = runProgram('development.ts');
  const { answer, below } = await kickOffIn(program);
  await program.end('SIGKILL');
  await expect.poll(() => below.filter(isAlive), { timeout: 10_000 }).toEqual([]);
  await answer;
});
