import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { carnet, type Ended } from '../testing/carnet-process.ts';
import { databasePassword, secretValue, startFederation, type LocalFederation } from '../testing/local-federation.ts';
import { projectWith } from '../testing/workspace.ts';

const config = fileURLToPath(new URL('../testing/local-azure.config.ts', import.meta.url));
let federation: LocalFederation;
let token: string;
beforeAll(async () => {
  federation = await startFederation();
  ({ token } = await federation.issuer.mint({ organization: federation.organization, audience: 'api://AzureADTokenExchange' }));
});
afterAll(() => federation[Symbol.asyncDispose]());

/** With every switch on that makes libraries talk, but those that the provider refuses. */
async function run(command: readonly string[]): Promise<Ended> {
  const { azure: { tenant, application, vault }, clouds } = federation;
  const cwd = projectWith({ 'local-azure.json': JSON.stringify({ connection: clouds.connection, tenantId: tenant.id, clientId: application.clientId, vaultUrl: vault.url }), token });
  return await carnet([...command, '--config', config], { cwd, environment: { DEBUG: '*', AZURE_LOG_LEVEL: 'verbose' } });
}

/** As it is, and as base64 at each offset, hex, and part of a URL. */
function formsOf(secret: string): readonly string[] {
  const base64 = [0, 1, 2].map((offset) => Buffer.from(`${'x'.repeat(offset)}${secret}`).toString('base64').slice(offset === 0 ? 0 : offset + 2, -4));
  return [secret, ...base64, Buffer.from(secret).toString('hex'), encodeURIComponent(secret)];
}

const forms = ['--json', '--markdown', 'as text'] as const;
const commands = [['doctor'], ['check', 'vault', '--secret', 'api-key', '--secret', 'database#password']] as const;

const scenes: readonly (readonly [name: string, code: number, seed: () => () => void])[] = [
  ['all is well', 0, () => () => undefined],
  ['Entra fails with a page', 7, () => federation.clouds.fault({ host: /microsoftonline/, fault: { kind: 'html', status: 502 } })],
  ['the vault breaks off its answer', 7, () => federation.clouds.fault({ host: /vault\.azure/, authorized: true, fault: { kind: 'truncate' } })],
  ['the trust is another one', 5, () => {
    const { azure: { application }, issuer, subject } = federation;
    application.removeFederatedCredential('carnet');
    return () => application.addFederatedCredential({ name: 'carnet', issuer: issuer.issuer, subject, audience: 'api://AzureADTokenExchange' });
  }],
  ['the JSON key is missing', 6, () => {
    const { vault } = federation.azure;
    vault.set('database', JSON.stringify({ passwort: databasePassword }));
    return () => vault.set('database', JSON.stringify({ password: databasePassword }));
  }],
];

// Each scene in two of the three forms, so that every form meets a scene of each kind.
const turns = scenes.flatMap(([name, code, seed], scene) => commands.map((command, turn) => [name, command, forms[(scene + turn) % forms.length] as (typeof forms)[number], code, seed] as const));

it.each(turns)('neither a token nor a value is shown: %s, %s %s', async (_, command, form, code, seed) => {
  const restore = seed();
  const ended = await run([...command, ...(form === 'as text' ? [] : [form])]);
  restore();
  const shown = ended.stdout + ended.stderr;
  expect(ended.code, shown).toBe(code);
  for (const hidden of [...[secretValue, databasePassword, token].flatMap(formsOf), ...token.split('.').slice(1)]) expect(shown).not.toContain(hidden);
});
