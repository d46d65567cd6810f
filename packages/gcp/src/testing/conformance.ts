import { createCertificateAuthority, startLocalClouds, type FaultRule, type LocalProject, type RecordedRequest } from '@carnet/local-clouds';
import { Secret } from '@carnet/provider';
import { defineConformance, type Conformance, type DoubleFault, type DoubleParts, type DoubleRequest, type StoreDouble } from '@carnet/provider-testkit';
import { createGcp } from '../create-gcp.ts';
import { manifest } from '../manifest.ts';

const host = 'secretmanager.googleapis.com';
const places: Readonly<Record<DoubleFault['at'], Omit<FaultRule, 'fault'>>> = {
  exchange: { host: 'sts.googleapis.com' },
  read: { host, path: /:access$/ },
  list: { host, method: 'GET', path: /\/secrets$/ },
  write: { host, method: 'POST' },
  remove: { host, method: 'DELETE' },
};

function operationOf({ service, method, path }: RecordedRequest): DoubleRequest['operation'] {
  if (service === 'google-sts') return 'exchange';
  if (service !== 'secretmanager') return 'other';
  if (method === 'POST') return 'write';
  if (method === 'DELETE') return 'remove';
  return path.endsWith(':access') ? 'read' : 'list';
}

const admin = 'roles/secretmanager.admin';

// One for all starts: it is what a start takes longest for.
const authority = createCertificateAuthority();

async function start({ clock, issuer }: DoubleParts): Promise<StoreDouble> {
  const [credentials, addresses]: [string[], string[]] = [[], []];
  const clouds = await startLocalClouds({
    clock, authority: await authority, onCredential: (credential) => credentials.push(credential), onAddress: (address) => addresses.push(address),
  });
  clouds.route(issuer.host, issuer.fetch);
  const [project, neighbour] = ['orders-project', 'billing-project'].map((id) => clouds.google.project({ id })) as [LocalProject, LocalProject];
  const pool = project.workloadIdentityPool('carnet');
  const provider = pool.oidcProvider({ id: 'carnet', issuer: issuer.url });
  const member = pool.principal(issuer.subject);
  for (const each of [project, neighbour]) each.grant({ member, role: admin });
  const secrets = project.secrets();
  const account = project.serviceAccount('reader');
  project.grant({ member: `serviceAccount:${account.email}`, role: 'roles/secretmanager.secretAccessor' });
  const names = new Set<string>();
  const connection = { method: 'workload-identity', identity: { providerResourceName: provider.resourceName }, store: { projectId: project.id } };
  return {
    transport: clouds.transport,
    connection,
    // When it is asked for: a key takes longer to make than everything else here.
    get staticConnection() {
      const { privateKey, ...methodSettings } = account.createKey();
      return { method: 'service-account-key', methodSettings, secrets: { privateKey: new Secret(new TextEncoder().encode(privateKey)) }, store: connection.store };
    },
    neighbour: { ...connection, store: { projectId: neighbour.id } },
    put(name, bytes) {
      names.add(name);
      neighbour.secrets().set(name, bytes);
      return secrets.set(name, bytes);
    },
    disable: (name) => secrets.disable(name),
    remove: (name) => secrets.remove(name),
    deny(name) {
      project.revoke({ member, role: admin });
      for (const other of names) if (other !== name) secrets.grant(other, { member, role: admin });
    },
    denyListing() {
      project.revoke({ member, role: admin });
      project.grant({ member, role: 'roles/secretmanager.secretAccessor' });
    },
    denyWriting() {
      project.revoke({ member, role: admin });
      for (const role of ['roles/secretmanager.secretAccessor', 'roles/secretmanager.viewer']) project.grant({ member, role });
    },
    distrust() {
      provider.attributeCondition = "assertion.sub == 'nobody'";
    },
    revoke: () => clouds.google.revokeCredentials(),
    loopListing: () => void clouds.fault({ ...places.list, fault: { kind: 'status', status: 200, body: { secrets: [{ name: `projects/${project.number}/secrets/a` }], nextPageToken: 'again' } } }),
    fault: ({ at, ...rule }) => clouds.fault({ ...places[at], ...rule }),
    get requests() {
      return clouds.requests.flatMap((request, index): DoubleRequest[] =>
        (request.service === 'issuer' ? [] : [{ operation: operationOf(request), host: request.host, target: addresses[index] ?? '' }]));
    },
    credentials,
    [Symbol.asyncDispose]: () => clouds.close(),
  };
}

const nextPage = 'The next page is named by a token, never by an address.';

const proxies = Object.fromEntries(['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy', 'ALL_PROXY', 'all_proxy', 'NO_PROXY', 'no_proxy'].map((name) =>
  [name, 'The SDK looks for a proxy. The agent of the transport decides the way, whatever it finds.']));

/** Google Cloud Secret Manager, played by local clouds, for the conformance kit. */
const conformance: Conformance = defineConformance({
  create: createGcp,
  manifest,
  module: new URL('../index.ts', import.meta.url),
  start,
  hostile: [
    { what: 'a provider outside of its pool', identity: { providerResourceName: 'projects/1/../2' } },
    { what: 'a provider with an address', identity: { providerResourceName: 'https://evil.example' } },
    { what: 'a provider with a line after it', identity: { providerResourceName: 'projects/123456789012/locations/global/workloadIdentityPools/carnet/providers/carnet\n' } },
    { what: 'a service account with a path', identity: { serviceAccountEmail: 'a/b@orders-project.iam.gserviceaccount.com' } },
    { what: 'a service account with an encoded path', identity: { serviceAccountEmail: 'a%2fb@orders-project.iam.gserviceaccount.com' } },
    { what: 'a project with a path', store: { projectId: '../evil' } },
    { what: 'a location that leads to another host', store: { location: 'evil.example/' } },
    { what: 'a location with a user in front', store: { location: 'x@evil' } },
  ],
  environment: {
    ...proxies,
    GOOGLE_SDK_NODE_ENABLE_TRACING: 'Switches spans on for a tracer that somebody else installs; they hold no value and no token.',
  },
  without: {
    batches: 'Secret Manager has no request that reads several secrets.',
    'listing.stray': nextPage,
    'listing.stray-unsent': nextPage,
    'reads.empty': 'Secret Manager takes no version of no byte.',
  },
});
export default conformance;
