import type { protos } from '@google-cloud/secret-manager';
import type { ListedSecret } from '@carnet/provider';
import { gcpError } from './gcp-error.ts';
import { pathBelow, type StoreAddress } from './store-address.ts';

type Request = protos.google.cloud.secretmanager.v1.IListSecretsRequest;
type Secret = protos.google.cloud.secretmanager.v1.ISecret;
type Page = readonly [readonly Secret[], unknown, { readonly nextPageToken?: string | null } | null | undefined, ...unknown[]];

const pageSize = 100;
const mostPages = 1_000;
// What a filter can hold as it is. A hyphen in front would mean "not", and three names are operators.
const plainPrefix = /^(?!(?:AND|OR|NOT)$)[A-Za-z0-9_][A-Za-z0-9_-]*$/i;

function endless(how: string): Error {
  return gcpError({ code: 'STORE_FAULT', step: 'list', retryable: false, message: `The list of the project's secrets ${how}.`, hint: 'Type the name of the secret instead of choosing it.' });
}

/** Page after page, as the caller asks for them. Google filters by part of a name, so that the prefix is looked at again here. */
export async function* listSecrets(address: StoreAddress, prefix: string, fetchPage: (request: Request) => Promise<Page>): AsyncGenerator<ListedSecret> {
  const seen = new Set<string>();
  let pageToken = '';
  do {
    const [secrets, , answer] = await fetchPage({ parent: address.parent, pageSize, ...(plainPrefix.test(prefix) && { filter: `name:${prefix}` }), ...(pageToken !== '' && { pageToken }) });
    for (const { name: resource, expireTime } of secrets) {
      const name = /^secrets\/([A-Za-z0-9_-]{1,255})$/.exec(pathBelow(address, resource) ?? '')?.[1];
      const seconds = Number(expireTime?.seconds ?? Number.NaN);
      if (name?.startsWith(prefix) === true) yield { name, ...(Number.isSafeInteger(seconds) ? { expiresAt: seconds * 1000 } : {}) };
    }
    pageToken = answer?.nextPageToken ?? '';
    if (seen.has(pageToken)) throw endless('leads back to a page that was read already');
    if (pageToken !== '' && seen.size + 1 >= mostPages) throw endless(`has more than ${mostPages} pages`);
    seen.add(pageToken);
  } while (pageToken !== '');
}
