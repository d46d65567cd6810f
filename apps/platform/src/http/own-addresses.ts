/** The names under which this server is called. Any other Host or Origin is a page that was rebound to this address. */
export interface OwnAddresses {
  isOwnHost(host: string | undefined): boolean;
  isIssuerHost(host: string | undefined): boolean;
  isOwnOrigin(origin: string): boolean;
}

/**
 * @param urls - every URL under which the server is called: `https://carnet.example.com`, `http://127.0.0.1:8080`
 * @param issuer - the issuer URL: clouds ask for its documents under its own host
 */
export function ownAddresses(urls: readonly string[], issuer: string | undefined): OwnAddresses {
  const hosts = new Set(urls.map((url) => new URL(url).host));
  const origins = new Set(urls.map((url) => new URL(url).origin));
  const issuerHost = issuer === undefined ? undefined : new URL(issuer).host;
  return {
    isOwnHost: (host) => host !== undefined && hosts.has(host.toLowerCase()),
    isIssuerHost: (host) => host !== undefined && host.toLowerCase() === issuerHost,
    isOwnOrigin: (origin) => origins.has(origin),
  };
}

/** What a server on the loopback address is called by. */
export function loopbackUrls(port: number): readonly string[] {
  return ['127.0.0.1', 'localhost', '[::1]'].map((name) => `http://${name}:${port}`);
}
