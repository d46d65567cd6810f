import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startTestAzure, type TestAzure } from '../../testing/test-azure.ts';
import type { LocalVault } from '../local-azure.ts';

let azure: TestAzure & AsyncDisposable;
beforeEach(async () => {
  azure = await startTestAzure();
  azure.vault.set('database', 'the value nobody may see');
});
afterEach(() => azure[Symbol.asyncDispose]());

interface PublishedRefusal {
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly innerError?: string;
  /** The public text, with `<…>` where a value stands. */
  readonly text: string;
  readonly source: string;
  provoke(): Promise<Response>;
}

const caller = 'appid=<client>;oid=<object>;iss=https://sts.windows.net/<tenant>/';
const rbac = (action: string, resource: string): string =>
  [
    'Caller is not authorized to perform action on resource.',
    'If role assignments, deny assignments or role definitions were changed recently, please observe propagation time.',
    `Caller: ${caller}`,
    `Action: 'Microsoft.KeyVault/vaults/secrets/${action}'`,
    `Resource: '/subscriptions/<guid>/resourcegroups/local/providers/microsoft.keyvault/vaults/orders-kv${resource}'`,
    'Assignment: (not found)',
    'DenyAssignmentId: null',
    "DecisionReason: 'DeniedWithNoValidRBAC' ",
    'Vault: orders-kv;location=eastus',
    '',
  ].join('\r\n');
const revoke = (vault: LocalVault): void => vault.revoke({ principal: azure.application, role: 'Key Vault Secrets Officer' });

const published: readonly PublishedRefusal[] = [
  {
    title: 'no role, reading',
    status: 403,
    code: 'Forbidden',
    innerError: 'ForbiddenByRbac',
    text: rbac('getSecret/action', '/secrets/database'),
    source: 'https://github.com/piyushsachdeva/Terraform_AKS/issues/2',
    provoke: () => {
      revoke(azure.vault);
      return azure.callVault('/secrets/database/');
    },
  },
  {
    title: 'no role at the vault, listing',
    status: 403,
    code: 'Forbidden',
    innerError: 'ForbiddenByRbac',
    text: rbac('readMetadata/action', ''),
    source: 'https://github.com/piyushsachdeva/Terraform_AKS/issues/2',
    provoke: () => {
      revoke(azure.vault);
      azure.vault.grant({ principal: azure.application, role: 'Key Vault Secrets User', secret: 'database' });
      return azure.callVault('/secrets');
    },
  },
  {
    title: 'access policies',
    status: 403,
    code: 'Forbidden',
    innerError: 'AccessDenied',
    text: "The user, group or application 'appid=<client>;oid=<object>;numgroups=0;iss=https://sts.windows.net/<tenant>/' does not have secrets list permission on key vault 'orders-kv;location=eastus'. For help resolving this issue, please see https://go.microsoft.com/fwlink/?linkid=2125287",
    source: 'https://github.com/turbot/steampipe-plugin-azure/issues/127',
    provoke: () => {
      azure.vault.authorization = 'access-policies';
      return azure.callVault('/secrets');
    },
  },
  {
    title: 'firewall',
    status: 403,
    code: 'Forbidden',
    innerError: 'ForbiddenByFirewall',
    text: `Client address is not authorized and caller is not a trusted service.\r\nClient address: 192.0.2.1\r\nCaller: ${caller}\r\nVault: orders-kv;location=eastus`,
    source: 'https://github.com/hashicorp/terraform-provider-azurerm/issues/20742',
    provoke: () => {
      azure.vault.firewall = 'closed';
      return azure.callVault('/secrets/database/');
    },
  },
  {
    title: 'disabled',
    status: 403,
    code: 'Forbidden',
    innerError: 'SecretDisabled',
    text: 'Operation get is not allowed on a disabled secret.',
    source: 'https://github.com/Azure/azure-sdk-for-js/issues/24756',
    provoke: () => {
      azure.vault.disable('database');
      return azure.callVault('/secrets/database/');
    },
  },
  {
    title: 'absent',
    status: 404,
    code: 'SecretNotFound',
    text: 'A secret with (name/id) absent was not found in this key vault. If you recently deleted this secret you may be able to recover it using the correct recovery command. For help resolving this issue, please see https://go.microsoft.com/fwlink/?linkid=2125182',
    source: 'https://github.com/Azure/azure-sdk-for-js/issues/25489',
    provoke: () => azure.callVault('/secrets/absent/'),
  },
  {
    title: 'deleted and its name taken',
    status: 409,
    code: 'Conflict',
    innerError: 'ObjectIsDeletedButRecoverable',
    text: 'Secret database is currently in a deleted but recoverable state, and its name cannot be reused; in this state, the secret can only be recovered or purged.',
    source: 'https://github.com/ironmansoftware/powershell-universal/issues/1990',
    provoke: () => {
      azure.vault.remove('database');
      return azure.callVault('/secrets/database', { method: 'PUT', body: { value: 'x' } });
    },
  },
  {
    title: 'throttled',
    status: 429,
    code: 'Throttled',
    text: 'Request was not processed because too many requests were received. Reason: VaultRequestTypeLimitReached',
    source: 'https://github.com/vcsjones/AzureSignTool/issues/219',
    provoke: () => {
      azure.clouds.fault({ host: /\.vault\./, fault: { kind: 'throttle' } });
      return azure.callVault('/secrets/database/');
    },
  },
  {
    title: 'an illegal name',
    status: 400,
    code: 'BadParameter',
    text: 'The request URI contains an invalid name: Invalid_Secret_Name',
    source: 'https://github.com/aspnet/MicrosoftConfigurationBuilders/issues/22',
    provoke: () => azure.callVault('/secrets/Invalid_Secret_Name/'),
  },
  {
    title: 'no token',
    status: 401,
    code: 'Unauthorized',
    text: 'AKV10000: Request is missing a Bearer or PoP token.',
    source: 'https://learn.microsoft.com/azure/key-vault/general/rest-error-codes',
    provoke: () => azure.clouds.transport.fetch(new Request(`${azure.vault.url}/secrets/database/?api%2Dversion=7.6`)),
  },
  {
    title: 'a token for another resource',
    status: 401,
    code: 'Unauthorized',
    text: 'AKV10022: Invalid audience. Expected https://vault.azure.net, found: https://storage.azure.com.',
    source: 'https://learn.microsoft.com/azure/key-vault/general/rest-error-codes',
    provoke: async () => azure.callVault('/secrets/database/', { token: await azure.accessToken('https://storage.azure.com/.default') }),
  },
  {
    title: 'a token of another tenant',
    status: 401,
    code: 'Unauthorized',
    text: 'AKV10032: Invalid issuer. Expected one of https://sts.windows.net/<guid>/, found https://sts.windows.net/<tenant>/.',
    source: 'https://learn.microsoft.com/azure/key-vault/general/rest-error-codes',
    provoke: async () => {
      const vault = azure.clouds.azure.vault({ name: 'foreign-kv', tenant: azure.clouds.azure.tenant() });
      const headers = { authorization: `Bearer ${await azure.accessToken()}` };
      return await azure.clouds.transport.fetch(new Request(`${vault.url}/secrets/database/?api-version=7.6`, { headers }));
    },
  },
];

