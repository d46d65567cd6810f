import { afterEach, expect, test, vi } from 'vitest';
import { text } from './testing/outcomes.ts';
import { scriptedVault } from './testing/scripted-vault.ts';

afterEach(() => vi.unstubAllEnvs());

// What steers Vault's own command line and libraries.
test.each(['VAULT_ADDR', 'VAULT_AGENT_ADDR', 'VAULT_PROXY_ADDR', 'VAULT_HTTP_PROXY', 'VAULT_NAMESPACE', 'VAULT_TOKEN', 'VAULT_SKIP_VERIFY', 'VAULT_CACERT', 'BAO_ADDR', 'BAO_TOKEN', 'HTTPS_PROXY'])('%s moves no request and is in none', async (name) => {
  vi.stubEnv(name, 'https://evil.example');
  const vault = scriptedVault();
  expect(text((await vault.open().read({ name: 'a' }, {})).bytes)).toBe('1');
  for (const { request } of vault.requests) {
    expect(request.url.startsWith('https://vault.example.test:8200/v1/')).toBe(true);
    expect([...request.headers.values()].join()).not.toContain('evil');
  }
});
