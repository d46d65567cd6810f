import type { CarnetError, ListedSecret } from '@carnet/provider';
import { strangeAnswer, type Call } from './acme-answer.ts';
import { acmeError } from './acme-error.ts';

type Json = Readonly<Record<string, unknown>>;

const mostPages = 1_000;

/** Page after page, as the caller asks for them. The address of the next page is Acme's, so it is looked at before a token goes there. */
export async function* listPages(secrets: string, prefix: string, call: Call, fetchPage: (url: string) => Promise<Json>): AsyncGenerator<ListedSecret> {
  const seen = new Set<string>();
  let page: string | undefined = `${secrets}?prefix=${encodeURIComponent(prefix)}`;
  while (page !== undefined) {
    if (seen.has(page) || seen.size >= mostPages) throw endless(seen.size);
    seen.add(page);
    const { names, next } = await fetchPage(page);
    if (!Array.isArray(names)) throw strangeAnswer(call);
    for (const entry of names as readonly unknown[]) {
      const { name, enabled } = (entry ?? {}) as Json;
      if (typeof name === 'string' && name.startsWith(prefix)) yield { name, ...(typeof enabled === 'boolean' && { enabled }) };
    }
    page = next === undefined ? undefined : ownAddress(next, secrets);
  }
}

function ownAddress(next: unknown, secrets: string): string {
  const url = typeof next === 'string' ? URL.parse(next) : null;
  if (url && `${url.origin}${url.pathname}` === secrets && url.username === '' && url.password === '') return url.href;
  throw acmeError({ code: 'STORE_ADDRESS_REFUSED', step: 'list', message: 'The list of Acme Safe goes on at an address that is not its own.' });
}

function endless(pages: number): CarnetError {
  return acmeError({ code: 'STORE_FAULT', step: 'list', retryable: false, message: `The list of Acme Safe did not end after ${pages} pages.`, hint: 'Type the name of the secret instead of choosing it.' });
}
