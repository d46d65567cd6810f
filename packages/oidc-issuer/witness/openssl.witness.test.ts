import { spawnSync } from 'node:child_process';
import { createPublicKey } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createIssuer } from '../src/issuer.ts';
import { audience, firstRing, issuerUrl, organization, secondKey } from '../src/test-keys.ts';

test('openssl verifies the minted token under the published key, and under no other', async () => {
  const issuer = createIssuer({ issuer: issuerUrl, keys: firstRing });
  const { token } = await issuer.mint({ organization, audience });
  const served = (await (await issuer.handler(new Request(`${issuerUrl}/oauth2/jwks`))).json()) as { keys: [{ kty: string; n: string; e: string }] };
  const [header, payload, signature] = token.split('.');

  const folder = await mkdtemp(join(tmpdir(), 'carnet-openssl-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = (name: string) => join(folder, name);
  await writeFile(file('signature'), Buffer.from(`${signature}`, 'base64url'));
  await writeFile(file('published.pem'), createPublicKey({ format: 'jwk', key: served.keys[0] }).export({ type: 'spki', format: 'pem' }));
  await writeFile(file('other.pem'), createPublicKey(secondKey).export({ type: 'spki', format: 'pem' }));
  const verify = (key: string, input: string) => spawnSync('openssl', ['dgst', '-sha256', '-verify', file(key), '-signature', file('signature')], { input, encoding: 'utf8' }).stdout.trim();

  expect(verify('published.pem', `${header}.${payload}`)).toBe('Verified OK');
  expect(verify('published.pem', `${header}.${payload}x`)).toBe('Verification failure');
  expect(verify('other.pem', `${header}.${payload}`)).toBe('Verification failure');
});
