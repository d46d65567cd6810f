import type { CarnetError, ErrorCode } from '@carnet/provider';
import type { Assertion } from '../assertion.ts';
import type { Scene } from '../scene/scene.ts';
import { ended } from './expected.ts';
import { failedWith } from './failed-with.ts';

/** TRUST_REJECTED, or the closest that a store's own words allow. */
const refusedTrust: readonly [ErrorCode, ...ErrorCode[]] = ['TRUST_REJECTED', 'PRINCIPAL_NOT_FOUND', 'EXCHANGE_REJECTED'];

async function refusal(scene: Scene): Promise<CarnetError> {
  await scene.double.distrust?.();
  return await scene.failureOf(scene.open().authenticate({}));
}

async function refusalOfRead(scene: Scene): Promise<CarnetError> {
  const { name } = await scene.put('value');
  await scene.double.distrust?.();
  return await scene.failureOf(scene.open().read({ name }, {}));
}

export const distrustAssertions: readonly Assertion[] = [
  {
    id: 'authenticate.distrusted',
    method: 'workload-identity',
    fact: 'a subject token that the store does not trust is TRUST_REJECTED, or what comes closest',
    needs: ['distrust'],
    holds: async (scene) => failedWith(await refusal(scene), ...refusedTrust),
  },
  {
    id: 'authenticate.distrusted-final',
    method: 'workload-identity',
    fact: 'a trust that was refused is not retryable',
    needs: ['distrust'],
    holds: async (scene) => !(await refusal(scene)).retryable || 'it is retryable',
  },
  {
    id: 'authenticate.distrusted-read',
    method: 'workload-identity',
    fact: 'a read whose exchange was refused fails for that reason',
    needs: ['distrust'],
    holds: async (scene) => failedWith(await refusalOfRead(scene), ...refusedTrust),
  },
  {
    id: 'authenticate.distrusted-step',
    method: 'workload-identity',
    fact: "the step of a read whose exchange was refused is 'authenticate'",
    needs: ['distrust'],
    async holds(scene) {
      const { step } = await refusalOfRead(scene);
      return step === 'authenticate' || `it is ${step === undefined ? 'not set, and the host would say read' : `'${step}'`}`;
    },
  },
  {
    id: 'authenticate.refusal-not-kept',
    method: 'workload-identity',
    fact: 'after a refused exchange the next call makes another one',
    async holds(scene) {
      const { name } = await scene.put('value');
      const good = scene.source;
      scene.source = () => scene.mint({ aud: 'https://elsewhere.example.test' });
      const store = scene.open();
      await ended(store.authenticate({}));
      scene.source = good;
      await store.read({ name }, {});
      return scene.count('exchange') > 1 || 'the double took a token for another audience';
    },
  },
];
