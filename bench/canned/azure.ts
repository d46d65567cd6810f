import { valueOf } from './bench-secrets.ts';
import type { CannedCloud } from './canned-cloud.ts';

export const audience = 'api://AzureADTokenExchange';
export const tenantId = '11111111-2222-4333-8444-555555555555';
export const clientId = '66666666-7777-4888-9999-000000000000';
export const vaultUrl = 'https://bench-vault.vault.azure.net';

const tokenHost = 'login.microsoftonline.com';
const version = '0123456789abcdef0123456789abcdef';
const challenge = `Bearer authorization="https://${tokenHost}/${tenantId}", resource="https://vault.azure.net"`;

/** Entra and Key Vault. */
export const cannedAzure: CannedCloud = {
  hosts: [tokenHost, new URL(vaultUrl).host],
  answer({ host, path, authorization }) {
    if (host === tokenHost) return { kind: 'token', body: JSON.stringify({ token_type: 'Bearer', expires_in: 3599, access_token: 'canned' }) };
    if (authorization === undefined) {
      const body = '{"error":{"code":"Unauthorized","message":"AKV10000: Request is missing a Bearer or PoP token."}}';
      return { kind: 'challenge', status: 401, headers: { 'www-authenticate': challenge }, body };
    }
    const [, , name = ''] = path.split('/');
    return { kind: 'read', body: JSON.stringify({ value: valueOf(name), id: `${vaultUrl}/secrets/${name}/${version}`, attributes: { enabled: true, created: 1, updated: 1 } }) };
  },
};
