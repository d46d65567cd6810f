import { startLocalClouds, type FaultRule, type RecordedRequest } from '@carnet/local-clouds';
import { Secret, type Connection } from '@carnet/provider';
import { defineConformance, type Conformance, type DoubleFault, type DoubleParts, type DoubleRequest, type StoreDouble } from '@carnet/provider-testkit';
import { createVault } from '../create-vault.ts';
import { manifest } from '../manifest.ts';

const [name, policy, mount, neighbourMount] = ['carnet', 'carnet', 'secret', 'kv'];
const data = /\/data\/./;
const metadata = /\/metadata(?:\/|$)/;

const places: Readonly<Record<DoubleFault['at'], readonly Omit<FaultRule, 'fault'>[]>> = {
  exchange: [{ method: 'POST', path: /\/login$/ }],
  read: [{ method: 'GET', path: data }],
  list: [{ method: 'GET', path: metadata }],
  write: [{ method: 'PATCH', path: data }, { method: 'POST', path: data }],
  remove: [{ method: 'DELETE', path: metadata }],
};

function operationOf({ method, path }: RecordedRequest): DoubleRequest['operation'] {
  const found = Object.entries(places).find(([, rules]) => rules.some((rule) => rule.method === method && rule.path?.test(path)));
  return (found?.[0] ?? 'other') as DoubleRequest['operation'];
}

type Rules = Parameters<ReturnType<Awaited<ReturnType<typeof startLocalClouds>>['vault']['server']>['root']['policy']>[1];

const may = { read: { 'data/*': ['read'] }, write: { 'data/*': ['read', 'create', 'update', 'patch'], 'metadata/*': ['delete'] } } as const;
const lists = { 'metadata/*': ['list'] } as const;

/** The same rules at both mounts. */
function atMounts(rules: Rules): Rules {
  return Object.fromEntries([mount, neighbourMount].flatMap((each) => Object.entries(rules).map(([path, capabilities]) => [`${each}/${path}`, capabilities])));
}

async function start({ clock, issuer }: DoubleParts): Promise<StoreDouble> {
  const credentials: string[] = [];
  const clouds = await startLocalClouds({ clock, onCredential: (credential) => credentials.push(credential) });
  clouds.route(issuer.host, issuer.fetch);
  const server = clouds.vault.server({ name: 'orders' });
  const { root } = server;
  const role = { name, boundAudiences: [server.address], policies: [policy], tokenTtlSeconds: 3600, tokenMaxTtlSeconds: 14_400 };
  const jwt = root.jwtAuth({ discoveryUrl: issuer.url, boundIssuer: issuer.url });
  jwt.role({ ...role, boundSubject: issuer.subject });
  const [kv, neighbour] = [root.kv({ mount }), root.kv({ mount: neighbourMount })];
  root.policy(policy, atMounts({ ...may.write, 'metadata/*': ['list', 'delete'] }));
  const connection: Connection = { method: 'workload-identity', identity: { address: server.address, mount: 'jwt', role: name }, store: { mount, field: 'value' } };
  const decode = (bytes: Uint8Array): string => new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  const token = root.token({ policies: [policy], ttlSeconds: 3600 });
  // The clouds record no query, in which a token could stand.
  const targets: string[] = [];
  return {
    transport: {
      ...clouds.transport,
      fetch: (request) => {
        targets.push(request.url);
        return clouds.transport.fetch(request);
      },
    },
    get requests() {
      const arrived = clouds.requests.filter(({ service }) => service === 'vault');
      return arrived.map((request, index) => ({ operation: operationOf(request), host: request.host, target: targets[index] ?? request.path }));
    },
    connection,
    neighbour: { ...connection, store: { mount: neighbourMount, field: 'value' } },
    staticConnection: { method: 'token', methodSettings: { address: server.address }, secrets: { token: new Secret(new TextEncoder().encode(token)) }, store: connection.store },
    put(path, bytes) {
      neighbour.set(path, { value: decode(bytes) });
      return String(kv.set(path, { value: decode(bytes) }));
    },
    disable: (path) => kv.deleteVersion(path),
    remove: (path) => kv.remove(path),
    deny: (path) => root.policy(policy, { ...atMounts({ ...may.read, ...lists }), [`${mount}/data/${path}`]: ['deny'] }),
    denyListing: () => root.policy(policy, atMounts(may.write)),
    denyWriting: () => root.policy(policy, atMounts({ ...may.read, ...lists })),
    loopListing: () => void clouds.fault({ method: 'GET', path: metadata, fault: { kind: 'status', status: 200, body: { data: { keys: ['a', 'again/'] } } } }),
    distrust: () => jwt.role({ ...role, boundSubject: 'organization:nobody' }),
    revoke: () => root.revokeTokens(),
    fault({ at, ...rule }) {
      const removals = places[at].map((place) => clouds.fault({ ...place, ...rule }));
      return () => removals.forEach((remove) => remove());
    },
    credentials,
    [Symbol.asyncDispose]: () => clouds.close(),
  };
}

const paths = ['..', 'a/../b', '/a', 'a/', 'a//b', 'a%2fb', 'a?b', 'a\n'];

/** Vault, played by local clouds, for the conformance kit. */
const conformance: Conformance = defineConformance({
  create: createVault,
  manifest,
  module: new URL('../index.ts', import.meta.url),
  start,
  hostile: [
    ...[
      'http://orders.vault.example.test', 'https://orders.vault.example.test/', 'https://orders.vault.example.test/v1', 'https://orders.vault.example.test?x', 'https://orders.vault.example.test#x', 'https://user@orders.vault.example.test',
      'https://orders.vault.example.test:443', 'https://ORDERS.vault.example.test', 'https://orders.vault.example.test\n', 'https://orders.vault。example.test', String.raw`https://evil.example\.vault.example.test`, 'https://2852039166', 'https://127.1',
    ].map((address) => ({ what: `the address ${JSON.stringify(address)}`, identity: { address } })),
    ...paths.map((path) => ({ what: `the auth mount ${JSON.stringify(path)}`, identity: { mount: path } })),
    ...paths.map((path) => ({ what: `the KV mount ${JSON.stringify(path)}`, store: { mount: path } })),
    ...paths.map((path) => ({ what: `the folder ${JSON.stringify(path)}`, store: { path } })),
    ...[...paths, 'a\r\nx-vault-token: b'].map((path) => ({ what: `the namespace ${JSON.stringify(path)}`, identity: { namespace: path } })),
    { what: 'a role with a path', identity: { role: 'a/b' } },
  ],
  without: {
    'batches': 'KV has no request that reads several secrets.',
    'reads.binary': 'KV stores JSON, which holds text.',
    'writing.binary': 'KV stores JSON, which holds text.',
    'removing.missing': 'Vault answers the removal of what is not there as it answers every other.',
    'listing.stray': 'A list has no pages, and no address in it.',
    'listing.stray-unsent': 'A list has no pages, and no address in it.',
  },
});
export default conformance;
