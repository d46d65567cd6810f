import type { SentToken } from './diagnosis.ts';
import type { Settings } from './settings.ts';

/** What a trust is asked for. @experimental */
export interface TrustInput {
  readonly issuer: string;
  readonly subject: string;
  /** Fields of the manifest's `trust.schema`. */
  readonly settings: Settings;
  /** The secrets to open, each alone. Empty: the whole store. */
  readonly secrets: readonly string[];
  /** Also allows to list names. */
  readonly list: boolean;
  /** Also allows to write and remove. */
  readonly write: boolean;
  /** A first secret to create, to test with. */
  readonly create?: string;
  /** The identity of a cluster or a CI system: `aks`, `eks`, `gke`, `github`, `gitlab`. */
  readonly ambient?: { readonly kind: string; readonly namespace?: string; readonly serviceAccount?: string };
  /** What the cloud's list command printed, parsed. */
  readonly registered?: readonly unknown[];
}

/** One step, in its document's language. @experimental */
export interface TrustStep {
  readonly title: string;
  readonly why?: string;
  readonly text: string;
}

/** The set-up for one tool. @experimental */
export interface TrustDocument {
  /** One of the manifest's `trust.formats`. */
  readonly format: string;
  readonly language: 'shell' | 'hcl' | 'bicep' | 'yaml' | 'steps';
  readonly setUp: readonly TrustStep[];
  /** In shell, or in steps where the set-up is in steps. */
  readonly tearDown: readonly TrustStep[];
}

/** One thing to register, as data: `azure.federatedCredential`. @experimental */
export interface TrustResource {
  readonly type: string;
  readonly [member: string]: unknown;
}

/** What to register at the cloud, and how to undo it. @experimental */
export interface TrustPlan {
  readonly audience: string;
  /** In the order of the set-up. */
  readonly resources: readonly TrustResource[];
  readonly documents: readonly TrustDocument[];
  /** What the set-up prints, each with the other names by which a tool prints it. */
  readonly outputs: Readonly<Record<string, readonly string[]>>;
  /** The workload identity config that results. `{name}`: an output. */
  readonly identity: Settings;
  /** The store of the credential that results. */
  readonly store: Settings;
  readonly notes: readonly string[];
}

/** One trust that a cloud has registered. An absent value is not compared. @experimental */
export interface RegisteredTrust {
  /** As the cloud calls it. */
  readonly name: string;
  readonly issuer?: string;
  readonly subject?: string;
  readonly audiences?: readonly string[];
  /** What else stops it, or makes it too wide. */
  readonly problems?: readonly string[];
  /** The command that makes it fit our token. */
  readonly command?: string;
}

/** Reads what the operator says is registered. @experimental */
export interface Registrations {
  /** The cloud compares exactly: a probe with a decoy proves nothing more. */
  readonly exactMatch?: boolean;
  /** The commands that print it. */
  commands(identity: Settings): readonly string[];
  /** What one of them printed, parsed. Empty: it is not what any of them prints. */
  read(document: unknown, ours: { readonly identity: Settings; readonly token: SentToken }): readonly RegisteredTrust[];
}
