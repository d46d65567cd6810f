import { createCertificateAuthority, startLocalClouds, type FaultRule, type RecordedRequest } from '@carnet/local-clouds';
import { Secret } from '@carnet/provider';
import { defineConformance, type Conformance, type DoubleFault, type DoubleParts, type DoubleRequest, type StoreDouble } from '@carnet/provider-testkit';
import { createAzure } from '../create-azure.ts';
import { manifest } from '../manifest.ts';

const oneSecret = /^\/secrets\/[^/]+/;
const decode = (bytes: Uint8Array): string => new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);

// A vault is asked once without a token, so that it says where one is to be had: no fault befalls that.
const places: Readonly<Record<DoubleFault['at'], Omit<FaultRule, 'fault'>>> = {
  exchange: { host: 'login.microsoftonline.com', method: 'POST' },
  read: { host: /\.vault\.azure\.net$/, method: 'GET', path: oneSecret, authorized: true },
  list: { host: /\.vault\.azure\.net$/, method: 'GET', path: /^\/secrets$/, authorized: true },
  write: { host: /\.vault\.azure\.net$/, method: 'PUT', authorized: true },
  remove: { host: /\.vault\.azure\.net$/, method: 'DELETE', authorized: true },
};

function operationOf({ service, method, path, authorized }: RecordedRequest): DoubleRequest['operation'] {
  if (service === 'entra') return method === 'POST' ? 'exchange' : 'other';
  if (service !== 'keyvault' || !authorized) return 'other';
  if (method === 'PUT') return 'write';
  if (method === 'DELETE') return 'remove';
  return oneSecret.test(path) ? 'read' : 'list';
}

// One for all starts: it is what a start takes longest for.
const authority = createCertificateAuthority();

async function start({ clock, issuer }: DoubleParts): Promise<StoreDouble> {
  const [credentials, addresses]: [string[], string[]] = [[], []];
  const clouds = await startLocalClouds({
    clock, authority: await authority, onCredential: (credential) => credentials.push(credential), onAddress: (address) => addresses.push(address),
  });
  clouds.route(issuer.host, issuer.fetch);
  const tenant = clouds.azure.tenant();
  const principal = tenant.application();
  principal.addFederatedCredential({ name: 'carnet', issuer: issuer.url, subject: issuer.subject, audience: 'api://AzureADTokenExchange' });
  const [vault, neighbour] = [clouds.azure.vault({ name: 'orders-kv', tenant }), clouds.azure.vault({ name: 'billing-kv', tenant })];
  const role = 'Key Vault Secrets Officer';
  for (const each of [vault, neighbour]) each.grant({ principal, role });
  const clientSecret = principal.addClientSecret();
  const names = new Set<string>();
  // RBAC knows no refusal: the role at the vault gives way to one at each of the other secrets.
  const withoutVaultRole = (denied?: string): void => {
    vault.revoke({ principal, role });
    for (const secret of names) if (secret !== denied) vault.grant({ principal, role, secret });
  };
  const connection = { method: 'workload-identity', identity: { tenantId: tenant.id, clientId: principal.clientId, cloud: 'public' }, store: { vaultName: vault.name } };
  const page = (nextLink: string): object => ({ value: [{ id: `${vault.url}/secrets/a`, attributes: { enabled: true } }], nextLink });
  return {
    transport: clouds.transport,
    connection,
    staticConnection: {
      method: 'client-secret', methodSettings: { tenantId: tenant.id, clientId: principal.clientId }, secrets: { clientSecret: new Secret(new TextEncoder().encode(clientSecret)) }, store: connection.store,
    },
    neighbour: { ...connection, store: { vaultName: neighbour.name } },
    put(name, bytes) {
      names.add(name);
      neighbour.set(name, decode(bytes));
      return vault.set(name, decode(bytes));
    },
    disable: (name) => vault.disable(name),
    remove: (name) => vault.remove(name),
    deny: (name) => withoutVaultRole(name),
    denyListing: () => withoutVaultRole(),
    denyWriting() {
      vault.revoke({ principal, role });
      vault.grant({ principal, role: 'Key Vault Secrets User' });
    },
    distrust: () => principal.removeFederatedCredential('carnet'),
    revoke: () => clouds.azure.revokeCredentials(),
    loopListing: () => void clouds.fault({ ...places.list, fault: { kind: 'status', status: 200, body: page(`${vault.url}/secrets?api-version=7.6&$skiptoken=again`) } }),
    strayListing: (address) => void clouds.fault({ ...places.list, times: 1, fault: { kind: 'status', status: 200, body: page(address) } }),
    fault: ({ at, ...rule }) => clouds.fault({ ...places[at], ...rule }),
    get requests() {
      return clouds.requests.flatMap((request, index): DoubleRequest[] =>
        (request.service === 'issuer' ? [] : [{ operation: operationOf(request), host: request.host, target: addresses[index] ?? '' }]));
    },
    credentials,
    [Symbol.asyncDispose]: () => clouds.close(),
  };
}

const proxies = Object.fromEntries(['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy', 'ALL_PROXY', 'all_proxy', 'NO_PROXY', 'no_proxy'].map((name) =>
  [name, 'The SDK looks for a proxy. The agent of the transport decides the way, whatever it finds.']));

/** Azure Key Vault, played by local clouds, for the conformance kit. */
const conformance: Conformance = defineConformance({
  create: createAzure,
  manifest,
  module: new URL('../index.ts', import.meta.url),
  start,
  hostile: [
    { what: 'a tenant that is every tenant', identity: { tenantId: 'common' } },
    { what: 'a tenant with a path', identity: { tenantId: '../evil' } },
    { what: 'a client that is no GUID', identity: { clientId: 'evil' } },
    { what: 'a cloud of somebody else', identity: { cloud: 'evil' } },
    ...[
      'http://orders-kv.vault.azure.net', 'https://evil.example', 'https://evil.example#.vault.azure.net', 'https://evil.example/.vault.azure.net', 'https://evil.example\\.vault.azure.net',
      'https://user@orders-kv.vault.azure.net', 'https://orders-kv.vault.azure.net:8443', 'https://orders-kv.vault.azure.net.evil.example', 'https://169.254.169.254', 'https://orders-kv.vault.azure.net\n',
    ].map((vaultUrl) => ({ what: `the vault URL ${JSON.stringify(vaultUrl)}`, store: { vaultUrl } })),
    { what: 'a vault name with a dot', store: { vaultName: 'evil.example' } },
  ],
  environment: {
    ...proxies,
    '*': 'The package debug, which the SDK loads, lists the variables to find those of its own.',
    AZURE_IDENTITY_DISABLE_MULTITENANTAUTH: 'Whether other tenants may be asked for: none is allowed, and a challenge that names one is refused.',
    REGION_NAME: 'Where MSAL finds itself in Azure. No region is asked for.',
  },
  without: {
    'environment.unchanged': 'The package debug, which the SDK loads, takes DEBUG away where it is empty.',
    batches: 'Key Vault has no request that reads several secrets.',
    'reads.binary': 'Key Vault stores text.',
    'reads.long': 'Key Vault holds at most 25 KB in a secret.',
  },
});
export default conformance;
