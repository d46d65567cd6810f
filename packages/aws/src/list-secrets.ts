import type { ListSecretsCommandOutput } from '@aws-sdk/client-secrets-manager';
import type { CarnetError, ListedSecret } from '@carnet/provider';
import { answerEntries } from './answer-entries.ts';
import type { AwsStoreOptions } from './aws-store-options.ts';
import { awsError } from './aws-error.ts';
import { isSecretName } from './secret-name.ts';

const mostPages = 1_000;
const pageSize = 100;

function endless(how: string): CarnetError {
  return awsError({ code: 'STORE_FAULT', step: 'list', retryable: false, message: `The list of secrets ${how}.`, hint: 'Type the name of the secret instead of choosing it.' });
}

/** Page after page, as the caller asks for them. */
export async function* listSecrets({ client, host }: AwsStoreOptions, prefix: string, signal: AbortSignal | undefined): AsyncGenerator<ListedSecret> {
  // No name holds another character, and in front of a filter AWS takes `!` for its opposite.
  if (!/^[A-Za-z0-9/_+=.@-]{0,512}$/.test(prefix)) return;
  const filters = prefix === '' ? {} : { Filters: [{ Key: 'name' as const, Values: [prefix] }] };
  const seen = new Set<string>();
  let token: string | undefined;
  do {
    const page: ListSecretsCommandOutput = await client.run({ step: 'list', host }, signal, (sdkClient, { ListSecretsCommand }) =>
      sdkClient.send(new ListSecretsCommand({ MaxResults: pageSize, ...filters, ...(token === undefined ? {} : { NextToken: token }) }), signal === undefined ? {} : { abortSignal: signal }));
    for (const { Name, DeletedDate } of answerEntries(page.SecretList, 'list', host)) {
      if (typeof Name === 'string' && isSecretName(Name) && Name.startsWith(prefix)) yield { name: Name, enabled: DeletedDate === undefined };
    }
    const next: unknown = page.NextToken ?? '';
    if (typeof next !== 'string') throw endless('goes on at something that is no page');
    token = next === '' ? undefined : next;
    if (token !== undefined && seen.has(token)) throw endless('leads back to a page that was read already');
    if (token !== undefined) seen.add(token);
    if (seen.size >= mostPages) throw endless(`has more than ${mostPages} pages`);
  } while (token !== undefined);
}
