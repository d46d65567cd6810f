import type { Transport, TrustResource } from '@carnet/provider';
import type { Agent } from 'node:https';
import type { LocalAws } from './aws/local-aws.ts';
import type { LocalAzure } from './azure/local-azure.ts';
import type { FaultRule } from './fault.ts';
import type { LocalGoogle } from './google/local-google.ts';
import type { LocalVaults } from './vault/local-vault.ts';

/** What another process of ours needs to reach the same local clouds. Plain JSON, without a key or a secret. */
export interface LocalCloudsConnection {
  readonly port: number;
  /** The certificate of the certificate authority, PEM. */
  readonly certificateAuthority: string;
  /** The closed list: exact names, and `*.suffix` for one label below the suffix. */
  readonly hosts: readonly string[];
}

/** One request that arrived. Never a query, a body, a header, a token or an assertion. */
export interface RecordedRequest {
  readonly host: string;
  readonly method: string;
  readonly path: string;
  /** The status answered, 0 while or where nothing was answered. */
  readonly status: number;
  /** Milliseconds since 1970-01-01T00:00:00Z on the clock given to `startLocalClouds`. */
  readonly at: number;
  readonly service: 'entra' | 'keyvault' | 'aws-sts' | 'aws-iam' | 'secretsmanager' | 'google-sts' | 'iamcredentials' | 'google-oauth2' | 'secretmanager' | 'vault' | 'issuer';
  /** Whether it came with an Authorization header, or with the one of Vault. */
  readonly authorized: boolean;
  /** What was asked for, where the path does not say it: `GetSecretValue`, `AssumeRoleWithWebIdentity`. */
  readonly operation?: string;
}

/** What answers for the host of an issuer: a fetch handler, or a plain http server on this machine's loopback. */
export type IssuerTarget = ((request: Request) => Response | Promise<Response>) | URL;

/** What a client has to send. Without either, it sends nothing; where one of the two is given, the other is the empty text. */
export interface LocalProxyOptions {
  readonly username?: string | undefined;
  readonly password?: string | undefined;
}

/** An HTTP proxy in front of the local clouds, for tools that know no `agent`. */
export interface LocalProxy {
  /** `http://127.0.0.1:<port>`, without credentials: the value of `HTTPS_PROXY`. */
  readonly url: string;
  /** Each `host:port` that was asked for with the right credentials, refused ones too, oldest first: the last 100,000. */
  readonly tunnels: readonly string[];
  /** Ends every tunnel and gives the port back. `clouds.close()` does it, too. */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Does what the commands of a trust plan would do at the real clouds. */
export interface LocalTrust {
  /**
   * Registers the resources of a plan in their order. Gives the outputs of the set-up, for the `{name}` in the plan's settings.
   *
   * @throws TypeError naming the rule of the cloud that is broken, or a resource that no local cloud knows
   */
  apply(resources: readonly TrustResource[]): Readonly<Record<string, string>>;
  /** Undoes it: the teardown. */
  remove(resources: readonly TrustResource[]): void;
}

/** Running local clouds. */
export interface LocalClouds {
  /** Every hop of a provider goes here when a host attaches it: `createCarnet({ transport: clouds.transport })`. */
  readonly transport: Transport;
  /** The certificate of the throw-away certificate authority, PEM. Its key never leaves the memory of this process. */
  readonly certificateAuthority: string;
  /** Where the server listens, on 127.0.0.1 alone. */
  readonly port: number;
  /** For `connectToLocalClouds` in another process. Holds the hosts known at the moment it is read. */
  readonly connection: LocalCloudsConnection;
  /**
   * An agent that brings a real host name to the local clouds.
   *
   * @throws CarnetError `STORE_ADDRESS_REFUSED` for a host outside the closed list
   */
  agent(url: URL): Agent;
  /**
   * Adds an issuer's host to the closed list.
   *
   * @throws TypeError where `hostname` is no DNS name or belongs to a cloud, or the target is not http on the loopback
   */
  route(hostname: string, target: IssuerTarget): void;
  /**
   * Starts an HTTP proxy on 127.0.0.1 and a free port. It tunnels CONNECT (RFC 9110 section 9.3.6) for the hosts of the
   * closed list at port 443 to the local clouds, and answers 403 for every other host and port, 405 for every other
   * method, and 407 without the credentials, where some are given. So a tool of any language meets the real host names,
   * with `HTTPS_PROXY` and the certificate authority in a file.
   *
   * @example
   * ```ts
   * import { startLocalClouds } from '@carnet/local-clouds';
   * import { spawn } from 'node:child_process';
   * import { writeFileSync } from 'node:fs';
   *
   * await using clouds = await startLocalClouds();
   * const proxy = await clouds.startProxy();
   * writeFileSync('authority.pem', clouds.certificateAuthority);
   * spawn('curl', ['--cacert', 'authority.pem', 'https://login.microsoftonline.com/'], { env: { HTTPS_PROXY: proxy.url } });
   * ```
   */
  startProxy(options?: LocalProxyOptions): Promise<LocalProxy>;
  /** What arrived, oldest first, the clouds' own calls to the issuer included: the last 100,000. */
  readonly requests: readonly RecordedRequest[];
  clearRequests(): void;
  /** Milliseconds added to each answer. */
  latencyMs: number;
  /** Adds a rule and gives back what removes it. */
  fault(rule: FaultRule): () => void;
  /** Trust plans, as `carnet trust <provider> --format json` prints them. */
  readonly trust: LocalTrust;
  readonly azure: LocalAzure;
  readonly aws: LocalAws;
  readonly google: LocalGoogle;
  readonly vault: LocalVaults;
  /** Ends every connection and gives the port back. */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}
