import { settingsOf } from './settings-of.ts';
import type { Role } from './role.ts';

export const healthRole: Role = {
  name: 'health',
  usage: 'health',
  meaning: 'Asks the management port of the server on this host whether it lives; 0 when it does.',
  async run(process) {
    const read = await settingsOf(process, []);
    if (!read) return 1;
    const { managementHost, managementPort } = read.settings;
    const host = ['0.0.0.0', '::'].includes(managementHost) ? '127.0.0.1' : managementHost;
    const answer = await fetch(`http://${host.includes(':') ? `[${host}]` : host}:${managementPort}/livez`, { redirect: 'error', signal: AbortSignal.timeout(4_000) }).catch(() => undefined);
    process.stdout.write(answer?.ok === true ? 'ok\n' : 'The server does not answer.\n');
    return answer?.ok === true ? 0 : 1;
  },
};
