import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCarnet, type Ended } from '../testing/carnet-process.ts';
import { databasePassword, secretValue, startFederation, withOpen, type LocalFederation } from '../testing/local-federation.ts';
import { captureHost } from '../testing/captured-host.ts';
import { performCommand } from '../testing/perform-command.ts';
import { projectWith } from '../testing/workspace.ts';
import { examine, type CheckOptions } from './check-credential.ts';

const audience = 'api://AzureADTokenExchange';
let federation: LocalFederation;
beforeAll(async () => { federation = await startFederation(); });
afterAll(() => federation[Symbol.asyncDispose]());

/** The real command on a token file, with what a list command printed on its standard input. */
async function check(flags: readonly string[], registered = ''): Promise<Ended> {
  const { azure: { tenant, application, vault }, clouds, issuer, organization } = federation;
  const { token } = await issuer.mint({ organization, audience });
  const settings = { connection: clouds.connection, tenantId: tenant.id, clientId: application.clientId, vaultUrl: vault.url };
  const cwd = projectWith({ 'local-azure.json': JSON.stringify(settings), token });
  const config = fileURLToPath(new URL('../testing/local-azure.config.ts', import.meta.url));
  const started = startCarnet([...flags, '--config', config], { cwd });
  started.process.stdin.end(registered);
  const ended = await started.ended;
  for (const hidden of [token, token.split('.')[1] ?? '', secretValue, databasePassword]) expect(ended.stdout + ended.stderr).not.toContain(hidden);
  return ended;
}

/** The same in this process, where another one would prove nothing more. */
async function examined(options: CheckOptions, registered = ''): Promise<{ readonly code: number; readonly stdout: string }> {
  const { host, written } = captureHost();
  Object.assign(host, { stdin: Readable.from([Buffer.from(registered)]) });
  const code = await withOpen(federation.config(['azure']), (open) => examine('azure', open, options, host));
  return { code, stdout: written.stdout };
}

/** As `az ad app federated-credential list` prints them. */
function listed(): string {
  return JSON.stringify(federation.azure.application.federatedCredentials.map(({ audience: only, ...rest }) => ({ ...rest, audiences: [only], description: null, id: '0f4a1c52-9c1a-4a0e-8a57-3b1e7c1d2f60' })));
}

const commandOf = ({ stdout }: { readonly stdout: string }): string => /^ +command +(.+)$/m.exec(stdout)?.[1] ?? '';

describe('story 7: one character of the subject is wrong', () => {
  it('shows the character, and the printed command mends it', async () => {
    const { azure: { application }, issuer, subject } = federation;
    const at = subject.length - 5;
    const wrong = `${subject.slice(0, at)}${subject[at] === '0' ? '1' : '0'}${subject.slice(at + 1)}`;
    application.removeFederatedCredential('carnet');
    application.addFederatedCredential({ name: 'carnet', issuer: issuer.issuer, subject: wrong, audience });

    const red = await check(['check', 'vault', '--registered', '-'], listed());
    expect(red.code, red.stdout).toBe(5);
    expect(red.stdout).toMatch(/✗ fail +exchange/);
    expect(red.stdout).toContain('AADSTS700213');
    expect(red.stdout).toContain(`Character ${at + 1} of the subject differs: "${subject[at]}" in ours, "${wrong[at]}" in what is registered.`);
    const lines = red.stdout.split('\n');
    const ours = lines.findIndex((line) => line.trim() === `ours        ${subject}`);
    expect(lines[ours + 1]?.trim()).toBe(`registered  ${wrong}`);
    expect(lines[ours + 2]?.indexOf('^')).toBe((lines[ours]?.indexOf(subject) ?? 0) + at);

    performCommand(federation, commandOf(red));
    const green = await examined({ registered: ['-'] }, listed());
    expect(green.stdout).toContain('All is well');
    expect(green.code).toBe(0);
  });

  it('the command that lists what is registered leads into the comparison', async () => {
    const { azure: { application }, issuer, subject } = federation;
    application.removeFederatedCredential(application.federatedCredentials[0]?.name ?? '');
    const { stdout } = await examined({ config: "it's.ts" });
    application.addFederatedCredential({ name: 'carnet', issuer: issuer.issuer, subject, audience });
    expect(stdout).toContain(`az ad app federated-credential list --id ${application.clientId} | carnet check azure --config 'it'\\''s.ts' --registered -`);
  });

  it('without the list, shows the three values and the commands that print theirs', async () => {
    const { azure: { application }, issuer, subject } = federation;
    const [registered] = application.federatedCredentials;
    application.removeFederatedCredential(registered?.name ?? '');
    const red = await check(['check', 'vault', '--json']);
    application.addFederatedCredential({ name: 'carnet', issuer: issuer.issuer, subject, audience });
    const report = JSON.parse(red.stdout) as { exitCode: number; rungs: { id: string; status: string }[] };
    expect(report).toMatchObject({ version: 1, status: 'fail', exitCode: 5, credential: 'vault', provider: 'azure', workloadIdentity: 'production' });
    expect(report.rungs.find(({ id }) => id === 'exchange')).toMatchObject({
      status: 'fail', sent: { issuer: issuer.issuer, subject, audience }, commands: expect.arrayContaining([expect.stringContaining('federated-credential list')]) as string[],
    });
    expect(report.rungs.map(({ id }) => id)).toEqual(['issuer.discovery', 'issuer.name', 'issuer.keys', 'clock', 'mint', 'registration', 'exchange', 'identity', 'list']);
    expect(report.rungs.slice(0, 3).map(({ status }) => status)).toEqual(['unproven', 'unproven', 'unproven']);
  });
});

