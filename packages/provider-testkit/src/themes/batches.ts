import type { Assertion, Theme } from '../assertion.ts';
import { batchFailureAssertions } from './batch-failures.ts';
import { batchDifferences, batchOutcomes, putSeveral } from './batch-outcomes.ts';

// What a host passes where a store names no size.
const defaultSize = 20;

const whole: readonly Assertion[] = [
  {
    id: 'batches.order',
    fact: 'the results stand in the order asked',
    async holds(scene) {
      const secrets = (await putSeveral(scene, 5)).toReversed();
      return batchDifferences(await batchOutcomes(scene.open(), secrets.map(({ name }) => ({ name }))), secrets) ?? true;
    },
  },
  {
    id: 'batches.version',
    fact: 'each result tells the version of its own secret',
    async holds(scene) {
      await scene.put('value-0');
      const secrets = await putSeveral(scene, 3);
      const results = await batchOutcomes(scene.open(), secrets.map(({ name }) => ({ name })));
      const strange = results.findIndex((result, index) => result.ok && result.version !== secrets[index]?.version);
      return strange < 0 || `at place ${strange} of 3, another version is told`;
    },
  },
  {
    id: 'batches.versions',
    fact: 'a version is read beside the newest one of the same secret',
    async holds(scene) {
      const older = await scene.put('value');
      const newer = await scene.put('value');
      const other = await scene.put('other');
      const references = [{ name: 'value' }, { name: 'value', version: older.version }, { name: 'other' }, { name: 'value', version: newer.version }];
      return batchDifferences(await batchOutcomes(scene.open(), references), [newer, older, other, newer]) ?? true;
    },
  },
  {
    id: 'batches.duplicates',
    fact: 'a reference that stands in a batch twice has two results',
    async holds(scene) {
      const [first, second] = [await scene.put('first'), await scene.put('second')];
      const references = ['first', 'second', 'first'].map((name) => ({ name }));
      return batchDifferences(await batchOutcomes(scene.open(), references), [first, second, first]) ?? true;
    },
  },
  {
    id: 'batches.references-untouched',
    fact: 'the references of the caller stay as they are, and in their order',
    async holds(scene): Promise<true> {
      const references = (await putSeveral(scene, 3)).toReversed().map(({ name }) => Object.freeze({ name }));
      for (const result of await batchOutcomes(scene.open(), Object.freeze(references))) if (!result.ok) throw result.error;
      return true;
    },
  },
  {
    id: 'batches.size',
    fact: 'batchSize is a whole number from 1, or absent',
    holds({ open }) {
      const { batchSize } = open();
      return batchSize === undefined || (Number.isInteger(batchSize) && batchSize >= 1) || 'it is something else';
    },
  },
  {
    id: 'batches.full',
    fact: 'a batch of exactly batchSize secrets is read',
    async holds(scene) {
      const store = scene.open();
      const secrets = await putSeveral(scene, Math.min(Math.max(1, Math.trunc(store.batchSize ?? defaultSize)), 1_000));
      return batchDifferences(await batchOutcomes(store, secrets.map(({ name }) => ({ name }))), secrets) ?? true;
    },
  },
  {
    id: 'batches.requests',
    fact: 'a batch of ten takes fewer requests than ten reads',
    async holds(scene) {
      const secrets = await putSeveral(scene, 10);
      await batchOutcomes(scene.open(), secrets.map(({ name }) => ({ name })));
      const requests = scene.count('read');
      return requests < 10 || `${requests} requests were made: without readMany a host would read them side by side`;
    },
  },
  {
    id: 'batches.exchange',
    method: 'workload-identity',
    fact: 'batches that begin together without a credential make one exchange',
    async holds(scene) {
      const secrets = await putSeveral(scene, 5);
      const store = scene.open();
      await Promise.all(Array.from({ length: 5 }, () => batchOutcomes(store, secrets.map(({ name }) => ({ name })))));
      const exchanges = scene.count('exchange');
      return exchanges === 1 || `${exchanges} exchanges were made and not 1`;
    },
  },
  {
    id: 'batches.rotated',
    fact: 'a rotated value is what the very next batch gives',
    async holds(scene) {
      const store = scene.open();
      const references = (await putSeveral(scene, 3)).map(({ name }) => ({ name }));
      await batchOutcomes(store, references);
      const rotated = await putSeveral(scene, 3);
      return batchDifferences(await batchOutcomes(store, references), rotated) ?? true;
    },
  },
];

/** Several secrets with one call. */
export const batchesTheme: Theme = { id: 'batches', title: 'Batches', capability: 'readMany', assertions: [...whole, ...batchFailureAssertions] };
