import { googleStatus, type GoogleStatus } from './google-status.ts';
import { httpFacts, type HttpFacts } from './http-facts.ts';
import type { HttpAnswer } from './send-request.ts';

/** An answer of Secret Manager that is no success, taken below the SDK: its own error would hold the request, the token among it. */
export class SecretManagerAnswer extends Error {
  override readonly name: string = 'SecretManagerAnswer';
  readonly facts: HttpFacts;
  readonly words: GoogleStatus;

  constructor(answer: HttpAnswer) {
    super(`status ${answer.status}`);
    this.facts = httpFacts(answer);
    this.words = googleStatus(answer);
  }
}
