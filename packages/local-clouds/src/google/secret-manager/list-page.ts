import { invalidArgument } from '../google-refusal.ts';

// https://cloud.google.com/secret-manager/docs/reference/rest/v1/projects.secrets/list
const largestPage = 25_000;

export interface ListPage<Item> {
  readonly items: readonly Item[];
  readonly nextPageToken?: string;
  readonly totalSize: number;
}

/** One page of a list. A token names the last item shown and the filter it was shown by. */
export function listPage<Item>(query: URLSearchParams, items: readonly Item[], keyOf: (item: Item) => string): ListPage<Item> {
  const filter = query.get('filter') ?? '';
  const size = pageSize(query.get('pageSize') ?? '');
  const after = readToken(query.get('pageToken') ?? '', filter);
  const first = after === undefined ? 0 : items.findIndex((item) => keyOf(item) === after) + 1;
  const shown = items.slice(first, first + size);
  const last = shown.at(-1);
  if (last === undefined || first + size >= items.length) return { items: shown, totalSize: items.length };
  return { items: shown, totalSize: items.length, nextPageToken: Buffer.from(JSON.stringify([keyOf(last), filter])).toString('base64url') };
}

function pageSize(text: string): number {
  const size = Number(text);
  if (!Number.isInteger(size) || size < 0) throw invalidArgument('The page size is invalid.');
  return size === 0 ? largestPage : Math.min(size, largestPage);
}

function readToken(text: string, filter: string): string | undefined {
  if (text === '') return undefined;
  try {
    const [after, filterOfToken] = JSON.parse(Buffer.from(text, 'base64url').toString()) as unknown[];
    if (typeof after === 'string' && filterOfToken === filter) return after;
  } catch {
    // Answered as any other token that is none.
  }
  throw invalidArgument('The page token is invalid.');
}