describe('E3 Key Vault refuses with the public code and text, and says no more', () => {
  test.each(published)('$title', async ({ status, code, innerError, text, source, provoke }) => {
    const response = await provoke();
    const body = (await response.json()) as { error: { message: string } };

    expect(source).toMatch(/^https:\/\/(github\.com|learn\.microsoft\.com)\//);
    expect(response.status).toBe(status);
    expect(body.error.message).toMatch(new RegExp(`^${pattern(text)}$`));
    expect(body).toEqual({ error: { code, message: body.error.message, ...(innerError === undefined ? {} : { innererror: { code: innerError } }) } });
    expect(JSON.stringify(body)).not.toContain('nobody may see');
    expect(response.headers.has('retry-after')).toBe(false);
  });

  test('every 401 carries the challenge in its exact form', async () => {
    const expected = `Bearer authorization="https://login.microsoftonline.com/${azure.tenant.id}", resource="https://vault.azure.net"`;
    const storage = await azure.accessToken('https://storage.azure.com/.default');
    for (const token of ['never-issued', storage]) {
      const response = await azure.callVault('/secrets/database/', { token });
      expect([response.status, response.headers.get('www-authenticate')]).toEqual([401, expected]);
    }
  });

  test.each([
    ['us-government', 'https://kv-one.vault.usgovcloudapi.net', 'Bearer authorization="https://login.microsoftonline.us/<tenant>", resource="https://vault.usgovcloudapi.net"'],
    ['china', 'https://kv-one.vault.azure.cn', 'Bearer authorization="https://login.chinacloudapi.cn/<tenant>", resource="https://vault.azure.cn"'],
  ] as const)('the %s cloud has its own hosts and resource', async (cloud, url, challenge) => {
    const vault = azure.clouds.azure.vault({ name: 'kv-one', tenant: azure.tenant, cloud });
    expect(vault.url).toBe(url);
    const response = await azure.clouds.transport.fetch(new Request(`${url}/secrets?api-version=7.6`));
    expect(response.headers.get('www-authenticate')).toBe(challenge.replace('<tenant>', azure.tenant.id));
  });

  test('a token ends with its life', async () => {
    const token = await azure.accessToken();
    azure.clock.time += 3599_000 - 1;
    expect((await azure.callVault('/secrets/database/', { token })).status).toBe(200);
    azure.clock.time += 1;
    expect((await azure.callVault('/secrets/database/', { token })).status).toBe(401);
  });
});

function pattern(text: string): string {
  return text
    .replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
    .replaceAll('<guid>', '[0-9a-f-]{36}')
    .replaceAll('<client>', azure.application.clientId)
    .replaceAll('<object>', azure.application.objectId)
    .replaceAll('<tenant>', azure.tenant.id);
}
