import { CarnetError, type SubjectTokenSource } from '@carnet/provider';
import type { Decoy } from '@carnet/trust';
import type { MessageFromHost, MessageToHost } from '../messages.ts';

type Answer = Extract<MessageToHost, { type: 'token' | 'no-token' }>;

/** The tokens of one call. Audience and subject are the server's to know: the request's own audience is not passed on. */
export interface CallTokens extends SubjectTokenSource {
  decoy(decoy: Decoy & { readonly signal?: AbortSignal | undefined }): Promise<string>;
  receive(answer: Answer): void;
}

export function createCallTokens(call: number, say: (message: MessageFromHost) => void): CallTokens {
  const waiting = new Map<number, PromiseWithResolvers<string>>();
  let asked = 0;
  const ask = async (about: { readonly renew?: boolean; readonly decoy?: Decoy }, signal: AbortSignal | undefined): Promise<string> => {
    signal?.throwIfAborted();
    const question = ++asked;
    const answer = Promise.withResolvers<string>();
    const abort = (): void => answer.reject(signal?.reason);
    signal?.addEventListener('abort', abort, { once: true });
    waiting.set(question, answer);
    try {
      say({ type: 'question', call, question, ...about });
      return await answer.promise;
    } finally {
      waiting.delete(question);
      signal?.removeEventListener('abort', abort);
    }
  };
  return {
    subjectToken: ({ renew = false, signal }) => ask({ renew }, signal),
    decoy: ({ audience, organization, signal }) => ask({ decoy: { audience, ...(organization === undefined ? {} : { organization }) } }, signal),
    receive(answer) {
      const asker = waiting.get(answer.question);
      if (answer.type === 'token') asker?.resolve(answer.token);
      else asker?.reject(new CarnetError({ code: 'SUBJECT_TOKEN_UNAVAILABLE', message: answer.message, hint: answer.hint, step: 'mint', retryable: false }));
    },
  };
}
