/**
 * `PROXY_UNREACHABLE`: no connection to the proxy, no TLS with it, or it broke off. `PROXY_AUTHENTICATION_FAILED`: it wants
 * other credentials. `PROXY_REFUSED`: it answered, and opened no tunnel.
 */
export type ProxyErrorCode = 'PROXY_UNREACHABLE' | 'PROXY_AUTHENTICATION_FAILED' | 'PROXY_REFUSED';

/**
 * Why no tunnel was opened. The target has not been reached and nothing was sent to it. An SDK may wrap this error: its
 * `code` is what survives.
 *
 * @example
 * ```ts
 * import { ProxyError, proxyTransport } from '@carnet/core/proxy';
 * const transport = proxyTransport({ proxy: 'http://proxy.example.com:3128' });
 * try {
 *   await transport.fetch(new Request('https://vault.example.com/'));
 * } catch (error) {
 *   if (error instanceof ProxyError) console.error(error.code, error.message);
 * }
 * ```
 */
export class ProxyError extends Error {
  override readonly name: string = 'ProxyError';
  readonly code: ProxyErrorCode;

  constructor(code: ProxyErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
