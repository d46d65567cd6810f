import type { IssuerEndpoints } from '@carnet/oidc-issuer';

/** An answer as it goes on the wire. */
export interface KeptAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | undefined;
}

/** What an answer of the issuer follows from, besides its keys. */
export interface DocumentRequest {
  readonly method: string;
  /** Path and query, byte for byte. */
  readonly target: string;
  readonly ifNoneMatch: string | undefined;
}

export interface KeptDocuments {
  /** That of the issuer, whose answers are kept as they pass. */
  readonly handler: IssuerEndpoints['handler'];
  find(request: DocumentRequest): KeptAnswer | undefined;
}

const keptMs = 1_000;
const mostKept = 1_000;

/**
 * Keeps the issuer's own answers for a second, so that many who ask at once are answered without a `Request` and a `Response` each. Those
 * who ask keep them for minutes; what is no document, or fails, is not kept.
 */
export function createKeptDocuments(issuer: Pick<IssuerEndpoints, 'handler'>, now: () => number): KeptDocuments {
  const kept = new Map<string, KeptAnswer>();
  let since = now();

  function current(): typeof kept {
    const age = now() - since;
    if (age < 0 || age >= keptMs) {
      kept.clear();
      since = now();
    }
    return kept;
  }

  return {
    find: (request) => current().get(keyOf(request)),
    async handler(request) {
      const response = await issuer.handler(request);
      const { method, headers } = request;
      if ((response.status === 200 || response.status === 304) && kept.size < mostKept) {
        const { pathname, search } = new URL(request.url);
        const body = response.body === null ? undefined : new Uint8Array(await response.clone().arrayBuffer());
        current().set(keyOf({ method, target: pathname + search, ifNoneMatch: headers.get('if-none-match') ?? undefined }), { status: response.status, headers: Object.fromEntries(response.headers), body });
      }
      return response;
    },
  };
}

// No method has a space in it, and no header a line end.
function keyOf({ method, target, ifNoneMatch = '' }: DocumentRequest): string {
  return `${method} ${ifNoneMatch}\n${target}`;
}
