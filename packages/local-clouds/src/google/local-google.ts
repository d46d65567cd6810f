/** The projects of one `LocalClouds`: workload identity pools, service accounts and Secret Manager. */
export interface LocalGoogle {
  /** Milliseconds for which STS keeps the keys of an issuer. Default 0: fetched for each exchange. */
  jwksCacheMs: number;
  /** Milliseconds that STS waits for each of an issuer's two documents. Default 5000. */
  issuerTimeoutMs: number;
  /** Seconds that a federated access token lives. Default 3599. */
  tokenLifetimeSeconds: number;
  /** Seconds after `iat` from which a subject token is stale, whatever its `exp`. Default 3600. */
  subjectTokenAgeSeconds: number;
  /** Lets a federated access token end with the subject token it was traded for, where that is sooner. Default false. */
  boundToSubjectToken: boolean;
  /**
   * Adds a project. Id and number are random where left out.
   *
   * @throws TypeError where the id breaks Google's rule or is taken
   */
  project(options?: { readonly id?: string; readonly number?: string }): LocalProject;
  /**
   * Secrets, ready to be read: their credential, as `createCarnet` takes it. A project and a service account with a key are
   * made for them.
   */
  sampleCredential(secrets: Readonly<Record<string, string>>): LocalGoogleSampleCredential;
  /** Refuses every access token issued so far. */
  revokeCredentials(): void;
}

/** A credential in the form that `createCarnet` takes. */
export interface LocalGoogleSampleCredential {
  readonly provider: 'gcp';
  readonly method: 'service-account-key';
  readonly settings: { readonly clientEmail: string; readonly privateKeyId: string };
  readonly secrets: { readonly privateKey: string };
  readonly store: { readonly projectId: string };
}

/** A binding at a project, a secret or a service account. `member` is `principal://…`, `principalSet://…` or `serviceAccount:<email>`. */
export interface LocalBinding {
  readonly member: string;
  readonly role: string;
}

/** One project, seen by its owner: nothing here needs a token. */
export interface LocalProject {
  readonly id: string;
  readonly number: string;
  /** Adds a workload identity pool, `projects/<number>/locations/global/workloadIdentityPools/<id>`. */
  workloadIdentityPool(id: string): LocalWorkloadIdentityPool;
  /** Adds a service account, `<name>@<project>.iam.gserviceaccount.com`. */
  serviceAccount(name: string): LocalServiceAccount;
  /** A binding at the project. */
  grant(binding: LocalBinding): void;
  revoke(binding: LocalBinding): void;
  /** The secrets of the project, or of one of its locations (regional secrets). */
  secrets(location?: string): LocalProjectSecrets;
}

export interface LocalWorkloadIdentityPool {
  readonly name: string;
  disabled: boolean;
  /**
   * Adds an OIDC provider by Google's rules (facts: `google.subject` is mandatory, sizes, CEL).
   *
   * @throws TypeError naming the rule that is broken
   */
  oidcProvider(options: {
    readonly id: string;
    readonly issuer: string;
    /** Default: empty, so that the audience must be the provider's full resource name. */
    readonly allowedAudiences?: readonly string[];
    /** Default `{ 'google.subject': 'assertion.sub' }`. */
    readonly attributeMapping?: Readonly<Record<string, string>>;
    /** CEL over `assertion`, `google` and `attribute`. */
    readonly attributeCondition?: string;
  }): LocalPoolProvider;
  /** `principal://iam.googleapis.com/<pool>/subject/<subject>`. */
  principal(subject: string): string;
}

export interface LocalPoolProvider {
  /** `projects/<number>/locations/global/workloadIdentityPools/<pool>/providers/<id>`: what a workload identity config holds. */
  readonly resourceName: string;
  /** `//iam.googleapis.com/<resource name>`. */
  readonly audience: string;
  disabled: boolean;
  attributeCondition: string | undefined;
}

export interface LocalServiceAccount {
  readonly email: string;
  /** A binding at the service account: who may impersonate it. */
  grant(binding: LocalBinding): void;
  revoke(binding: LocalBinding): void;
  /** Makes a key and gives it back, the only time the private half is shown. */
  createKey(): { readonly clientEmail: string; readonly privateKeyId: string; readonly privateKey: string };
}

/** The secrets of one project and location, seen by their owner. */
export interface LocalProjectSecrets {
  /** Adds a version; creates the secret where there is none. Gives the version's number back. */
  set(name: string, value: string | Uint8Array): string;
  /** One version, the newest where none is named. */
  disable(name: string, version?: string): void;
  enable(name: string, version?: string): void;
  destroy(name: string, version?: string): void;
  remove(name: string): void;
  /** A binding at one secret. */
  grant(name: string, binding: LocalBinding): void;
  revoke(name: string, binding: LocalBinding): void;
  /** Answers the next reads of a version with a checksum that does not fit its bytes. */
  corruptChecksum(name: string, corrupt: boolean): void;
}
