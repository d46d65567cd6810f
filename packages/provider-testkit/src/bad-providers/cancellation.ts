import { CarnetError } from '@carnet/provider';
import { badAcme, type BadProvider } from './bad-provider.ts';
import { badLeaving } from './cancellation-during.ts';
import { badAfterwards } from './cancellation-afterwards.ts';
import { aborted } from './leaving.ts';

const beforehand: readonly BadProvider[] = [
  badAcme('cancellation.beforehand', 'says that a write was late which was never begun', {
    store: (store) => ({
      async write(name, bytes, options) {
        if (options.signal?.aborted === true) throw new CarnetError({ code: 'DEADLINE_EXCEEDED', message: 'It was late.' });
        return await (store.write?.(name, bytes, options) ?? Promise.reject(aborted()));
      },
    }),
  }),
  badAcme('cancellation.beforehand-silent', 'looks at its signal when the answer is there', {
    store: (store) => ({
      async read(reference, options) {
        if (options.signal?.aborted !== true) return await store.read(reference, options);
        await store.read(reference, {});
        throw aborted();
      },
    }),
  }),
  badAcme('cancellation.beforehand-exchange', 'answers authenticate out of hand when nobody waits for it', {
    store: (store) => ({ authenticate: async (options) => (options.signal?.aborted === true ? {} : await store.authenticate(options)) }),
  }),
  badAcme('cancellation.beforehand-no-token', 'has a subject token made before it looks at its signal', {
    store: (store, context) => ({
      async authenticate(options) {
        if (options.signal?.aborted === true) await context.subjectToken({});
        return await store.authenticate(options);
      },
    }),
  }),
];

export const badCancellation: readonly BadProvider[] = [...beforehand, ...badLeaving, ...badAfterwards];
