import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startDevelopment, type Development } from '../development/start-development.ts';
import { installLocalProviders } from '../testing/local-providers.ts';
import { onTerminal } from '../testing/on-terminal.ts';
import { carnetWords, createOperator, type Operator } from '../testing/operator.ts';

const app = `
const { OPENAI_API_KEY: key, DATABASE_PASSWORD: password, PAYMENT_KEY: payment } = process.env;
console.log('plain', key, password, payment);
console.log('encoded', Buffer.from('user:' + key).toString('base64'));
process.stdout.write('split ' + key.slice(0, 9), () => setImmediate(() => {
  process.stdout.write(key.slice(9) + '\\n');
  process.on('SIGINT', () => { console.log('interrupted'); process.exit(23); });
  console.log('ready');
  setInterval(() => {}, 1000);
}));
`;

interface Run {
  readonly id: string;
  readonly kind: string;
  readonly status: string;
  readonly exitCode: number | null;
  readonly variables: readonly { readonly name: string; readonly fingerprint: string | null }[];
}

let development: Development;
let ada: Operator;
beforeAll(async () => {
  development = await startDevelopment({ log: () => undefined });
  ada = createOperator();
  installLocalProviders(ada.home, development.clouds);
  writeFileSync(join(ada.home, 'app.js'), app);
  await ada.ask(['login', '--link', '-'], { stdin: await development.signInLink() });
}, 60_000);
afterAll(async () => {
  await development.close();
  ada[Symbol.dispose]();
});

const lastRun = async (): Promise<Run> => {
  const { runs: [latest] } = await ada.ask<{ runs: readonly { readonly id: string }[] }>(['runs', 'ls', '--limit', '1']);
  return (await ada.ask<{ run: Run }>(['runs', 'show', latest?.id ?? ''])).run;
};

describe.runIf(process.platform === 'linux')('story 3, with a platform: carnet run -a billing -- node app.js | tee log.txt; echo $?', () => {
  test('Ctrl-C reaches the app, its exit code is its own, the log shows no secret in any form, and the run is on record', { timeout: 60_000 }, async () => {
    const words = carnetWords('run', '-a', 'billing', '--', process.execPath, 'app.js').join(' ');
    // The person's shell ignores the interrupt only while it waits for the pipeline, as an interactive one does.
    const { type, until, ended } = onTerminal('/bin/bash', ['-c', `trap : INT; ${words} | (trap '' INT; tee log.txt); exit \${PIPESTATUS[0]}`], { cwd: ada.home, environment: ada.environment });
    await until('ready');
    type('\u0003');
    expect(await ended).toBe(23);
    const log = readFileSync(join(ada.home, 'log.txt'), 'utf8');
    expect(log).toContain('plain *** *** ***\n');
    expect(log).toContain('split ***\n');
    expect(log).toContain('interrupted\n');
    // A word in the middle of every value of the local stores, and the same in base64 at each of its three places.
    expect(log).not.toContain('-local-');
    expect(Buffer.from(/^encoded (\S+)$/m.exec(log)?.[1] ?? '', 'base64').toString('latin1')).not.toContain('-local-');

    const run = await lastRun();
    expect(run).toMatchObject({ kind: 'local', status: 'failed', exitCode: 23 });
    expect(run.variables.map(({ name, fingerprint }) => [name, /^hmac:[0-9a-f]{12}$/.test(fingerprint ?? '')])).toEqual(['DATABASE_PASSWORD', 'DATABASE_USER', 'OPENAI_API_KEY', 'PAYMENT_KEY'].map((name) => [name, true]));
  });

  test('A7b the start and each token that it was given stand in the audit, with who it was', { timeout: 60_000 }, async () => {
    const { entries } = await ada.ask<{ entries: readonly { readonly action: string; readonly actor: { readonly kind: string }; readonly target: unknown; readonly details: Readonly<Record<string, unknown>> }[] }>(['audit', 'ls', '--limit', '200']);
    const { id } = await lastRun();
    expect(entries.find(({ action }) => action === 'local_run.started')).toMatchObject({ actor: { kind: 'person' } });
    const tokens = entries.filter(({ action, details }) => action === 'token.handed_out' && details['purpose'] === 'local-run');
    expect(tokens.length).toBeGreaterThanOrEqual(3);
    expect(tokens.every((entry) => entry.actor.kind === 'person' && JSON.stringify(entry).includes(id))).toBe(true);
  });

  test('its fingerprints are those of a kickoff: the same secret shows the same', { timeout: 60_000 }, async () => {
    const fingerprints = ({ variables }: Run): unknown => Object.fromEntries(variables.map(({ name, fingerprint }) => [name, fingerprint]));
    const local = await lastRun();
    expect((await ada.carnet(['kickoff', 'billing', '--follow'])).code).toBe(0);
    expect(fingerprints(await lastRun())).toEqual(fingerprints(local));
  });

  test('a member whose role does not hold automations:run_locally starts nothing, and reads why', { timeout: 60_000 }, async () => {
    using bob = createOperator();
    installLocalProviders(bob.home, development.clouds);
    const { people } = await development.server.ready;
    await ada.ask(['roles', 'create', 'readers', '--permission', 'automations:read']);
    const invited = await ada.ask<{ invitation: { readonly link: string } }>(['members', 'add', 'bob@carnet.test', '--role', 'readers']);
    await bob.ask(['login', '--url', development.server.url, '--link', '-'], { stdin: await people.signInLink({ email: 'bob@carnet.test', name: 'Bob' }) });
    await bob.ask(['organizations', 'join', '-'], { stdin: invited.invitation.link });

    const refused = await bob.carnet(['run', '-a', 'billing', '--', process.execPath, '-e', "console.log('ran')"]);
    expect(refused).toMatchObject({ code: 125, stdout: '' });
    expect(refused.stderr).toContain('[PERMISSION_DENIED]');
    expect(refused.stderr).toContain('automations:run_locally');
  });
});
