import type { Transport } from '@carnet/provider';
import type { Agent } from 'node:https';
import type { LocalAws } from './aws/local-aws.ts';
import type { LocalAzure } from './azure/local-azure.ts';
import type { FaultRule } from './fault.ts';
import type { LocalGoogle } from './google/local-google.ts';

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
  readonly service: 'entra' | 'keyvault' | 'aws-sts' | 'aws-iam' | 'secretsmanager' | 'google-sts' | 'iamcredentials' | 'google-oauth2' | 'secretmanager' | 'issuer';
  /** What was asked for, where the path does not say it: `GetSecretValue`, `AssumeRoleWithWebIdentity`. */
  readonly operation?: string;
}

/** What answers for the host of an issuer: a fetch handler, or a plain http server on this machine's loopback. */
export type IssuerTarget = ((request: Request) => Response | Promise<Response>) | URL;

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
  /** What arrived, oldest first, the clouds' own calls to the issuer included: the last 100,000. */
  readonly requests: readonly RecordedRequest[];
  clearRequests(): void;
  /** Milliseconds added to each answer. */
  latencyMs: number;
  /** Adds a rule and gives back what removes it. */
  fault(rule: FaultRule): () => void;
  readonly azure: LocalAzure;
  readonly aws: LocalAws;
  readonly google: LocalGoogle;
  /** Ends every connection and gives the port back. */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}
