import { createHmac } from 'node:crypto';
import type { Store } from '../store/store.ts';

export interface AcceptCode {
  readonly userId: string;
  /** As it was typed; the library has found it right. */
  readonly code: string;
  /** Opens a secret as it stands in the table. */
  readonly open: (sealed: string) => Promise<string>;
  /** Epoch milliseconds. */
  readonly now: number;
}

const stepMs = 30_000;
// The library takes the step of its clock and those beside it; a step may have ended since.
const steps = [1, 0, -1, -2];

/**
 * RFC 6238 §5.2: a code is good for one sign-in. The step of the last one that was taken stands in the database, and of two that are taken
 * at the same time, on whatever server, one raises it.
 *
 * @returns whether it is later than the last one
 */
export async function acceptCode({ db }: Pick<Store, 'db'>, { userId, code, open, now }: AcceptCode): Promise<boolean> {
  const factors = await db.selectFrom('twoFactor').select(['id', 'secret']).where('userId', '=', userId).execute();
  for (const { id, secret } of factors) {
    const key = await open(secret);
    const step = steps.map((away) => Math.floor(now / stepMs) + away).find((each) => codeOf(key, each) === code);
    if (step === undefined) continue;
    const raised = await db.updateTable('twoFactor').set({ lastStep: step }).where('id', '=', id)
      .where((condition) => condition.or([condition('lastStep', 'is', null), condition('lastStep', '<', step)])).returning('id').executeTakeFirst();
    return raised !== undefined;
  }
  return false;
}

/** RFC 4226 §5.3: the library says whether a code is right, and not of which step it is. */
function codeOf(key: string, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', key).update(counter).digest();
  return String((mac.readUInt32BE(mac.readUInt8(19) & 0xf) & 0x7fff_ffff) % 1_000_000).padStart(6, '0');
}
