import { stringify } from 'yaml';
import { printJson } from '../../print-json.ts';
import type { PlatformCall } from '../command/platform-command.ts';

/** `carnet document`. */
export async function printDocument({ platform: { api }, options, host }: PlatformCall): Promise<void> {
  const document = await api.request('get', '/v1/organizations/{organization}/document');
  if (options.json) printJson(host, { document });
  else host.stdout.write(stringify(document));
}
