import type { SettingsSchema } from './settings.ts';

/**
 * Who a subject token is meant for.
 *
 * A string is the audience itself, or a template that names required identity fields in braces. A field of format
 * `uri` stands for its origin and fills the whole template (a store with a free address gets `https://host[:port]`).
 * The object form picks a fixed audience by the value of one enumerated field (a cloud and its sovereign forms).
 */
export type AudienceRule =
  | string
  | { readonly byField: string; readonly audiences: Readonly<Record<string, string>> };

/** A claim that a token carries by opt-in, from a closed list known to the issuer. `session-tags`: organization and automation, as ids, for a cloud that decides by the tags of a session. */
export type OptionalClaim = 'session-tags';

/** Which optional claims an identity knows. The value names the boolean identity field that switches it on. */
export type OptionalClaims = Readonly<Partial<Record<OptionalClaim, string>>>;

/** What a workload identity config holds, and the audience its tokens carry. A kind is defined by one package and may be used by any. */
export interface IdentityDefinition {
  readonly kind: string;
  readonly schema: SettingsSchema;
  readonly audience: AudienceRule;
  readonly claims?: OptionalClaims;
}

/** Uses a kind of identity that another package defines. */
export interface IdentityUse {
  readonly kind: string;
}

/** One way to authenticate. `workload-identity` is the federated one; every other id is a static method. */
export interface AuthenticationMethod {
  readonly id: string;
  readonly title?: string;
  /** The only schema that may hold secret fields. */
  readonly schema?: SettingsSchema;
}

/**
 * An environment variable that could send tokens elsewhere: its name, a trailing `*` matching a prefix. `except` lists
 * values that are harmless, such as those that a cloud's own cluster sets in every pod.
 */
export type RefusedVariable = string | { readonly name: string; readonly except: readonly string[] };

/** What a trust is made of, so that flags and forms can ask for it. @experimental */
export interface TrustDefinition {
  readonly schema: SettingsSchema;
  /** The tools it is written for, the usual one first. */
  readonly formats: readonly { readonly id: string; readonly title: string }[];
}

/**
 * A provider as pure data, at most 256 KiB as JSON. The console's form, the command line's flags, the API's schema and the
 * docs page of a provider are all made from it.
 */
export interface Manifest {
  /** `[a-z][a-z0-9-]{0,39}`, unique in a composition. */
  readonly id: string;
  readonly title: string;
  /** Absent where the store knows no federated identity. */
  readonly identity?: IdentityDefinition | IdentityUse;
  /** What a credential adds to its identity: vault URL, region, project. */
  readonly store: { readonly schema: SettingsSchema };
  readonly methods: readonly AuthenticationMethod[];
  /** A host refuses to start while one of these is set. */
  readonly refusedEnvironment: readonly RefusedVariable[];
  /** Absent where the provider has no `trust`. @experimental */
  readonly trust?: TrustDefinition;
}
