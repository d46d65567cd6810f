import { CarnetError } from '@carnet/provider';
import { types } from 'node:util';
import type { Assertion, Need, Theme } from '../assertion.ts';
import type { Scene } from '../scene/scene.ts';
import { difference } from './bytes.ts';
import { ended, happened } from './expected.ts';
import { failedWith } from './failed-with.ts';
import { warmStore } from './hops.ts';

const longestMessage = 1_000;
const contractFields: ReadonlySet<PropertyKey> = new Set([...Reflect.ownKeys(new CarnetError({ code: 'ABORTED', message: '' })), 'stack', 'message']);

const missingOf = async (scene: Scene): Promise<CarnetError> => await scene.failureOf(scene.open().read({ name: 'missing' }, {}));

async function deniedOf(scene: Scene): Promise<CarnetError> {
  const { name } = await scene.put('denied');
  await scene.double.deny?.(name);
  return await scene.failureOf(scene.open().read({ name }, {}));
}

/** What an error holds beside the fields of the contract. Shared with the faults, where it is the network's error that is kept. */
export function strangeFields(error: CarnetError): true | string {
  const strange = Reflect.ownKeys(error).filter((name) => !contractFields.has(name)).map((name) => (typeof name === 'string' && /^\w{1,40}$/.test(name) ? name : 'a field of another name'));
  return strange.length === 0 || `it holds ${strange.join(', ')}`;
}

function ofMissing(id: string, fact: string, holds: (error: CarnetError, scene: Scene) => true | string): Assertion {
  return { id: `refusals.${id}`, fact, holds: async (scene) => holds(await missingOf(scene), scene) };
}

const denied: Assertion = {
  id: 'refusals.denied',
  fact: 'a secret that may not be read is ACCESS_DENIED, and never SECRET_NOT_FOUND',
  needs: ['deny'],
  holds: async (scene) => failedWith(await deniedOf(scene), 'ACCESS_DENIED'),
};

const deniedFinal: Assertion = {
  id: 'refusals.denied-final',
  fact: 'a secret that may not be read is not retryable',
  needs: ['deny'],
  holds: async (scene) => !(await deniedOf(scene)).retryable || 'it is retryable',
};

const deniedKeepsCredential: Assertion = {
  id: 'refusals.denied-keeps-credential',
  fact: 'a secret that may not be read costs no new exchange',
  needs: ['deny'],
  async holds(scene) {
    const { store, secret } = await warmStore(scene);
    const before = scene.count('exchange');
    const { name } = await scene.put('denied');
    await scene.double.deny?.(name);
    await ended(store.read({ name }, {}));
    await store.read({ name: secret.name }, {});
    return happened(scene.count('exchange') - before, 0, 'exchanges');
  },
};

function once(id: string, what: string, needs: readonly Need[], name: string): Assertion {
  return {
    id: `refusals.${id}`,
    fact: `${what} is asked for once`,
    needs,
    async holds(scene) {
      const { store } = await warmStore(scene);
      await scene.put('denied');
      await scene.double.deny?.('denied');
      const before = scene.count('read');
      await ended(store.read({ name }, {}));
      return happened(scene.count('read') - before, 1, 'requests');
    },
  };
}

const usable: Assertion = {
  id: 'refusals.usable',
  fact: 'after a refusal the same store reads on',
  async holds(scene) {
    const { store, secret: { name, bytes } } = await warmStore(scene);
    await ended(store.read({ name: 'missing' }, {}));
    return difference((await store.read({ name }, {})).bytes, bytes) ?? true;
  },
};

const promised: Assertion = {
  id: 'refusals.promise',
  fact: 'each call gives a promise, and throws nothing itself',
  async holds(scene) {
    const store = scene.open();
    const signal = AbortSignal.abort();
    const [name, bytes] = ['no\0name', new Uint8Array([0])];
    const calls: readonly (readonly [string, () => unknown])[] = [
      ['authenticate', () => store.authenticate({ signal })],
      ...[{}, { signal }].flatMap((options): typeof calls => [
        ['read', () => store.read({ name }, options)],
        ...(store.readMany ? [['readMany', () => store.readMany?.([{ name }], options)] as const] : []),
        ...(store.write ? [['write', () => store.write?.(name, bytes, options)] as const] : []),
        ...(store.remove ? [['remove', () => store.remove?.(name, options)] as const] : []),
      ]),
    ];
    for (const [what, call] of calls) {
      let answer: unknown;
      try {
        answer = call();
      } catch {
        return `${what} threw`;
      }
      if (!types.isPromise(answer)) return `${what} gave a ${typeof answer} that is no promise`;
      await ended(answer as Promise<unknown>);
    }
    return true;
  },
};

/** What a store refuses for good, and how it is told. */
export const refusalsTheme: Theme = {
  id: 'refusals',
  title: 'Refusals',
  assertions: [
    ofMissing('missing', 'a secret that there is not is SECRET_NOT_FOUND', (error) => failedWith(error, 'SECRET_NOT_FOUND')),
    ofMissing('missing-final', 'a secret that there is not is not retryable', ({ retryable }) => !retryable || 'it is retryable'),
    ofMissing('one-line', 'a refusal says what is wrong in one line', ({ message }) => {
      if (message.trim() === '') return 'its message is empty';
      if (message.length > longestMessage) return `its message is longer than ${longestMessage} characters`;
      return !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(message) || 'its message holds a line break or another control character';
    }),
    ofMissing('plain', 'a refusal holds the fields of the contract and nothing else, not even a cause', strangeFields),
    ofMissing('step', "the step of a refused read, where it is set, is 'read'", ({ step }) => step === undefined || step === 'read' || 'it is another'),
    ofMissing('provider', "the provider of a refusal, where it is set, is the manifest's id", ({ provider }, scene) => provider === undefined || provider === scene.conformance.manifest.id || 'it is another'),
    once('missing-once', 'a secret that there is not', [], 'missing'),
    denied,
    deniedFinal,
    once('denied-once', 'a secret that may not be read', ['deny'], 'denied'),
    deniedKeepsCredential,
    usable,
    promised,
  ],
};
