import { Clock } from '@carnet/provider';
import { FederatedIdentities } from '@carnet/provider';
import { Manifest } from '@carnet/provider';
import { Provider } from '@carnet/provider';
import { TokenCredential } from '@azure/identity';
export interface AmbientAzure {
    readonly workloadIdentity: {
        readonly kind: 'azure';
        readonly tenantId: string;
        readonly clientId: string;
        readonly cloud: CloudName;
    };
    readonly credential: {
        readonly provider: 'azure';
        readonly store: Record<string, string>;
    };
}
export interface AmbientAzureOptions {
    readonly workloadIdentityClientId: string;
    readonly tenantId: string;
    readonly vaultName?: string | undefined;
    readonly vaultUrl?: string | undefined;
    readonly cloud?: CloudName | undefined;
}
export interface AzureTokenCredentialOptions {
    readonly scopes: readonly string[];
    readonly timeoutMs?: number | undefined;
    readonly clock?: Pick<Clock, 'now'> | undefined;
}
export type CloudName = 'public' | 'us-government' | 'china';
export declare function ambientAzure({ workloadIdentityClientId, tenantId, vaultName, vaultUrl, cloud }: AmbientAzureOptions): AmbientAzure;
export declare function azureTokenCredential(identities: FederatedIdentities, name: string, options: AzureTokenCredentialOptions): TokenCredential;
declare function createAzure(): Provider;
export declare const manifest: Manifest;
export { createAzure as default };
export {};
