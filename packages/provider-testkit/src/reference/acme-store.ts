import { CarnetError, type ProviderContext, type SecretStore } from '@carnet/provider';
import { jsonOf, strangeAnswer, type Answer, type Call } from './acme-answer.ts';
import { batchBody, batchResults } from './acme-batch.ts';
import { acmeError } from './acme-error.ts';
import { listPages } from './acme-list.ts';
import { send } from './acme-request.ts';
import { AcmeSession } from './acme-session.ts';
import { checkedName, checkedVersion, type AcmeSettings } from './acme-settings.ts';

type SendOptions = Pick<RequestInit, 'method' | 'body'> & { readonly signal: AbortSignal | undefined };

/** Opens one safe. Nothing is sent before the first call. */
export function openAcmeStore({ address, safe }: AcmeSettings, context: ProviderContext): SecretStore {
  const session = AcmeSession.of(context, address);
  const secrets = `${address}/safes/${safe}/secrets`;
  let closed = false;

  async function ask(call: Call, url: string, { signal, method = 'GET', body = null }: SendOptions): Promise<Answer> {
    if (closed) throw acmeError({ code: 'ABORTED', step: call.step, message: 'The store is closed.' });
    const token = await session.token(signal);
    const headers = { authorization: `Bearer ${token.value}` };
    try {
      return await send(context.transport, new Request(url, { method, headers, body, ...(signal && { signal }) }), call);
    } catch (error) {
      // The host repeats the call, which then fetches a new one.
      if (CarnetError.isInstance(error) && error.code === 'CREDENTIAL_EXPIRED') session.drop(token);
      throw error;
    }
  }

  return {
    batchSize: 20,
    canonicalName: checkedName,

    async authenticate({ signal }) {
      if (closed) throw acmeError({ code: 'ABORTED', step: 'authenticate', message: 'The store is closed.' });
      const { expiresAt } = await session.token(signal);
      return { expiresAt };
    },

    async read({ name, version }, { signal }) {
      const call: Call = { step: 'read', what: `the secret '${checkedName(name)}'` };
      const query = version === undefined ? '' : `?version=${checkedVersion(version)}`;
      const answer = await ask(call, `${secrets}/${name}${query}`, { signal });
      const found = /^"([a-z0-9]{1,32})"$/.exec(answer.headers.get('etag') ?? '')?.[1];
      if (answer.headers.get('content-type') !== 'application/octet-stream' || found === undefined) throw strangeAnswer(call);
      return { bytes: answer.body, version: found };
    },

    async readMany(references, { signal }) {
      const call: Call = { step: 'read', what: 'these secrets' };
      const answer = await ask(call, `${secrets}:read`, { method: 'POST', body: batchBody(references), signal });
      return batchResults(jsonOf(answer), references, call);
    },

    list({ prefix = '', signal }) {
      const call: Call = { step: 'list', what: `the list of the safe '${safe}'` };
      return listPages(secrets, prefix, call, async (url) => jsonOf(await ask(call, url, { signal })));
    },

    async write(name, bytes, { signal }) {
      const call: Call = { step: 'write', what: `the secret '${checkedName(name)}'` };
      const { version } = jsonOf(await ask(call, `${secrets}/${name}`, { method: 'PUT', body: new Uint8Array(bytes), signal }));
      if (typeof version !== 'string' || version === '') throw strangeAnswer(call);
      return { version };
    },

    async remove(name, { signal }) {
      await ask({ step: 'remove', what: `the secret '${checkedName(name)}'` }, `${secrets}/${name}`, { method: 'DELETE', signal });
    },

    close() {
      // The access token is the session's, and the session is the host's to drop.
      closed = true;
      return Promise.resolve();
    },
  };
}
