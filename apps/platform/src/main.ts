import { readFile } from 'node:fs/promises';
import { curlLine, documentAddresses } from './introduction.ts';
import { inspectInProcess } from './kickoffs/inspect-in-process.ts';
import type { KickoffProgram } from './kickoffs/kickoff-process.ts';
import { loadOrganization } from './organization/load-organization.ts';
import type { OrganizationResult } from './organization/organization.ts';
import { catalogLines, loadCatalog } from './providers/provider-catalog.ts';
import { readProductionSettings, type ProductionSettings } from './production-settings.ts';
import { startPlatform } from './serve.ts';
import { untilStopped } from './until-stopped.ts';

const drainMs = 10_000;
const log = (line: string): void => void process.stderr.write(`${line}\n`);
const fail = (problems: readonly string[]): void => {
  for (const problem of problems) log(problem);
  process.exitCode = 1;
};

const read = await readProductionSettings({
  environment: process.env,
  readFile: (path) => readFile(path),
  onMint: ({ jti, subject, audience }) => log(`minted subject token ${jti} (${subject}, for ${audience})`),
});
// Nothing that is started from here on may find it, by whatever way.
delete process.env['OIDC_PRIVATE_KEY'];
if (read.ok) await serve(read.settings);
else fail(read.problems);

async function serve({ issuer, organizationFile, organizationKey, packages, port, warnings }: ProductionSettings): Promise<void> {
  const program: KickoffProgram = {
    module: new URL('./kickoff-process/main.ts', import.meta.url), environment: process.env, packages: { names: packages, directory: process.cwd() },
  };
  const load = async (): Promise<OrganizationResult> => {
    const loaded = await loadCatalog(program);
    if (!loaded.ok) return loaded;
    for (const line of catalogLines(loaded.catalog)) log(line);
    const text = await readFile(organizationFile, 'utf8').catch(() => undefined);
    const result: OrganizationResult = text === undefined ? { ok: false, problems: ['the file cannot be read. (CONFIG_NOT_FOUND)'] } : await loadOrganization(text, inspectInProcess(program, loaded.catalog));
    return result.ok ? result : { ok: false, problems: result.problems.map((problem) => `CARNET_ORGANIZATION_FILE: ${problem}`) };
  };
  const stopped = untilStopped();
  const first = await Promise.race([load(), stopped]) ?? process.exit(0);
  if (!first.ok) return fail(first.problems);
  let { organization } = first;

  const platform = await startPlatform({ issuer, organization: () => organization, program, organizationKey, port, log }).catch((error: NodeJS.ErrnoException) => {
    fail([`PORT: the server cannot listen on ${port} (${error.code ?? 'unknown'}). (SETTINGS_INVALID)`]);
  });
  if (!platform) return;
  for (const warning of warnings) log(`warning: ${warning}`);
  const loadAgain = async (): Promise<void> => {
    const next = await load();
    if (next.ok) ({ organization } = next);
    log(next.ok ? 'organization file read again' : `organization file not taken over: ${next.problems.join(' ')}`);
  };
  // One after another: what was written last is what counts.
  let loading = Promise.resolve();
  process.on('SIGHUP', () => { loading = loading.then(loadAgain); });

  const addresses = issuer.issuer === undefined ? [] : documentAddresses(platform, issuer.issuer);
  const commands = [...organization.automations.keys()].map((name) => curlLine(platform, `/v1/automations/${name}/kickoffs`));
  process.stdout.write([`ready ${platform.url}`, ...addresses, ...commands, ''].join('\n'));
  await stopped;
  await platform.close({ drainMs });
  process.exit(0);
}
