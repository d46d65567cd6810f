/** Time, passed in so that every fault test is deterministic. */
export interface Clock {
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  now(): number;
  /** Settles after `milliseconds`, or rejects with the signal's reason as soon as it aborts. */
  sleep(milliseconds: number, options?: { readonly signal?: AbortSignal | undefined }): Promise<void>;
}

/** A `node:https` Agent, described by its shape so that the contract needs no Node types. */
export interface TransportAgent {
  destroy(): void;
  maxFreeSockets: number;
  maxSockets: number;
  readonly requests: unknown;
  readonly sockets: unknown;
}

/** The one way to the network. Both forms apply the proxy, the extra certificate authorities and the address check. */
export interface Transport {
  /** Sends one request. Never follows a redirect: a 3xx comes back as it is. */
  fetch(request: Request): Promise<Response>;
  /** An agent for an SDK that takes one. */
  agent(url: string | URL): TransportAgent;
}

/** Something worth a line in a trace. Never the name or the value of a secret. */
export interface Observation {
  readonly name: string;
  readonly step?: string;
  readonly durationMs?: number;
  readonly attributes?: Readonly<Record<string, string | number | boolean>>;
}

export interface SubjectTokenRequest {
  readonly signal?: AbortSignal | undefined;
  /** Passes every cache by. Once for each exchange that the cloud refused. */
  readonly renew?: boolean;
}

/** All that a provider gets from its host: no logger, no environment, no audience to choose. */
export interface ProviderContext {
  /** The OIDC token (a JWT) for this identity config's audience. Ask at use; never keep it. */
  subjectToken(request?: SubjectTokenRequest): Promise<string>;
  readonly transport: Transport;
  readonly clock: Clock;
  random(size: number): Uint8Array;
  observe(observation: Observation): void;
  /** The kickoff, opaque: `[A-Za-z0-9-]{1,40}`. */
  readonly run?: { readonly id: string };
  /**
   * The only place for a cloud credential or client. One map for each identity config and subject, shared by its stores
   * (one exchange serves them all), owned and dropped by the host.
   */
  readonly session: Map<string, unknown>;
}
