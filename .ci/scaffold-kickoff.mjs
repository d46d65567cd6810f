// The platform of `npm start`, in a folder in which the new package is installed, with CARNET_PROVIDERS as its one line of configuration: a kickoff
// reads a secret through the package. Its store is the package's own double, which verifies our token against the platform's real keys.
import assert from 'node:assert/strict';
import { startDevelopmentPlatform } from '../apps/platform/src/development-platform.ts';
import { readPackageNames } from '../apps/platform/src/providers/package-names.ts';

const { default: conformance } = await import(process.argv[2]);
const { id, title } = conformance.manifest;
const value = 'a value of 24 characters';
const { connection } = await doubleFor({});

const log = [];
const development = await startDevelopmentPlatform({
  packages: readPackageNames(process.env.CARNET_PROVIDERS, []),
  additions: JSON.stringify({
    workloadIdentityConfigs: { 'author-identity': { kind: id, ...connection.identity } },
    credentials: { 'author-store': { provider: id, identity: 'author-identity', store: connection.store } },
    variables: { DATABASE: { credential: 'author-store', secret: 'database' } },
    automations: { report: { command: [process.execPath, '-e', 'console.log(process.env.DATABASE.length, process.env.DATABASE)'], variables: ['DATABASE'], timeoutSeconds: 30 } },
  }),
  log: (line) => log.push(line),
});
try {
  const { clouds } = development.cloud;
  const url = development.issuer;
  await using double = await doubleFor({ url, host: new URL(url).hostname, subject: `organization:${development.organization.id}`, fetch: (request) => clouds.transport.fetch(request) });
  const version = await double.put('database', new TextEncoder().encode(value));
  for (const hostname of hostsIn(connection)) clouds.route(hostname, (request) => double.transport.fetch(request));

  const record = await kickOff(development.platform);
  assert.equal(record.status, 'succeeded', JSON.stringify(record));
  assert.match(record.output.stdout, new RegExp(`^${value.length} `));
  assert(!JSON.stringify([record, log]).includes(value), 'the value stands in the record of the kickoff or in the log');
  assert.equal(record.variables[0].version, version);
  assert(log.some((line) => line.includes(process.env.CARNET_PROVIDERS) || line.includes(id)), 'the start does not name the provider');
  console.log(`pass  a kickoff reads through ${title}: version ${version}, ${record.variables[0].fingerprint}, ${double.requests.map(({ operation }) => operation).join(' and ')} at its double`);
} finally {
  await development.close();
}

function doubleFor(issuer) {
  return conformance.start({ clock: { now: Date.now, sleep: () => Promise.reject(new Error('Nothing here waits.')) }, issuer });
}

function hostsIn({ identity, store }) {
  return Object.values({ ...identity, ...store }).filter((setting) => /^https:/.test(setting)).map((setting) => new URL(setting).hostname);
}

async function kickOff({ url, token }) {
  const answer = await fetch(`${url}/v1/automations/report/kickoffs`, {
    method: 'POST', headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' }, body: '{}', signal: AbortSignal.timeout(60_000),
  });
  return await answer.json();
}
