/** The resources of an organization by their names, without any secret: what `carnet apply` takes and an export gives. */
export interface OrganizationDocument {
  readonly version: 1;
  readonly automations: readonly DocumentAutomation[];
  readonly workloadIdentityConfigs: readonly DocumentConfig[];
  readonly credentials: readonly DocumentCredential[];
  readonly variables: readonly DocumentVariable[];
}

type Fields = Readonly<Record<string, string | number | boolean>>;

export interface DocumentAutomation {
  readonly name: string;
  readonly command: readonly string[];
  readonly timeoutSeconds: number;
  readonly concurrency: number | null;
  readonly requiredWorkerVersion: string | null;
}

export interface DocumentConfig {
  readonly name: string;
  readonly kind: string;
  readonly settings: Fields;
  readonly default: boolean;
  /** Names. */
  readonly automations: 'all' | readonly string[];
  readonly subject: 'organization' | 'automation';
  readonly organizationIssuer: boolean;
  readonly tokenLifetimeSeconds: number | null;
}

export interface DocumentCredential {
  readonly name: string;
  readonly provider: string;
  readonly method: string;
  /** A name. */
  readonly workloadIdentityConfig: string | null;
  readonly store: Fields;
  readonly settings: Fields;
  /** Only in what is applied: what is left out stays as it is stored. */
  readonly secrets?: Readonly<Record<string, string | null>> | undefined;
  readonly default: boolean;
  readonly writable: boolean;
}

export interface DocumentVariable {
  readonly name: string;
  readonly source: 'direct' | 'default' | 'credential';
  /** A name. */
  readonly credential: string | null;
  readonly provider: string | null;
  readonly reference: string | null;
  /** Only in what is applied: what is left out stays as it is stored. */
  readonly value?: string | null | undefined;
  readonly optional: boolean;
  readonly encoding: 'utf8' | 'base64';
  readonly sink: 'environment' | 'file';
  readonly allow: boolean;
  /** Names. */
  readonly automations: 'all' | readonly string[];
}

export type ResourceKind = 'automation' | 'workload_identity_config' | 'credential' | 'variable';

export interface PlannedChange {
  readonly kind: ResourceKind;
  readonly name: string;
  readonly action: 'create' | 'update' | 'unchanged' | 'delete';
  /** The fields that an update changes. */
  readonly fields: readonly string[];
}
