import type { PipelineRequest } from '@azure/core-rest-pipeline';
import { AsyncLocalStorage } from 'node:async_hooks';
import { azureError } from './azure-error.ts';

const mostPages = 1_000;
const listings = new AsyncLocalStorage<Listing>();

export function currentListing(): Listing | undefined {
  return listings.getStore();
}

/** One walk over the pages. The SDK follows `nextLink` by itself, without the signal and without an end. */
export class Listing {
  readonly #signal: AbortSignal | undefined;
  readonly #pages = new Set<string>();

  constructor(signal: AbortSignal | undefined) {
    this.#signal = signal;
  }

  run<T>(step: () => T): T {
    return listings.run(this, step);
  }

  admit(request: PipelineRequest): void {
    if (this.#signal !== undefined) request.abortSignal = this.#signal;
    if (this.#pages.has(request.url)) throw this.#endless('leads back to a page that was read already');
    if (this.#pages.size >= mostPages) throw this.#endless(`has more than ${mostPages} pages`);
    this.#pages.add(request.url);
  }

  #endless(how: string): Error {
    return azureError({ code: 'STORE_FAULT', step: 'list', retryable: false, message: `The list of the vault's secrets ${how}.`, hint: 'Type the name of the secret instead of choosing it.' });
  }
}
