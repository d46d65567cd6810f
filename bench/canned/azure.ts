export const organization = '6f9619ff-8b86-4d01-b42d-00c04fc964ff';
export const audience = 'api://AzureADTokenExchange';
export const tenant = '11111111-2222-4333-8444-555555555555';
export const client = '66666666-7777-4888-9999-000000000000';
export const vaultUrl = 'https://bench-vault.vault.azure.net';
export const hosts: readonly string[] = ['login.microsoftonline.com', 'bench-vault.vault.azure.net'];
/** The names of the secrets that a round reads. */
export const secretNames: readonly string[] = Array.from({ length: 20 }, (_, index) => `secret-${index}`);

const version = '0123456789abcdef0123456789abcdef';
const challenge = `Bearer authorization="https://login.microsoftonline.com/${tenant}", resource="https://vault.azure.net"`;

export interface CannedAnswer {
  readonly kind: 'challenge' | 'token' | 'read';
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly body: string;
}

/** Answers in the shapes of Entra and Key Vault without looking at anything but host, path and the presence of a token. */
export function cannedAnswer(host: string, path: string, authorization: string | undefined): CannedAnswer {
  if (host === 'login.microsoftonline.com') {
    return { kind: 'token', status: 200, body: JSON.stringify({ token_type: 'Bearer', expires_in: 3599, access_token: 'canned' }) };
  }
  if (authorization === undefined) {
    return { kind: 'challenge', status: 401, headers: { 'www-authenticate': challenge }, body: '{"error":{"code":"Unauthorized","message":"AKV10000: Request is missing a Bearer or PoP token."}}' };
  }
  const [, , name = ''] = path.split('/');
  const body = { value: `value of ${name}`, id: `${vaultUrl}/secrets/${name}/${version}`, attributes: { enabled: true, created: 1, updated: 1 } };
  return { kind: 'read', status: 200, body: JSON.stringify(body) };
}
