import { invalidArgument } from '../google-refusal.ts';

// https://cloud.google.com/secret-manager/docs/reference/rest/v1/projects.secrets/list
const largestPage = 25_000;

export interface ListPage<Item> {
  readonly items: readonly Item[];
  readonly nextPageToken?: string;
  readonly totalSize: number;
}

/** What is listed: its name, its items in order, and where one of them stands. */
export interface List<Item> {
  readonly name: string;
  readonly items: readonly Item[];
  keyOf(item: Item): string;
  /** Whether an item comes after the place of a key, be there an item of this key or not. */
  comesAfter(item: Item, key: string): boolean;
}

/**
 * One page of a list. A token names the last item shown, and is good for the list and the filter that it was given for
 * (https://google.aip.dev/158).
 */
export function listPage<Item>(query: URLSearchParams, { name, items, keyOf, comesAfter }: List<Item>): ListPage<Item> {
  const place = [name, query.get('filter') ?? ''] as const;
  const size = pageSize(query.get('pageSize') ?? '');
  const after = readToken(query.get('pageToken') ?? '', place);
  const rest = after === undefined ? items : items.filter((item) => comesAfter(item, after));
  const shown = rest.slice(0, size);
  const last = shown.at(-1);
  if (last === undefined || shown.length === rest.length) return { items: shown, totalSize: items.length };
  return { items: shown, totalSize: items.length, nextPageToken: Buffer.from(JSON.stringify([...place, keyOf(last)])).toString('base64url') };
}

function pageSize(text: string): number {
  const size = Number(text);
  if (!Number.isInteger(size) || size < 0) throw invalidArgument('The page size is invalid.');
  return size === 0 ? largestPage : Math.min(size, largestPage);
}

function readToken(text: string, place: readonly [string, string]): string | undefined {
  if (text === '') return undefined;
  try {
    const [name, filter, after] = JSON.parse(Buffer.from(text, 'base64url').toString()) as unknown[];
    if (typeof after === 'string' && name === place[0] && filter === place[1]) return after;
  } catch {
    // Answered as any other token that is none.
  }
  throw invalidArgument('The page token is invalid.');
}
