/** The names under which this server is called. Any other Host or Origin is a page that was rebound to this address. */
export interface OwnAddresses {
  isOwnHost(host: string | undefined): boolean;
  isIssuerHost(host: string | undefined): boolean;
  isOwnOrigin(origin: string): boolean;
}

/** @param issuer - the issuer URL: clouds ask for its documents under its own host */
export function ownAddresses(port: number, issuer: string | undefined): OwnAddresses {
  const hosts = ['127.0.0.1', 'localhost', '[::1]'].map((name) => `${name}:${port}`);
  const origins = hosts.map((host) => `http://${host}`);
  const issuerHost = issuer === undefined ? undefined : new URL(issuer).host;
  return {
    isOwnHost: (host) => host !== undefined && hosts.includes(host.toLowerCase()),
    isIssuerHost: (host) => host !== undefined && host.toLowerCase() === issuerHost,
    isOwnOrigin: (origin) => origins.includes(origin),
  };
}
