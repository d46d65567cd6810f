import { PlatformProblem } from './platform-problem.ts';

/** A page of any list. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly next: string | null;
}

/**
 * Every item of a list, page by page, as they are taken.
 *
 * @param page asks for the page behind a cursor; the first one has none
 *
 * @example
 * import { createClient, paginate } from '@carnet/client';
 *
 * declare const path: { organization: string };
 * const client = createClient({ url: 'https://carnet.example.com', token: 'carnet_api_…' });
 * for await (const { name } of paginate((cursor = '') => client.GET('/v1/organizations/{organization}/automations', { params: { path, query: { cursor } } }))) console.log(name);
 */
export async function* paginate<Item>(page: (cursor: string | undefined) => Promise<{ readonly data: Page<Item> }>): AsyncGenerator<Item, void, undefined> {
  let cursor: string | undefined;
  do {
    const { data: { items, next } } = await page(cursor);
    yield* items;
    if (next !== null && next === cursor) throw new PlatformProblem({ code: 'ANSWER_INVALID', message: 'A page of the list points to itself.', hint: 'Report it to the operator of the platform.' });
    cursor = next ?? undefined;
  } while (cursor !== undefined);
}
