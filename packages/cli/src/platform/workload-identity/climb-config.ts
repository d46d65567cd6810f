import type { PlatformCall } from '../command/platform-command.ts';
import { findByName } from '../connection/find-by-name.ts';
import { PlatformProblem } from '../connection/platform-problem.ts';
import { printTests, testOnPlatform, type LadderFlags, type TestedCredential } from '../credentials/climb-on-platform.ts';
import { configsPath } from './config-entity.ts';

/** `carnet wi test`: every credential that uses it. */
export async function testConfig({ platform, args: [nameOrId = ''], options, host }: PlatformCall<LadderFlags>): Promise<number> {
  const { id } = await findByName(platform.api, 'workload identity config', nameOrId);
  const { name, usedBy = [] } = await platform.api.request('get', `${configsPath}/{config}`, { path: { config: id } });
  const users = usedBy.filter(({ kind }) => kind === 'credential');
  if (users.length === 0) throw new PlatformProblem({ code: 'INPUT_INVALID', message: `No credential uses ${name}, so there is no store to test it with.`, hint: `Make one: carnet credentials add <name> --workload-identity ${name}` });
  const tested: TestedCredential[] = [];
  for (const user of users) tested.push(await testOnPlatform(platform, user, options, host));
  return printTests(tested, options, host);
}
