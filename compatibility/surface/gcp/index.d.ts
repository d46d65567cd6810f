import { AuthClient } from 'google-auth-library';
import { Clock } from '@carnet/provider';
import { FederatedIdentities } from '@carnet/provider';
import { Manifest } from '@carnet/provider';
import { Provider } from '@carnet/provider';
export interface AmbientGcp {
    readonly workloadIdentity: {
        readonly kind: 'gcp';
        readonly providerResourceName: string;
        readonly serviceAccountEmail?: string;
    };
    readonly credential: {
        readonly provider: 'gcp';
        readonly store: Record<string, string>;
    };
}
export interface AmbientGcpOptions {
    readonly providerResourceName: string;
    readonly projectId: string;
    readonly serviceAccountEmail?: string | undefined;
    readonly location?: string | undefined;
}
export interface GoogleAuthClientOptions {
    readonly scopes: readonly string[];
    readonly timeoutMs?: number | undefined;
    readonly clock?: Pick<Clock, 'now'> | undefined;
}
export declare function ambientGcp({ providerResourceName, projectId, serviceAccountEmail, location }: AmbientGcpOptions): AmbientGcp;
declare function createGcp(): Provider;
export declare function googleAuthClient(identities: FederatedIdentities, name: string, { scopes, timeoutMs, clock }: GoogleAuthClientOptions): AuthClient;
export declare const manifest: Manifest;
export { createGcp as default };
export {};
