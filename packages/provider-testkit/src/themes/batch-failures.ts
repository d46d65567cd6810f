import type { BatchResult } from '@carnet/provider';
import type { Assertion } from '../assertion.ts';
import type { PutSecret, Scene } from '../scene/scene.ts';
import { Seen } from '../scene/seen.ts';
import { isExpired } from './as-a-host.ts';
import { batchDifferences, batchFailure, batchOutcomes, putSeveral } from './batch-outcomes.ts';
import { difference } from './bytes.ts';
import { failedWith } from './failed-with.ts';

/** A batch with a bad one between two good ones. */
async function withOneBad(scene: Scene, spoil: (name: string) => unknown): Promise<{ readonly results: readonly BatchResult[]; readonly good: readonly PutSecret[] }> {
  const good = [await scene.put('first'), await scene.put('last')];
  await spoil('middle');
  return { results: await batchOutcomes(scene.open(), ['first', 'middle', 'last'].map((name) => ({ name }))), good };
}

const ownCode = (id: string, need: 'deny' | 'disable' | undefined, what: string, ...codes: Parameters<typeof failedWith> extends [unknown, ...infer Codes] ? Codes : never): Assertion => ({
  id: `batches.${id}`,
  fact: `in a batch, ${what} fails with ${codes.join(' or ')}`,
  ...(need && { needs: [need] }),
  async holds(scene) {
    const { results } = await withOneBad(scene, async (name) => {
      if (need === undefined) return;
      await scene.put(name);
      await scene.double[need]?.(name);
    });
    return failedWith(batchFailure(results[1]), ...codes);
  },
});

/** What a whole batch fails with, where each of its results does. */
async function failuresOf(scene: Scene, spoil: () => unknown): Promise<readonly string[]> {
  const store = scene.open();
  const references = (await putSeveral(scene, 3)).map(({ name }) => ({ name }));
  await batchOutcomes(store, references);
  await spoil();
  return (await batchOutcomes(store, references)).map((result) => batchFailure(result).code);
}

const others = (codes: readonly string[], ...wanted: readonly string[]): true | string => {
  const strange = codes.find((code) => !wanted.includes(code));
  return strange === undefined || `it failed with ${strange} and not with ${wanted.join(' or ')}`;
};

export const batchFailureAssertions: readonly Assertion[] = [
  {
    id: 'batches.neighbours',
    fact: 'a secret that is missing leaves the others of its batch as they are',
    async holds(scene) {
      const { results: [first, , last], good } = await withOneBad(scene, () => undefined);
      if (!first || !last) throw new Seen('results are missing');
      return batchDifferences([first, last], good) ?? true;
    },
  },
  ownCode('missing', undefined, 'a secret that is missing', 'SECRET_NOT_FOUND'),
  ownCode('denied', 'deny', 'a secret that is denied', 'ACCESS_DENIED'),
  ownCode('disabled', 'disable', 'a secret that is disabled', 'SECRET_DISABLED'),
  {
    id: 'batches.refused',
    fact: 'where batches are denied, BATCH_DENIED says so, and a host goes on one by one',
    needs: ['denyBatches'],
    holds: async (scene) => others(await failuresOf(scene, () => scene.double.denyBatches?.()), 'BATCH_DENIED'),
  },
  {
    id: 'batches.refused-reads',
    fact: 'where batches are denied, single reads go on',
    needs: ['denyBatches'],
    async holds(scene) {
      await scene.double.denyBatches?.();
      const store = scene.open();
      const { name, bytes } = await scene.put('value');
      await batchOutcomes(store, [name, ...(await putSeveral(scene, 2)).map((each) => each.name)].map((each) => ({ name: each })));
      return difference((await store.read({ name }, {})).bytes, bytes) ?? true;
    },
  },
  {
    id: 'batches.throttled',
    fact: 'a batch that is throttled fails with THROTTLED',
    holds: async (scene) => others(await failuresOf(scene, () => scene.double.fault({ at: 'read', fault: { kind: 'throttle', retryAfterSeconds: 2 } })), 'THROTTLED'),
  },
  {
    id: 'batches.page',
    fact: 'the page of a gateway instead of a batch is not taken for secrets that are missing',
    async holds(scene) {
      const codes = await failuresOf(scene, () => scene.double.fault({ at: 'read', fault: { kind: 'html', status: 200 } }));
      return !codes.includes('SECRET_NOT_FOUND') || 'it failed with SECRET_NOT_FOUND, which leaves an optional variable unset';
    },
  },
  {
    id: 'batches.expired',
    fact: 'a credential that the store takes no longer is replaced, within the batch or at its first repeat',
    needs: ['revoke'],
    async holds(scene) {
      const store = scene.open();
      const secrets = await putSeveral(scene, 10);
      const read = (): Promise<readonly BatchResult[]> => batchOutcomes(store, secrets.map(({ name }) => ({ name })));
      await read();
      await scene.double.revoke?.();
      let results = await read();
      if (results.some((result) => !result.ok && isExpired(result.error))) results = await store.authenticate({}).then(read);
      return batchDifferences(results, secrets) ?? true;
    },
  },
];
