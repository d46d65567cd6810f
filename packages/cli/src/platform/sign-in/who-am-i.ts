import { printJson } from '../../print-json.ts';
import { terminalOf } from '../../provider/terminal-text.ts';
import { textRows, textTable } from '../../text-table.ts';
import type { PlatformCall } from '../command/platform-command.ts';

/** `carnet whoami`. */
export async function whoAmI({ platform: { api, chosen }, options, host }: PlatformCall): Promise<void> {
  const me = await api.request('get', '/v1/me');
  if (options.json) {
    printJson(host, { url: chosen.url, profile: chosen.profile, me });
    return;
  }
  const terminal = terminalOf(host.stdout);
  host.stdout.write(textRows([['platform', chosen.url], ['name', me.name], ['e-mail', me.email ?? undefined], ['signed in with', me.kind === 'api' ? 'an API token' : 'a session'], ['administrator', me.administrator ? 'of the platform' : undefined]], terminal));
  if (me.organizations.length > 0) host.stdout.write(`\n${textTable(['organization', 'id', 'role'], me.organizations.map(({ name, id, role }) => [name, id, role.name]), terminal)}`);
}
