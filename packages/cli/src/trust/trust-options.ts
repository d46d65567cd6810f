import type { ConfigOptions } from '../open-carnet.ts';

/** The flags of `carnet trust` that every provider has. */
export interface TrustOptions extends ConfigOptions {
  readonly help?: boolean;
  /** Packages that have a provider. */
  readonly provider?: readonly string[];
  readonly secret?: readonly string[];
  readonly allSecrets?: boolean;
  readonly list?: boolean;
  readonly write?: boolean;
  readonly create?: string;
  readonly format?: string;
  readonly teardown?: boolean;
  readonly issuer?: string;
  readonly subject?: string;
  readonly organization?: string;
  readonly automation?: string;
  readonly ambient?: string;
  readonly namespace?: string;
  readonly serviceAccount?: string;
  readonly cluster?: string;
  readonly repository?: string;
  readonly projectPath?: string;
  readonly gitlabUrl?: string;
  readonly branch?: string;
  readonly tag?: string;
  readonly environment?: string;
  readonly pullRequest?: boolean;
  readonly registered?: string;
  readonly fromStdin?: boolean;
  readonly as?: string;
}
