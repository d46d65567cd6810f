import { execFile } from 'node:child_process';

/**
 * What a command is started through so that the kernel ends it with this process, however that ends: `PR_SET_PDEATHSIG` of prctl(2), by
 * setpriv(1). Empty where util-linux is not there; the setpriv of BusyBox knows nothing of it.
 *
 * @param user whom the command runs as: a change of user clears the signal, so it is set behind that
 */
export function endingWithServer(user?: { readonly uid: number; readonly gid: number }): Promise<readonly string[]> {
  const [setpriv, ...words] = ['/usr/bin/setpriv', '--pdeathsig', 'KILL'] as const;
  return new Promise((resolve) => {
    execFile(setpriv, [...words, '/bin/sh', '-c', ':'], { env: {}, cwd: '/', timeout: 5_000, killSignal: 'SIGKILL', ...user }, (error) => resolve(error === null ? [setpriv, ...words] : []));
  });
}
