import { badParameter } from './key-vault-error.ts';

const largestPage = 25;

/** One page of a list, and the address of the next, as Key Vault writes it: with the port, on the vault's own host. */
export function page<Item>(url: URL, items: readonly Item[], keyOf: (item: Item) => string): { items: readonly Item[]; nextLink: string | null } {
  const size = pageSize(url.searchParams.get('maxresults'));
  const after = decodeSkipToken(url.searchParams.get('$skiptoken'));
  const first = after === undefined ? 0 : items.findIndex((item) => keyOf(item) === after) + 1;
  const last = items[first + size - 1];
  if (last === undefined || first + size >= items.length) return { items: items.slice(first, first + size), nextLink: null };
  const skipToken = Buffer.from(JSON.stringify({ NextMarker: keyOf(last) })).toString('base64');
  const apiVersion = encodeURIComponent(url.searchParams.get('api-version') ?? '');
  const nextLink = `https://${url.hostname}:443${url.pathname}?api-version=${apiVersion}&$skiptoken=${encodeURIComponent(skipToken)}&maxresults=${size}`;
  return { items: items.slice(first, first + size), nextLink };
}

function pageSize(text: string | null): number {
  if (text === null) return largestPage;
  const size = Number(text);
  if (!Number.isInteger(size) || size < 1 || size > largestPage) throw badParameter(`The maxresults parameter must be between 1 and ${largestPage}.`);
  return size;
}

function decodeSkipToken(text: string | null): string | undefined {
  if (text === null) return undefined;
  try {
    const marker: unknown = (JSON.parse(Buffer.from(text, 'base64').toString()) as { NextMarker?: unknown }).NextMarker;
    if (typeof marker === 'string') return marker;
  } catch {
    // Answered as any other token that is none.
  }
  throw badParameter('The skiptoken parameter is not valid.');
}
