import { CarnetError, checkReference, defineProvider, errorCodes } from '@carnet/provider';
import { manifest } from './manifest.mjs';

export { CarnetError, errorCodes };

export default function createLedger() {
  return defineProvider({
    manifest,
    validate: ({ identity, store }) =>
      identity?.team === 'nobody' ? [{ field: 'team', problem: 'is nobody', of: 'identity' }] : store.pages === 13 ? [{ field: 'pages', problem: 'is unlucky' }] : [],
    open: (connection, context) => openStore(connection, context),
    diagnose: ({ error, operation, method, identity, store, token, reference, authenticated }) => error.code !== 'ACCESS_DENIED' ? undefined : {
      cause: `Team ${identity?.team} may not ${operation} ${reference?.name} on the ${store.shelf} shelf by ${method}${authenticated ? ', and is known' : ''}.`,
      cure: 'Let the team in.',
      command: `ledger admit ${identity?.team}`,
      sent: { audience: token?.audience ?? '' },
      severity: 'warning',
    },
  });
}

function openStore({ method, identity, methodSettings, secrets, store }, { subjectToken, transport, clock, random, observe, session }) {
  const address = identity?.address ?? methodSettings?.address;

  async function send(path, { signal, ...init }, authorization) {
    const startedAt = clock.now();
    const response = await transport.fetch(new Request(new URL(path, address), { ...init, headers: { authorization, nonce: String(random(4).length) }, signal: signal ?? null }));
    observe({ name: 'ledger.request', step: 'read', durationMs: clock.now() - startedAt, attributes: { status: response.status } });
    if (response.ok) return response;
    const { reason } = await response.json();
    throw new CarnetError({
      code: Object.hasOwn(errorCodes, reason) ? reason : 'STORE_FAULT',
      message: `Ledger says ${reason}.`,
      hint: `Ask the ledger about ${reason}.`,
      provider: manifest.id,
      step: 'read',
      retryAfter: response.status === 429 ? 1 : undefined,
      requestId: response.headers.get('request-id') ?? undefined,
      cloudCode: reason,
      cloudMessage: 'The ledger is closed.',
    });
  }

  async function authorization(signal) {
    if (method === 'pen') return `Pen ${secrets.ink.reveal()}`;
    if (!session.has('ticket')) session.set('ticket', await (await send('/ticket', { method: 'POST', signal }, `Bearer ${await subjectToken({ signal })}`)).text());
    return `Ticket ${session.get('ticket')}`;
  }

  async function call(path, options) {
    return send(`/${store.shelf}/${path}`, options, await authorization(options.signal));
  }

  async function read({ name, version }, { signal }) {
    const response = await call(`${encodeURIComponent(name)}?version=${version ?? ''}`, { signal });
    return { bytes: new Uint8Array(await response.arrayBuffer()), version: response.headers.get('version'), notAfter: 4_102_444_800_000 };
  }

  return {
    batchSize: 2,
    async authenticate({ signal }) {
      await authorization(signal);
      return { principal: `team ${identity?.team}`, expiresAt: clock.now() + 60_000 };
    },
    read,
    readMany: (references, options) => Promise.all(references.map(async (reference) => {
      try {
        return { ok: true, ...await read(reference, options) };
      } catch (error) {
        return { ok: false, error };
      }
    })),
    async *list({ prefix = '', signal }) {
      for (const name of await (await call(`?prefix=${prefix}`, { signal })).json()) yield { name, enabled: true, expiresAt: 4_102_444_800_000 };
    },
    async write(name, bytes, { signal }) {
      const response = await call(encodeURIComponent(name), { method: 'PUT', body: bytes, signal });
      return { version: response.headers.get('version') };
    },
    async remove(name, { signal }) {
      await call(encodeURIComponent(name), { method: 'DELETE', signal });
    },
    canonicalName(name) {
      if (name.includes('!')) throw new CarnetError({ code: 'REFERENCE_INVALID', message: 'A name of the ledger has no exclamation mark.' });
      return checkReference({ name }).name.toLowerCase();
    },
    async close() {
      session.delete('ticket');
    },
  };
}
