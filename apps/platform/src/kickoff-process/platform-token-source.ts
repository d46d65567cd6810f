import { CarnetError, type SubjectTokenSource } from '@carnet/provider';
import type { MessageToProcess, TokenQuestion } from './messages.ts';

export interface PlatformTokenSource extends SubjectTokenSource {
  /** Takes the platform's answer to a question. */
  receive(message: Extract<MessageToProcess, { type: 'token' | 'no-token' }>): void;
}

interface Waiting {
  resolve(token: string): void;
  reject(error: unknown): void;
}

/** Asks the platform, which keeps the key and decides audience and subject: the request's own audience is not passed on. */
export function createPlatformTokenSource(ask: (question: TokenQuestion) => void): PlatformTokenSource {
  const waiting = new Map<number, Waiting>();
  let asked = 0;
  return {
    async subjectToken({ workloadIdentity, renew = false, signal }) {
      signal?.throwIfAborted();
      const question = ++asked;
      const abort = (): void => waiting.get(question)?.reject(signal?.reason);
      try {
        return await new Promise<string>((resolve, reject) => {
          waiting.set(question, { resolve, reject });
          signal?.addEventListener('abort', abort, { once: true });
          ask({ type: 'subject-token', question, workloadIdentity, renew });
        });
      } finally {
        waiting.delete(question);
        signal?.removeEventListener('abort', abort);
      }
    },
    receive(message) {
      const asker = waiting.get(message.question);
      if (message.type === 'token') asker?.resolve(message.token);
      else asker?.reject(new CarnetError({ code: 'SUBJECT_TOKEN_UNAVAILABLE', message: message.message, hint: message.hint, step: 'mint', retryable: false }));
    },
  };
}
