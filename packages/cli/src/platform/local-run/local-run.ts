import type { Settings } from '@carnet/provider';

/** What the platform answers to a local run. */
export interface LocalRun {
  readonly runId: string;
  readonly token: string;
  readonly expiresAt: string;
  readonly automation: { readonly id: string; readonly name: string };
  readonly providers: readonly { readonly id: string; readonly package: string | null }[];
  readonly workloadIdentities: Readonly<Record<string, { readonly name: string; readonly kind: string; readonly settings: Settings }>>;
  readonly credentials: Readonly<Record<string, { readonly name: string; readonly provider: string; readonly workloadIdentity: string; readonly store: Settings }>>;
  readonly variables: readonly {
    readonly name: string;
    readonly credential: string;
    readonly reference: string;
    readonly optional: boolean;
    readonly as: 'environment' | 'file';
    readonly encoding: 'utf8' | 'base64';
    readonly allow: boolean;
  }[];
  readonly fingerprintKeys: Readonly<Record<string, string>>;
  readonly skipped: readonly { readonly name: string; readonly reason: string }[];
}
