/** What the operator sets about people. */
export interface PeopleSettings {
  /** `https://carnet.example.com`: the address that people open. Its origin alone may send their cookies. */
  readonly baseUrl: string;
  /** At least 32 characters: signs cookies, and keeps tokens and codes in the database unreadable. */
  readonly sessionSecret: string;
  /** The e-mail addresses of the platform's administrators. One counts where the address is proven: by a sign-in link or by the identity provider. */
  readonly administrators: readonly string[];
  /** Whether every person may make an organization, or administrators alone. */
  readonly organizationsByEveryone: boolean;
  /** Milliseconds without a request after which a session ends. Default seven days. */
  readonly sessionIdleMs?: number | undefined;
  /** Milliseconds after which every session ends. Default 30 days. */
  readonly sessionLifeMs?: number | undefined;
  readonly oidc?: OidcSettings | undefined;
}

/** Sign-in through an OpenID Connect provider. */
export interface OidcSettings {
  /** What the button says. */
  readonly name: string;
  /** Its issuer URL, without the path of the discovery document. */
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** The domains whose people may sign in; the provider must have proven the address. */
  readonly allowedDomains: readonly string[];
}

/** The id of the provider in `/v1/auth/callback/{id}` and in the table of accounts. */
export const oidcProviderId = 'oidc';
