import type { SecretStore } from '@carnet/provider';
import type { Assertion, Theme } from '../assertion.ts';
import type { PutSecret, Scene } from '../scene/scene.ts';
import { isExpired, repeatedOnce } from './as-a-host.ts';
import { difference } from './bytes.ts';
import { ended } from './expected.ts';
import { lifetimeAssertions } from './expiry-by-the-clock.ts';
import { renewalAssertions } from './expiry-renewal.ts';

async function warmStore(scene: Scene): Promise<{ readonly store: SecretStore; readonly secret: PutSecret }> {
  const secret = await scene.put('value');
  const store = scene.open();
  await store.read({ name: secret.name }, {});
  return { store, secret };
}

/** Ten reads under way when the store drops the credential; those that fail are repeated once, after one `authenticate`. */
async function readWhileRevoked(scene: Scene): Promise<string | undefined> {
  const { store } = await warmStore(scene);
  const secrets = await Promise.all(Array.from({ length: 10 }, (_, index) => scene.put(`value-${index}`)));
  const before = scene.count('read');
  const reads = Promise.allSettled(secrets.map(({ name }) => store.read({ name }, {})));
  await scene.until(() => scene.count('read') >= before + 5, 'the fifth of ten reads');
  await scene.double.revoke?.();
  const outcomes = await reads;
  if (outcomes.some(({ status }) => status === 'rejected')) await store.authenticate({});
  const values = await Promise.all(outcomes.map(async (outcome, index) => {
    if (outcome.status === 'fulfilled') return outcome.value.bytes;
    if (!isExpired(outcome.reason)) throw outcome.reason;
    return (await store.read({ name: secrets[index]?.name ?? '' }, {})).bytes;
  }));
  return values.map((bytes, index) => difference(bytes, secrets[index]?.bytes ?? new Uint8Array())).find((each) => each !== undefined);
}

const dropped: readonly Assertion[] = [
  {
    id: 'expiry.revoked',
    fact: 'a credential that the store takes no longer is replaced, within the read or at its first repeat',
    needs: ['revoke'],
    async holds(scene) {
      const { store, secret: { name, bytes } } = await warmStore(scene);
      await scene.double.revoke?.();
      return difference((await repeatedOnce(store, () => store.read({ name }, {}))).bytes, bytes) ?? true;
    },
  },
  {
    id: 'expiry.retryable',
    fact: 'the failure of a read by a credential that the store takes no longer is retryable',
    needs: ['revoke'],
    async holds(scene) {
      const { store, secret: { name } } = await warmStore(scene);
      await scene.double.revoke?.();
      const [read] = await Promise.allSettled([store.read({ name }, {})]);
      if (read.status === 'fulfilled' || !isExpired(read.reason)) return true;
      return (read.reason as { readonly retryable: boolean }).retryable || 'it failed with CREDENTIAL_EXPIRED that is not retryable';
    },
  },
  {
    id: 'expiry.batch',
    fact: 'where the store drops the credential in the middle of ten reads, one repeat of those that failed gives every value',
    needs: ['revoke'],
    holds: async (scene) => (await readWhileRevoked(scene)) ?? true,
  },
  {
    id: 'expiry.batch-exchanges',
    fact: 'ten reads that lose their credential together cost one more exchange',
    needs: ['revoke'],
    async holds(scene) {
      await ended(readWhileRevoked(scene));
      const exchanges = scene.count('exchange');
      return exchanges <= 2 || `${exchanges} exchanges were made and not 2`;
    },
  },
  {
    id: 'expiry.bounded',
    fact: 'a read that the store refuses with 401 each time ends',
    async holds(scene) {
      const { store, secret: { name } } = await warmStore(scene);
      const before = scene.count('read');
      scene.double.fault({ at: 'read', fault: { kind: 'status', status: 401 } });
      await scene.failureOf(store.read({ name }, {}));
      const tries = scene.count('read') - before;
      return tries <= 4 || `the read was tried ${tries} times in one call`;
    },
  },
];

/** A cloud credential ends, by the clock or because the store says so. */
export const expiryTheme: Theme = { id: 'expiry', title: 'Expiry', method: 'workload-identity', assertions: [...dropped, ...lifetimeAssertions, ...renewalAssertions] };
