import { readFile } from 'node:fs/promises';
import { startDevelopmentPlatform } from './development-platform.ts';
import { curlLine, documentAddresses } from './introduction.ts';
import { readPackageNames } from './providers/package-names.ts';
import { untilStopped } from './until-stopped.ts';

const stopped = untilStopped();
const log = (line: string): void => void process.stderr.write(`${line}\n`);
const starting = startDevelopmentPlatform({
  port: portOf(process.env['PORT']),
  packages: packagesOf(process.env['CARNET_PROVIDERS']),
  additions: await additionsOf(process.env['CARNET_ORGANIZATION_FILE']),
  log,
}).catch(failed);
const development = await Promise.race([starting, stopped]) ?? process.exit(0);
const { platform, issuer, cloud, organization } = development;
const added = [...organization.automations.keys()].filter((name) => name !== cloud.automation);
const kickoffLine = (automation: string): string => curlLine(platform, `/v1/automations/${automation}/kickoffs`);
const [discovery = '', jwks = ''] = documentAddresses(platform, issuer);

await checkHealth().catch(failed);
process.stdout.write(`ready ${platform.url}

The issuer's two public documents:
  ${discovery}
  ${jwks}

Start a kickoff. It mints a token for each of three local clouds (Azure, AWS, Google Cloud), trades each there, reads
the three stores side by side and runs a command:
  ${kickoffLine(cloud.automation)}

Rotate a secret in each cloud, then start a kickoff again: three fingerprints change.
  ${curlLine(platform, '/development/rotate')}
${added.length === 0 ? '' : '\nStart one of yours:\n'}${added.map((name) => `  ${kickoffLine(name)}\n`).join('')}
`);
await stopped;
await development.close();
process.exit(0);

async function checkHealth(): Promise<void> {
  const get = (address: string): Promise<Response> => fetch(address, { signal: AbortSignal.timeout(10_000) });
  const ready = await get(`${platform.url}/readyz`);
  const document = (await (await get(discovery)).json()) as { issuer?: string };
  const { keys = [] } = (await (await get(jwks)).json()) as { keys?: unknown[] };
  if (!ready.ok || document.issuer !== issuer || keys.length === 0) throw new Error('The server started and does not serve the documents of its issuer.');
}

function failed(error: unknown): never {
  log(error instanceof Error ? error.message : 'The platform could not be started.');
  process.exit(1);
}

/** A fixed port for who wants one; any free one otherwise. */
function portOf(text = ''): number {
  if (text === '') return 0;
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  return failed(new Error('PORT must be a number from 0 to 65535.'));
}

function packagesOf(text = ''): readonly string[] {
  const problems: string[] = [];
  const names = readPackageNames(text, problems);
  return problems.length === 0 ? names : failed(new Error(problems.join('\n')));
}

/** An organization file whose sections are added to those of the local clouds. */
async function additionsOf(file = ''): Promise<string | undefined> {
  if (file === '') return undefined;
  return await readFile(file, 'utf8').catch(() => failed(new Error('CARNET_ORGANIZATION_FILE: the file cannot be read. (CONFIG_NOT_FOUND)')));
}
