import type { Configuration } from '../kickoff-process/messages.ts';

/** One organization, checked. A kickoff keeps the one that it began with. */
export interface Organization {
  /** A UUID in lower case: what every subject token is minted for. */
  readonly id: string;
  readonly name: string;
  readonly automations: ReadonlyMap<string, Automation>;
}

/** A command, and all that it may use: nothing else of the organization reaches its process. */
export interface Automation {
  readonly name: string;
  /** A UUID in lower case, for tokens whose subject names the automation. */
  readonly id: string | undefined;
  readonly command: readonly string[];
  readonly timeoutSeconds: number;
  readonly configuration: Configuration;
  /** Provider packages that its kickoffs load, besides the composition. */
  readonly packages: readonly string[];
  readonly workloadIdentities: ReadonlyMap<string, WorkloadIdentityConfig>;
}

/** What a token for one workload identity config says, from stored configuration alone. */
export interface WorkloadIdentityConfig {
  readonly name: string;
  readonly audience: string;
  readonly subject: 'organization' | 'automation';
  /** Whether `iss` is the organization's own issuer. */
  readonly organizationIssuer: boolean;
  readonly sessionTags: boolean;
}

/** Either the organization, or every entry of its file that is wrong: one sentence each, never a value. */
export type OrganizationResult =
  | { readonly ok: true; readonly organization: Organization }
  | { readonly ok: false; readonly problems: readonly string[] };
