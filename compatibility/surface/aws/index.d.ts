import { Clock } from '@carnet/provider';
import { FederatedIdentities } from '@carnet/provider';
import { Manifest } from '@carnet/provider';
import { Provider } from '@carnet/provider';
export interface AmbientAws {
    readonly workloadIdentity: {
        readonly kind: 'aws';
        readonly roleArn: string;
        readonly region: string;
    };
    readonly credential: {
        readonly provider: 'aws';
        readonly store: Record<string, string>;
    };
}
export interface AmbientAwsOptions {
    readonly roleArn: string;
    readonly region: string;
    readonly storeRegion?: string | undefined;
}
export type AwsCredentialProvider = () => Promise<AwsSessionCredentials>;
export interface AwsCredentialProviderOptions {
    readonly durationSeconds: number;
    readonly sessionName?: string | undefined;
    readonly timeoutMs?: number | undefined;
    readonly clock?: Pick<Clock, 'now'> | undefined;
}
export interface AwsSessionCredentials {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken: string;
    readonly expiration: Date;
}
export declare function ambientAws({ roleArn, region, storeRegion }: AmbientAwsOptions): AmbientAws;
export declare function awsCredentialProvider(identities: FederatedIdentities, name: string, options: AwsCredentialProviderOptions): AwsCredentialProvider;
declare function createAws(): Provider;
export declare const manifest: Manifest;
export { createAws as default };
export {};
