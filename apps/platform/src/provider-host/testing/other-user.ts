import { spawnSync } from 'node:child_process';

const nobody = { uid: 65_534, gid: 65_534 };

/** A user that processes of this one may run as. Node itself may stand where other users do not get: in the home of root. */
export const otherUser: { readonly uid: number; readonly gid: number } | undefined = process.getuid?.() === 0 && spawnSync(process.execPath, ['--version'], nobody).status === 0 ? nobody : undefined;
