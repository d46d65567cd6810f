import type { Permission } from './permission.ts';

/** Whom a request comes from, as its credential says. Each kind of credential makes one kind of principal. */
export type Principal = Person | ApiToken | DeploymentToken | WorkerToken | JoinToken;

export interface Person {
  readonly kind: 'person';
  readonly userId: string;
  readonly name: string;
  readonly email: string;
  readonly sessionId: string;
  /** Named by the operator; says nothing about any organization. */
  readonly administrator: boolean;
}

export interface ApiToken {
  readonly kind: 'api';
  readonly tokenId: string;
  readonly name: string;
  readonly organizationId: string;
  readonly createdBy: string;
  readonly scopes: readonly string[];
}

export interface DeploymentToken {
  readonly kind: 'deployment';
  readonly tokenId: string;
  readonly name: string;
  readonly organizationId: string;
  readonly automationId: string;
}

export interface WorkerToken {
  readonly kind: 'worker';
  readonly tokenId: string;
  readonly name: string;
  readonly organizationId: string;
  readonly workerId: string;
}

export interface JoinToken {
  readonly kind: 'join';
  readonly tokenId: string;
  readonly name: string;
  readonly organizationId: string;
}

/** Who may use a route. */
export type Access =
  /** No credential is looked at. */
  | { readonly to: 'public' }
  /** A person, whatever organizations they belong to. `orApiToken`: an API token may, too. */
  | { readonly to: 'person'; readonly orApiToken?: boolean | undefined }
  | { readonly to: 'administrator' }
  /** A member whose role, or an API token whose scopes and creator, hold the permission in the organization of the path. `deployments`: the token of the deployment's automation may, too. */
  | { readonly to: 'organization'; readonly permission: Permission; readonly orDeployment?: boolean | undefined }
  /** Every member of the organization of the path, and every API token of it. */
  | { readonly to: 'member' }
  /** A person who is an owner of the organization of the path. No scope of a token is an owner's place. */
  | { readonly to: 'owner' }
  | { readonly to: 'worker' }
  | { readonly to: 'join' };
