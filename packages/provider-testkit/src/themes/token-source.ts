import { CarnetError } from '@carnet/provider';
import type { Assertion } from '../assertion.ts';
import { ended } from './expected.ts';
import { failedWith } from './failed-with.ts';

const canary = 'source-4f1c0f9e';

/** What a provider does with a source that has trouble of its own. */
export const tokenSourceAssertions: readonly Assertion[] = [
  {
    id: 'token.message',
    fact: 'what the host says about its source reaches the reader',
    async holds(scene) {
      scene.source = () => Promise.reject(new CarnetError({ code: 'SUBJECT_TOKEN_INVALID', message: `The file holds no token (${canary}).` }));
      return (await scene.failureOf(scene.open().authenticate({}))).message.includes(canary) || 'the message is another';
    },
  },
  {
    id: 'token.foreign',
    fact: 'a source that fails with anything else is SUBJECT_TOKEN_UNAVAILABLE',
    async holds(scene) {
      scene.source = () => Promise.reject(new TypeError(canary));
      return failedWith(await scene.failureOf(scene.open().authenticate({})), 'SUBJECT_TOKEN_UNAVAILABLE');
    },
  },
  {
    id: 'token.foreign-text',
    fact: 'nothing of another error of the source stands in what the reader sees',
    async holds(scene) {
      scene.source = () => Promise.reject(new TypeError(canary));
      const { message, hint, cloudMessage = '', stack = '' } = await scene.failureOf(scene.open().authenticate({}));
      return ![message, hint, cloudMessage, stack].some((text) => text.includes(canary)) || 'its text stands there';
    },
  },
  {
    id: 'token.recovers',
    fact: 'after a source that failed the next call asks again and passes',
    async holds(scene): Promise<true> {
      const { name } = await scene.put('value');
      const good = scene.source;
      scene.source = () => Promise.reject(new CarnetError({ code: 'SUBJECT_TOKEN_UNAVAILABLE', message: 'There is none.' }));
      const store = scene.open();
      await ended(store.read({ name }, {}));
      scene.source = good;
      await store.read({ name }, {});
      return true;
    },
  },
  {
    id: 'token.signal',
    fact: 'the signal that a subject token is asked for with ends when its only caller leaves',
    async holds(scene) {
      scene.source = () => new Promise<never>(() => undefined);
      const abort = new AbortController();
      void ended(scene.open().authenticate({ signal: abort.signal }));
      await scene.until(() => scene.mints.length > 0, 'the question for a subject token');
      abort.abort();
      const { signal } = scene.mints[0] ?? {};
      if (signal === undefined) return 'it was asked for without a signal';
      await scene.until(() => signal.aborted, 'the end of the signal');
      return true;
    },
  },
];
