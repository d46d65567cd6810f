import { mayEndOthers } from '../provider-process/may-end-others.ts';

/**
 * What to warn of, where provider code has no user of its own.
 *
 * @throws TypeError for a user that this process may not become, or whose processes it may not end
 */
export function checkUser(user: { readonly uid: number; readonly gid: number } | undefined): string | undefined {
  if (user === undefined) return 'warning: provider code runs as the user of this server. Start as root and set CARNET_PROVIDER_USER, so that it cannot reach the memory and the files of the server.';
  if (process.getuid?.() !== 0) throw new TypeError('CARNET_PROVIDER_USER is set, and only a server that root started may run provider code as another user.');
  if (!mayEndOthers()) throw new TypeError('CARNET_PROVIDER_USER is set, and this server may not end what runs as another user. Give it the capability CAP_KILL, besides CAP_SETUID and CAP_SETGID.');
  return undefined;
}