describe('story 8: a role on one secret only', () => {
  it('is amber: the trust works, listing is denied, and the named secret gives its fingerprint', async () => {
    const { azure: { application, vault } } = federation;
    vault.revoke({ principal: application, role: 'Key Vault Secrets User' });
    vault.grant({ principal: application, role: 'Key Vault Secrets User', secret: 'api-key' });
    const amber = await check(['check', 'vault', '--secret', 'api-key']);
    expect(amber.code).toBe(0);
    expect(amber.stdout).toMatch(/✓ pass +secret +\d+ ms {2}api-key: Version [0-9a-f]{32}, fingerprint hmac:[0-9a-f]{12}\./);
    expect(amber.stdout).toMatch(/! warn +list of names/);
    expect(amber.stdout).toMatch(/scoped to one secret[\s\S]*without autocomplete[\s\S]*az role assignment create/);
    expect(amber.stdout).toContain('The trust works. Look at: list of names');

    const both = { secret: ['api-key', 'database#password'] };
    const denied = await examined(both);
    expect(denied.code).toBe(6);
    expect(denied.stdout).toMatch(/! warn +secret +\d+ ms {2}database#password/);
    performCommand(federation, commandOf(denied));
    expect((await examined(both)).code).toBe(0);
  });
});

describe('what is not a list', () => {
  it('ends with 2 and what to ask the command for', async () => {
    expect(await check(['check', 'vault', '--registered', '-'], 'not json')).toMatchObject({ code: 2, stderr: expect.stringMatching(/Standard input is no JSON[^]*--output json/) as string });
  });

  it.each(['', '\0\u00ff', '['.repeat(100_000)])('is no JSON: %#', async (text) => {
    await expect(examined({ registered: ['-'] }, text)).rejects.toMatchObject({ code: 'INPUT_INVALID' });
  });

  it.each(['{"a":1}', '[{}]', 'null', '"text"', '{"__proto__":{"name":"x"},"constructor":1}', `${'['.repeat(5_000)}${']'.repeat(5_000)}`])('is nothing that a command prints: %#', async (text) => {
    const { code, stdout } = await examined({ registered: ['-'] }, text);
    expect(code, stdout).toBe(2);
    expect(stdout).toContain('federated-credential list');
  });

  it('is larger than any list: 100 MB are not read', async () => {
    const { host } = captureHost();
    let read = 0;
    Object.assign(host, { stdin: Readable.from((function* () { for (; read < 1_600; read += 1) yield Buffer.alloc(65_536, 32); })()) });
    await expect(withOpen(federation.config(['azure']), (open) => examine('azure', open, { registered: ['-'] }, host))).rejects.toMatchObject({ code: 'INPUT_INVALID', message: 'Standard input is larger than 4 MiB.' });
    expect(read).toBeLessThan(100);
  });

  it('never ends: the time of the command is its, too', async () => {
    const { host } = captureHost();
    Object.assign(host, { stdin: new Readable({ read: () => undefined }) });
    await expect(withOpen(federation.config(['azure']), (open) => examine('azure', { ...open, timeoutMs: 20 }, { registered: ['-'] }, host))).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED', message: expect.stringContaining('Standard input did not end') as string });
  });

  it('is not there', async () => {
    await expect(examined({ registered: ['absent.json'] })).rejects.toMatchObject({ code: 'INPUT_INVALID', message: 'The file absent.json cannot be read.' });
  });

  it('a credential that is not there: 3, and what is near it', async () => {
    expect(await check(['check', 'valt'])).toMatchObject({ code: 3, stderr: expect.stringContaining("Did you mean 'vault'?") as string });
  });
});

it('a cloud that cannot be reached: 7', async () => {
  const remove = federation.clouds.fault({ host: /microsoftonline/, fault: { kind: 'reset' } });
  const { code, stdout } = await examined({});
  remove();
  expect(code, stdout).toBe(7);
});

it('Ctrl-C: 130', async () => {
  const remove = federation.clouds.fault({ host: /microsoftonline/, fault: { kind: 'hang' } });
  const { clouds, azure: { tenant, application, vault }, issuer, organization } = federation;
  const { token } = await issuer.mint({ organization, audience });
  const cwd = projectWith({ 'local-azure.json': JSON.stringify({ connection: clouds.connection, tenantId: tenant.id, clientId: application.clientId, vaultUrl: vault.url }), token });
  clouds.clearRequests();
  const started = startCarnet(['check', 'vault', '--config', fileURLToPath(new URL('../testing/local-azure.config.ts', import.meta.url))], { cwd });
  await expect.poll(() => clouds.requests.some(({ host }) => host.includes('microsoftonline')), { timeout: 10_000 }).toBe(true);
  started.process.kill('SIGINT');
  const ended = await started.ended;
  remove();
  expect(ended.code, ended.stdout + ended.stderr).toBe(130);
});
