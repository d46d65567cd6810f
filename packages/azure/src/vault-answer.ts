import type { PipelineResponse, RestError } from '@azure/core-rest-pipeline';
import { objectField, textField, withoutSent } from '@carnet/provider-parts';
import { httpFacts, jsonBody, type HttpFacts } from './http-facts.ts';

/** What Key Vault says in the body of an answer that is no success. */
interface VaultWords {
  readonly code: string | undefined;
  readonly innerCode: string | undefined;
  readonly text: string | undefined;
}

/** An answer of Key Vault that is no success, taken inside the pipeline: the SDK's own error drops the inner code of a listing. */
export class VaultAnswer extends Error {
  override readonly name: string = 'VaultAnswer';
  readonly facts: HttpFacts;
  readonly words: VaultWords;
  readonly method: string;
  /** Read by the SDK's own waiting for a deletion. */
  readonly statusCode: number;

  constructor(response: PipelineResponse, words: VaultWords = wordsOf(response)) {
    super(`status ${response.status}`);
    const sent = sentToken(response);
    const facts = httpFacts(response);
    this.facts = { ...facts, requestId: withoutSent(facts.requestId, sent) };
    this.words = { code: withoutSent(words.code, sent), innerCode: withoutSent(words.innerCode, sent), text: withoutSent(words.text, sent) };
    this.method = response.request.method;
    this.statusCode = response.status;
  }
}

/** A vault, or whoever answers in its place, may repeat what it was sent. */
function sentToken({ request }: PipelineResponse): readonly string[] {
  const authorization = request.headers.get('authorization');
  return authorization === undefined ? [] : [authorization.replace(/^Bearer /, '')];
}

function wordsOf(response: PipelineResponse): VaultWords {
  const error = objectField(jsonBody(response), 'error');
  return { code: textField(error, 'code'), innerCode: textField(objectField(error, 'innererror'), 'code'), text: textField(error, 'message') };
}

/** A 401 has to pass through the SDK, which answers challenges, and comes out as the SDK's error when it was the last word. */
export function unauthorizedAnswer(error: unknown): VaultAnswer | undefined {
  if (!(error instanceof Error) || (error as Partial<RestError>).statusCode !== 401) return undefined;
  const { response, code, message } = error as RestError;
  return response === undefined ? undefined : new VaultAnswer(response, { code, innerCode: undefined, text: message });
}
