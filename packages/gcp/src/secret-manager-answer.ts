import { withoutSent } from '@carnet/provider-parts';
import { googleStatus, type GoogleStatus } from './google-status.ts';
import { httpFacts, type HttpFacts } from './http-facts.ts';
import type { HttpAnswer } from './send-request.ts';

/** An answer of Secret Manager that is no success, taken below the SDK: its own error would hold the request, the token among it. */
export class SecretManagerAnswer extends Error {
  override readonly name: string = 'SecretManagerAnswer';
  readonly facts: HttpFacts;
  readonly words: GoogleStatus;

  /** `token` is what was sent as proof: no word of the answer may repeat it. */
  constructor(answer: HttpAnswer, token: string) {
    super(`status ${answer.status}`);
    this.facts = httpFacts(answer);
    const words = googleStatus(answer);
    const harmless = (text: string | undefined): string | undefined => withoutSent(text, [token]);
    this.words = { ...words, status: harmless(words.status), text: harmless(words.text), reason: harmless(words.reason) };
  }
}
