/** What goes wrong. Each really happens on the socket, so the client under test meets it as it would in production. */
export type Fault =
  /** Another answer. An object as `body` is sent as JSON. */
  | { readonly kind: 'status'; readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: string | object }
  /** A page of a proxy or gateway instead of an answer of the protocol. */
  | { readonly kind: 'html'; readonly status: number }
  | { readonly kind: 'redirect'; readonly status: 301 | 302 | 307 | 308; readonly location: string }
  /** The connection is destroyed before anything is answered. */
  | { readonly kind: 'reset' }
  /** Nothing is answered, and the connection stays open. */
  | { readonly kind: 'hang' }
  /** The true answer, slowly. */
  | { readonly kind: 'drip'; readonly bytesPerSecond: number }
  /** The true answer, ended before the length that its header promised. */
  | { readonly kind: 'truncate' }
  /** The true answer, later. */
  | { readonly kind: 'latency'; readonly milliseconds: number }
  /** The service's own 429. Without `retryAfterSeconds` it names no time, as Key Vault does. */
  | { readonly kind: 'throttle'; readonly retryAfterSeconds?: number };

/**
 * Which requests a fault befalls. What is left out matches everything. The first rule that matches decides; a `latency` rule
 * only delays, so the ones after it are looked at too.
 *
 * @example
 * ```ts
 * import type { FaultRule } from '@carnet/local-clouds';
 * // The second and third request to any vault are reset.
 * const rule: FaultRule = { host: /\.vault\.azure\.net$/, skip: 1, times: 2, fault: { kind: 'reset' } };
 * ```
 */
export interface FaultRule {
  readonly host?: string | RegExp;
  /** Matched against the path without its query. */
  readonly path?: RegExp;
  readonly method?: string;
  /** The action of a query or JSON protocol, such as `AssumeRoleWithWebIdentity` or `GetSecretValue`. */
  readonly operation?: string;
  /** Only requests that carry an Authorization header (or the one of Vault), or only those that carry none. */
  readonly authorized?: boolean;
  /** How many matching requests pass unharmed first. */
  readonly skip?: number;
  /** How many requests are befallen. Until removed, where left out. */
  readonly times?: number;
  readonly fault: Fault;
}
