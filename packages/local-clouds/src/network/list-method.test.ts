import { connect } from 'node:tls';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startTestVault, type TestVault } from '../vault/testing/test-vault.ts';

let vault: TestVault & AsyncDisposable;
beforeEach(async () => {
  vault = await startTestVault();
  vault.kv.set('app/database', {});
});
afterEach(() => vault[Symbol.asyncDispose]());

/** Sends a text as it is and gives what came back until the connection ended. */
async function send(text: string): Promise<string> {
  return await new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port: vault.clouds.port, servername: vault.server.host, ca: vault.clouds.certificateAuthority }, () => socket.write(text));
    let answer = '';
    socket.setEncoding('utf8');
    socket.on('data', (chunk: string) => {
      answer += chunk;
    });
    socket.on('end', () => resolve(answer));
    socket.on('error', reject);
  });
}
const head = (line: string, ...fields: string[]): string => [line, `Host: ${vault.server.host}`, `X-Vault-Token: ${vault.root}`, ...fields, '', ''].join('\r\n');

describe('LIST, which Node’s parser does not know', () => {
  test('is answered, and its connection ends', async () => {
    for (const fields of [[], ['Content-Length: 0'], ['Content-Type: application/json', 'connection: keep-alive']]) {
      const answer = await send(head('LIST /v1/secret/metadata/app HTTP/1.1', ...fields));
      expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
      expect(answer).toContain('Connection: close');
      expect(answer).toContain('"keys":["database"]');
    }
  });

  test('comes after another request on one connection', async () => {
    for (let count = 0; count < 3; count += 1) {
      expect((await vault.call('GET', 'secret/data/app/database')).status).toBe(200);
      expect((await vault.call('LIST', 'secret/metadata/app')).data).toEqual({ keys: ['database'] });
    }
  });

  test('with a body, another host, a broken head or another method is refused', async () => {
    const withBody = head('LIST /v1/secret/metadata/app HTTP/1.1', 'Content-Length: 2');
    for (const text of [withBody, `${withBody}{}`]) expect(await send(text)).toMatch(/^HTTP\/1\.1 400 /);
    expect(await send(head('LIST /v1/secret/metadata/app HTTP/1.1', 'Transfer-Encoding: chunked'))).toMatch(/^HTTP\/1\.1 400 /);
    expect(await send(`LIST /v1/secret/metadata/app HTTP/1.1\r\nHost: other.vault.example.test\r\n\r\n`)).toMatch(/^HTTP\/1\.1 421 /);
    expect(await send('LIST /v1/secret/metadata/app HTTP/1.1\r\nHost\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /);
    expect(await send(head('LISTS /v1/secret/metadata/app HTTP/1.1'))).toMatch(/^HTTP\/1\.1 400 /);
    expect(await send(head('NONSENSE / HTTP/1.1'))).toMatch(/^HTTP\/1\.1 400 /);
  });

  test('faults befall it, too', async () => {
    vault.clouds.fault({ method: 'LIST', times: 1, fault: { kind: 'reset' } });
    await expect(vault.call('LIST', 'secret/metadata/app')).rejects.toBeInstanceOf(Error);
    vault.clouds.fault({ method: 'LIST', times: 1, fault: { kind: 'truncate' } });
    await expect(vault.call('LIST', 'secret/metadata/app')).rejects.toBeInstanceOf(Error);
    vault.clouds.fault({ method: 'LIST', times: 1, fault: { kind: 'throttle' } });
    expect((await vault.call('LIST', 'secret/metadata/app')).status).toBe(429);
    expect((await vault.call('LIST', 'secret/metadata/app')).status).toBe(200);
  });
});
