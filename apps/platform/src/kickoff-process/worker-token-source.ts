import { CarnetError, type SubjectTokenSource } from '@carnet/provider';
import type { MessageFromSlot, MessageToSlot } from './slot-messages.ts';

export interface WorkerTokenSource extends SubjectTokenSource {
  /** Takes the worker's answer to a question. */
  receive(message: Extract<MessageToSlot, { type: 'token' | 'no-token' }>): void;
  /** Nothing asked before has an answer any more. */
  forget(): void;
}

interface Waiting {
  resolve(token: string): void;
  reject(error: unknown): void;
}

/** Asks the worker, which has the token of the platform and the files of its own identity. */
export function createWorkerTokenSource(ask: (question: Extract<MessageFromSlot, { type: 'subject-token' }>) => void): WorkerTokenSource {
  const waiting = new Map<number, Waiting>();
  let asked = 0;
  return {
    async subjectToken({ workloadIdentity, audience, renew = false, signal }) {
      signal?.throwIfAborted();
      const question = ++asked;
      const abort = (): void => waiting.get(question)?.reject(signal?.reason);
      try {
        return await new Promise<string>((resolve, reject) => {
          waiting.set(question, { resolve, reject });
          signal?.addEventListener('abort', abort, { once: true });
          ask({ type: 'subject-token', question, workloadIdentity, audience, renew });
        });
      } finally {
        waiting.delete(question);
        signal?.removeEventListener('abort', abort);
      }
    },
    receive(message) {
      const asker = waiting.get(message.question);
      if (message.type === 'token') asker?.resolve(message.token);
      else asker?.reject(refusal(message));
    },
    forget() {
      for (const { reject } of waiting.values()) reject(refusal({ message: 'The kickoff is over.', hint: 'Nothing to mend.', retryable: false }));
    },
  };
}

function refusal({ message, hint, retryable }: { readonly message: string; readonly hint: string; readonly retryable: boolean }): CarnetError {
  return new CarnetError({ code: 'SUBJECT_TOKEN_UNAVAILABLE', message, hint, retryable, step: 'mint' });
}
