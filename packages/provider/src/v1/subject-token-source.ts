import type { OptionalClaim } from './manifest.ts';
import type { Settings } from './settings.ts';
import type { Transport, SubjectTokenRequest } from './context.ts';

/** What a host asks a source for. The audience comes from the stored identity config, never from a provider. */
export interface SubjectTokenSourceRequest extends SubjectTokenRequest {
  readonly audience: string;
  /** The name or id of the workload identity config the token is for. */
  readonly workloadIdentity: string;
  /** Switched-on claims of the manifest's closed list. */
  readonly claims?: readonly OptionalClaim[];
}

/** Where subject tokens come from: an issuer, a platform, a file that the cluster projects. */
export interface SubjectTokenSource {
  subjectToken(request: SubjectTokenSourceRequest): Promise<string>;
}

/** One workload identity config, ready for an SDK's own credential type. */
export interface FederatedIdentity {
  readonly kind: string;
  readonly settings: Settings;
  subjectToken(request?: SubjectTokenRequest): Promise<string>;
  readonly transport: Transport;
}

/** What the escape hatches take (`azureTokenCredential`, …); `createCarnet()` satisfies it. */
export interface FederatedIdentities {
  identity(name: string): FederatedIdentity;
}
