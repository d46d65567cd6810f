/** What goes wrong on the way to a store. The same words as those of `@carnet/local-clouds`, so that a double can hand them on. */
export type Fault =
  /** Another answer. An object as `body` is sent as JSON. */
  | { readonly kind: 'status'; readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: string | object }
  /** A page of a proxy or gateway instead of an answer of the protocol. */
  | { readonly kind: 'html'; readonly status: number }
  | { readonly kind: 'redirect'; readonly status: 301 | 302 | 307 | 308; readonly location: string }
  /** The connection is gone before anything is answered. */
  | { readonly kind: 'reset' }
  /** Nothing is answered, and the connection stays open. */
  | { readonly kind: 'hang' }
  /** The true answer, slowly. */
  | { readonly kind: 'drip'; readonly bytesPerSecond: number }
  /** The true answer, ended before the length that its header promised. */
  | { readonly kind: 'truncate' }
  /** The true answer, later. */
  | { readonly kind: 'latency'; readonly milliseconds: number }
  /** The store's own refusal of too many requests. Without `retryAfterSeconds` it names no time. */
  | { readonly kind: 'throttle'; readonly retryAfterSeconds?: number };
