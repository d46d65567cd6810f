import { CarnetError, type Step, type Transport } from '@carnet/provider';
import { jsonObject, type JsonObject } from './json-object.ts';
import { networkReason } from './network-reason.ts';
import { raced, throwIfOver, vaultError } from './vault-error.ts';
import type { VaultServer } from './vault-settings.ts';

export interface VaultRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Below `/v1/`, each segment percent-encoded. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>> | undefined;
  readonly token?: string | undefined;
  /** JSON. */
  readonly body?: string | undefined;
}

/** Where an answer is missed: at the login and what belongs to it, or at the store. */
export interface Hop {
  readonly code: 'TOKEN_ENDPOINT' | 'STORE';
  readonly step: Step;
  readonly signal: AbortSignal | undefined;
}

export interface VaultAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** Undefined where the answer is no JSON object: it may still be one without a body (204). */
  readonly body: JsonObject | undefined;
  /** Whether there is no body at all. */
  readonly isEmpty: boolean;
}

/** A path as one of a URL: what a segment holds changes no other part of the address. */
export function encodedPath(...parts: readonly (string | undefined)[]): string {
  return parts.flatMap((part) => (part ?? '').split('/')).filter((segment) => segment !== '').map(encodeURIComponent).join('/');
}

function requestOf({ address, namespace }: VaultServer, { method, path, query, token, body }: VaultRequest, signal: AbortSignal | undefined): Request {
  const url = new URL(`${address}/v1/${path}`);
  for (const [name, value] of Object.entries(query ?? {})) url.searchParams.set(name, value);
  return new Request(url, {
    method,
    redirect: 'manual',
    headers: {
      accept: 'application/json',
      // A proxy of Vault can be told to refuse requests without it, which a browser cannot be made to send.
      'x-vault-request': 'true',
      ...(namespace !== undefined && { 'x-vault-namespace': namespace }),
      ...(token !== undefined && { 'x-vault-token': token }),
      ...(body !== undefined && { 'content-type': method === 'PATCH' ? 'application/merge-patch+json' : 'application/json' }),
    },
    ...(body !== undefined && { body }),
    ...(signal !== undefined && { signal }),
  });
}

// A text of 1 MiB, which is the longest that Vault takes, and what JSON adds to it; a folder of ten thousand names has less.
const mostBytes = 4_194_304;

class BrokenAnswer extends Error {
  override readonly name: string = 'BrokenAnswer';
}

/** @throws BrokenAnswer for one that breaks off, is no UTF-8, or has no end: nothing of what the transport throws is kept */
async function boundedText({ body }: Pick<Response, 'body'>, signal: AbortSignal | undefined): Promise<string> {
  if (body === null) return '';
  const reader = body.getReader() as ReadableStreamDefaultReader<Uint8Array>;
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let text = '';
  let bytes = 0;
  try {
    for (;;) {
      const { done, value } = await raced(reader.read(), signal);
      if (done) return text + decoder.decode();
      bytes += value.byteLength;
      if (bytes > mostBytes) throw new BrokenAnswer();
      text += decoder.decode(value, { stream: true });
    }
  } catch {
    // Whoever stops reading lets go of the connection.
    reader.cancel().catch(() => undefined);
    throw new BrokenAnswer();
  }
}

/** One attempt. Whatever comes back is an answer; what does not is one of our errors, with nothing of a foreign one in it. */
export async function sendRequest(transport: Transport, server: VaultServer, request: VaultRequest, { code, step, signal }: Hop): Promise<VaultAnswer> {
  throwIfOver(signal);
  const { host } = new URL(server.address);
  // A request that nobody holds is collected, and its signal then follows ours no longer: it is used to the end.
  const sent = requestOf(server, request, signal);
  let response: Response;
  try {
    response = await raced(transport.fetch(sent), sent.signal);
  } catch (error) {
    throwIfOver(sent.signal);
    if (CarnetError.isInstance(error)) throw error;
    const { reason, retryable } = networkReason(error);
    throw vaultError({ code: `${code}_UNREACHABLE`, step, retryable, message: `${host} could not be reached: ${reason}.` });
  }
  try {
    const text = await boundedText(response, sent.signal);
    return { status: response.status, headers: response.headers, body: jsonObject(text), isEmpty: text === '' };
  } catch {
    throwIfOver(sent.signal);
    throw vaultError({ code: `${code}_FAULT`, step, message: `${host} answered with something that broke off, was no text, or had more than 4 MiB.` });
  }
}
