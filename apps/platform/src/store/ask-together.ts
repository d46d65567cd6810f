import DataLoader from 'dataloader';
import { AsyncLocalStorage } from 'node:async_hooks';

/** PostgreSQL takes 65,535 parameters a statement, and a key has a few. */
const mostAtOnce = 100;

/**
 * Asks the database once for all who ask at the same moment: who calls while the server is busy comes with others. A question waits for
 * none that went out before it. What is answered is committed, also to who asks inside of a unit.
 *
 * @param ask gives an answer for each key, in their order
 */
export function askTogether<Key, Answer>(ask: (keys: readonly Key[]) => Promise<readonly Answer[]>): (key: Key) => Promise<Answer> {
  // Whoever asks first may stand in a unit, and the others have no part in that.
  const outside = AsyncLocalStorage.snapshot();
  const questions = new DataLoader(ask, { cache: false, maxBatchSize: mostAtOnce, batchScheduleFn: (send) => { outside(() => setImmediate(send)); } });
  return (key) => questions.load(key);
}
