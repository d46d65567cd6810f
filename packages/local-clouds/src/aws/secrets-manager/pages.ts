import { invalidNextToken } from './secrets-manager-refusals.ts';

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly NextToken: string | undefined;
}

/** One page of a list. The token names the last item of the page before. */
export function page<Item>(all: readonly Item[], keyOf: (item: Item) => string, { size, token }: { readonly size: number; readonly token: string | undefined }): Page<Item> {
  const start = token === undefined ? 0 : all.findIndex((item) => tokenFor(keyOf(item)) === token) + 1;
  if (token !== undefined && start === 0) throw invalidNextToken();
  const items = all.slice(start, start + size);
  const last = items.at(-1);
  return { items, NextToken: last !== undefined && start + size < all.length ? tokenFor(keyOf(last)) : undefined };
}

function tokenFor(key: string): string {
  return Buffer.from(JSON.stringify({ after: key })).toString('base64url');
}
