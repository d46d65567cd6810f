import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import { startFromArguments, type StartedCommand } from './command.ts';
import { connectToLocalClouds } from './connect-to-local-clouds.ts';
import type { LocalCloudsConnection } from './local-clouds.ts';

const main = fileURLToPath(new URL('main.ts', import.meta.url));

interface Printed extends LocalCloudsConnection {
  readonly tenantId: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly vaultUrl: string;
}

describe('E3 the command prints how to connect', () => {
  const children: ChildProcess[] = [];
  afterEach(() => {
    for (const child of children.splice(0)) if (child.exitCode === null) child.kill('SIGKILL');
  });

  // Node's permission model refuses every write to the disk, so a key that went there would end the process.
  function start(...options: string[]): ChildProcess {
    const child = spawn(process.execPath, ['--permission', '--allow-fs-read=*', '--conditions=carnet-source', main, ...options], { stdio: ['ignore', 'pipe', 'pipe'] });
    children.push(child);
    return child;
  }

  async function firstLine(child: ChildProcess): Promise<string> {
    for await (const line of createInterface({ input: child.stdout as NodeJS.ReadableStream })) return line;
    throw new Error('Nothing was printed.');
  }

  test.each(['SIGTERM', 'SIGINT'] as const)('it runs without writing to the disk, serves another process, and ends with 0 on %s', async (signal) => {
    const child = start('--json', '--vault', 'orders-kv');
    const printed = JSON.parse(await firstLine(child)) as Printed;
    expect(JSON.stringify(printed)).not.toContain('PRIVATE');

    const client = connectToLocalClouds(printed);
    const form = new URLSearchParams({ grant_type: 'client_credentials', client_id: printed.clientId, client_secret: printed.clientSecret, scope: 'https://vault.azure.net/.default' });
    const answer = await client.transport.fetch(new Request(`https://login.microsoftonline.com/${printed.tenantId}/oauth2/v2.0/token`, { method: 'POST', body: form }));
    const { access_token: token } = (await answer.json()) as { access_token: string };
    const secret = await client.transport.fetch(new Request(`${printed.vaultUrl}/secrets/example/?api-version=7.6`, { headers: { authorization: `Bearer ${token}` } }));
    expect(await secret.json()).toMatchObject({ value: 'Hello from the local Key Vault.', id: expect.stringMatching(/^https:\/\/orders-kv\.vault\.azure\.net\//) });

    child.kill(signal);
    expect(await once(child, 'exit')).toEqual([0, null]);
    client.close();
  });

  test('a wrong option is one line and exit code 2', async () => {
    const child = start('--nonsense');
    const chunks: Buffer[] = [];
    child.stderr?.on('data', (chunk: Buffer) => chunks.push(chunk));
    expect(await once(child, 'close')).toEqual([2, null]);
    expect(Buffer.concat(chunks).toString()).toMatch(/^Unknown option '--nonsense'[^\n]*\n$/);
  });

  test('for a person it names everything once, with the certificate and without a key', async () => {
    const { clouds, output } = (await startFromArguments(['--route', 'issuer.example.test=http://127.0.0.1:9', '--issuer', 'https://issuer.example.test', '--subject', 'organization:1'])) as StartedCommand;
    expect(output).toContain(`127.0.0.1:${clouds.port}`);
    expect(output).toContain('*.vault.azure.net');
    expect(output).toContain('issuer.example.test');
    expect(output).toContain(clouds.certificateAuthority);
    expect(output).not.toContain('PRIVATE');
    await clouds.close();
  });

  test('--proxy starts one, and tells how a foreign tool takes it', async () => {
    const person = (await startFromArguments(['--proxy'])) as StartedCommand;
    const address = /HTTPS_PROXY=(http:\/\/127\.0\.0\.1:\d+)\n/.exec(person.output)?.[1] ?? '';
    expect(person.output).toContain('AWS_CA_BUNDLE');
    const outgoing = request(address, { method: 'CONNECT', path: 'login.microsoftonline.com:443' }).end();
    const [response, socket] = (await once(outgoing, 'connect')) as [IncomingMessage, Socket];
    expect(response.statusCode).toBe(200);
    socket.destroy();
    await person.clouds.close();

    const machine = (await startFromArguments(['--proxy', '--json'])) as StartedCommand;
    expect(JSON.parse(machine.output)).toHaveProperty('proxyUrl', expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/));
    await machine.clouds.close();
    const without = (await startFromArguments([])) as StartedCommand;
    expect(without.output).not.toContain('HTTPS_PROXY');
    await without.clouds.close();
  });

  test.each([[['--issuer', 'https://issuer.example.test'], 'belong together'], [['--route', 'nothing'], '--route takes'], [['--vault', 'x'], 'vault name']] as const)('%j is refused', async (argv, message) => {
    await expect(startFromArguments(argv)).rejects.toThrow(message);
  });

  test('--help starts nothing', async () => {
    expect(await startFromArguments(['--help'])).toContain('carnet-local-clouds');
  });
});
