// The platform of `npm start`, in a folder in which the new package is installed, with CARNET_PROVIDERS as its one line of configuration: a kickoff
// reads a secret through the package. Its store is the package's own double, which verifies our token against the platform's real keys.
import assert from 'node:assert/strict';
import { startScene } from '../apps/platform/src/development/start-scene.ts';
import { createStoryApi } from '../apps/platform/src/testing/story-api.ts';

const { default: conformance } = await import(process.argv[2]);
const { id, title } = conformance.manifest;
const value = 'a value of 24 characters';
const { connection } = await doubleFor({});

const log = [];
const scene = await startScene({ providers: process.env.CARNET_PROVIDERS.split(','), logLevel: 'info', log: (line) => log.push(line) });
try {
  const { clouds, issuer: url } = scene;
  const api = createStoryApi(scene);
  await api.makeOrganization('Acme');
  await using double = await doubleFor({ url, host: new URL(url).hostname, subject: `organization:${api.organization}`, fetch: (request) => clouds.transport.fetch(request) });
  const version = await double.put('database', new TextEncoder().encode(value));
  for (const hostname of hostsIn(connection)) clouds.route(hostname, (request) => double.transport.fetch(request));

  const config = await api.post('workload-identity-configs', { name: 'author-identity', kind: id, settings: connection.identity });
  const credential = await api.post('credentials', { name: 'author-store', provider: id, method: 'workload-identity', workloadIdentityConfigId: config.id, store: connection.store });
  const automation = await api.post('automations', { name: 'report', command: [process.execPath, '-e', 'console.log(process.env.DATABASE.length, process.env.DATABASE)'], timeoutSeconds: 30 });
  await api.post('variables', { name: 'DATABASE', source: 'credential', credentialId: credential.id, reference: 'database' });
  await api.post(`automations/${automation.id}/deployments`, {});
  await api.startWorker();

  const record = await api.kickOff(automation.id);
  assert.equal(record.status, 'succeeded', JSON.stringify(record));
  const output = await api.logText(record.id);
  assert.match(output, new RegExp(`^${value.length} `, 'm'));
  assert(!JSON.stringify([record, output, log]).includes(value), 'the value stands in the record of the kickoff or in a log');
  assert.equal(record.variables[0].version, version);
  console.log(`pass  a kickoff reads through ${title}: version ${version}, ${record.variables[0].fingerprint}, ${double.requests.map(({ operation }) => operation).join(' and ')} at its double`);
} finally {
  await scene.close();
}

function doubleFor(issuer) {
  return conformance.start({ clock: { now: Date.now, sleep: () => Promise.reject(new Error('Nothing here waits.')) }, issuer });
}

function hostsIn({ identity, store }) {
  return Object.values({ ...identity, ...store }).filter((setting) => /^https:/.test(setting)).map((setting) => new URL(setting).hostname);
}
