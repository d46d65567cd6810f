import type { Connection, IdentityDefinition, OptionalClaim, Provider, Secret, SecretReference, Settings } from '@carnet/provider';
import type { Encoding } from '../options.ts';

export interface WorkloadIdentity {
  readonly name: string;
  readonly kind: string;
  readonly settings: Settings;
  readonly audience: string;
  readonly claims: readonly OptionalClaim[];
}

export interface Credential {
  readonly name: string;
  readonly provider: Provider;
  readonly connection: Connection;
  readonly workloadIdentity: WorkloadIdentity | undefined;
  readonly writable: boolean;
}

interface VariableBase {
  readonly name: string;
  readonly allow: boolean;
}

export interface DirectValue extends VariableBase {
  readonly source: 'direct';
  readonly value: Secret;
}

/** How a program gets a secret: as text, or as the bytes of a file. */
export type SecretForm = { readonly as: 'environment'; readonly encoding: Encoding } | { readonly as: 'file'; readonly encoding?: never };

interface StoredBase extends VariableBase {
  readonly source: 'secret';
  readonly credential: Credential;
  readonly reference: SecretReference;
  readonly optional: boolean;
}

export type StoredValue = StoredBase & SecretForm;

export type Variable = DirectValue | StoredValue;

/** A configuration that was checked whole. */
export interface Composition {
  readonly providers: ReadonlyMap<string, Provider>;
  readonly kinds: ReadonlyMap<string, IdentityDefinition>;
  readonly workloadIdentities: ReadonlyMap<string, WorkloadIdentity>;
  readonly credentials: ReadonlyMap<string, Credential>;
  readonly variables: ReadonlyMap<string, Variable>;
}
