import { Agent } from 'node:https';
import { SecureContext } from 'node:tls';
import { Transport } from '@carnet/provider';
import { TrustResource } from '@carnet/provider';
export type AzureCloud = 'public' | 'us-government' | 'china';
export interface CertificateAuthority {
    readonly certificate: string;
    issue(hosts: readonly [string, ...string[]]): Promise<SecureContext>;
}
export type Fault = 
{
    readonly kind: 'status';
    readonly status: number;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: string | object;
}
 | {
    readonly kind: 'html';
    readonly status: number;
} | {
    readonly kind: 'redirect';
    readonly status: 301 | 302 | 307 | 308;
    readonly location: string;
}
 | {
    readonly kind: 'reset';
}
 | {
    readonly kind: 'hang';
}
 | {
    readonly kind: 'drip';
    readonly bytesPerSecond: number;
}
 | {
    readonly kind: 'truncate';
}
 | {
    readonly kind: 'latency';
    readonly milliseconds: number;
}
 | {
    readonly kind: 'throttle';
    readonly retryAfterSeconds?: number;
};
export interface FaultRule {
    readonly host?: string | RegExp;
    readonly path?: RegExp;
    readonly method?: string;
    readonly operation?: string;
    readonly authorized?: boolean;
    readonly skip?: number;
    readonly times?: number;
    readonly fault: Fault;
}
export type IssuerTarget = ((request: Request) => Response | Promise<Response>) | URL;
export interface LocalAccessToken {
    readonly audience: string;
    readonly tenantId: string;
    readonly clientId: string;
    readonly objectId: string;
    readonly expiresAt: number;
}
export interface LocalAccount {
    readonly id: string;
    readonly partition: LocalPartition;
    oidcProvider(options: {
        readonly url: string;
        readonly clientIds: readonly string[];
    }): LocalOidcProvider;
    role(options: {
        readonly name: string;
        readonly path?: string;
        readonly trustPolicy: object;
        readonly maxSessionSeconds?: number;
    }): LocalRole;
    federatedRole(options: {
        readonly name: string;
        readonly issuer: string;
        readonly subject: string;
        readonly audience?: string;
        readonly allowTags?: boolean;
    }): LocalRole;
    user(options: {
        readonly name: string;
    }): LocalUser;
    secrets(region: string): LocalSecrets;
}
export interface LocalApplication extends LocalManagedIdentity {
    addClientSecret(): string;
}
export interface LocalAws {
    jwksCacheMs: number;
    issuerTimeoutMs: number;
    account(options?: {
        readonly id?: string;
        readonly partition?: LocalPartition;
    }): LocalAccount;
    sampleCredential(secrets: Readonly<Record<string, string>>): LocalAwsSampleCredential;
    revokeCredentials(): void;
}
export interface LocalAwsSampleCredential {
    readonly provider: 'aws';
    readonly method: 'access-key';
    readonly settings: {
        readonly accessKeyId: string;
    };
    readonly secrets: {
        readonly secretAccessKey: string;
    };
    readonly store: {
        readonly region: string;
    };
}
export interface LocalAzure {
    jwksCacheMs: number;
    issuerTimeoutMs: number;
    propagationMs: number;
    tokenLifetimeSeconds: number;
    legacyErrors: boolean;
    tenant(options?: {
        readonly id?: string;
        readonly cloud?: AzureCloud;
    }): LocalTenant;
    vault(options: LocalVaultOptions): LocalVault;
    sampleCredential(secrets: Readonly<Record<string, string>>): LocalSampleCredential;
    revokeCredentials(): void;
    describeAccessToken(token: string): LocalAccessToken | undefined;
}
export interface LocalBinding {
    readonly member: string;
    readonly role: string;
}
export interface LocalClouds {
    readonly transport: Transport;
    readonly certificateAuthority: string;
    readonly port: number;
    readonly connection: LocalCloudsConnection;
    agent(url: URL): Agent;
    route(hostname: string, target: IssuerTarget): void;
    startProxy(options?: LocalProxyOptions): Promise<LocalProxy>;
    readonly requests: readonly RecordedRequest[];
    clearRequests(): void;
    latencyMs: number;
    fault(rule: FaultRule): () => void;
    readonly trust: LocalTrust;
    readonly azure: LocalAzure;
    readonly aws: LocalAws;
    readonly google: LocalGoogle;
    readonly vault: LocalVaults;
    close(): Promise<void>;
    [Symbol.asyncDispose](): Promise<void>;
}
export interface LocalCloudsClient {
    readonly transport: Transport;
    agent(url: URL): Agent;
    close(): void;
}
export interface LocalCloudsConnection {
    readonly port: number;
    readonly certificateAuthority: string;
    readonly hosts: readonly string[];
}
export interface LocalCloudsOptions {
    readonly clock?: {
        now(): number;
    };
    readonly authority?: CertificateAuthority;
    readonly onAddress?: (address: string) => void;
    readonly onCredential?: (credential: string) => void;
}
export interface LocalFederatedCredential {
    readonly name: string;
    readonly issuer: string;
    readonly subject: string;
    readonly audience: string;
}
export interface LocalGoogle {
    jwksCacheMs: number;
    issuerTimeoutMs: number;
    tokenLifetimeSeconds: number;
    subjectTokenAgeSeconds: number;
    boundToSubjectToken: boolean;
    project(options?: {
        readonly id?: string;
        readonly number?: string;
    }): LocalProject;
    sampleCredential(secrets: Readonly<Record<string, string>>): LocalGoogleSampleCredential;
    revokeCredentials(): void;
}
export interface LocalGoogleSampleCredential {
    readonly provider: 'gcp';
    readonly method: 'service-account-key';
    readonly settings: {
        readonly clientEmail: string;
        readonly privateKeyId: string;
    };
    readonly secrets: {
        readonly privateKey: string;
    };
    readonly store: {
        readonly projectId: string;
    };
}
export interface LocalIdentity {
    readonly arn: string;
    putPolicy(name: string, document: object): void;
    removePolicy(name: string): void;
    allowRead(secretArns?: readonly string[]): void;
}
export interface LocalJwtAuth {
    role(role: {
        readonly name: string;
        readonly boundAudiences: readonly string[];
        readonly boundSubject?: string;
        readonly boundClaims?: Readonly<Record<string, string>>;
        readonly policies: readonly string[];
        readonly tokenTtlSeconds?: number;
        readonly tokenMaxTtlSeconds?: number;
        readonly tokenNumUses?: number;
    }): void;
    removeRole(name: string): void;
}
export interface LocalKv {
    set(path: string, data: Readonly<Record<string, unknown>>): number;
    deleteVersion(path: string, version?: number): void;
    destroyVersion(path: string, version?: number): void;
    remove(path: string): void;
}
export interface LocalManagedIdentity {
    readonly clientId: string;
    readonly objectId: string;
    readonly name: string;
    readonly federatedCredentials: readonly LocalFederatedCredential[];
    addFederatedCredential(credential: LocalFederatedCredential): void;
    removeFederatedCredential(name: string): void;
}
export interface LocalOidcProvider {
    readonly arn: string;
    readonly url: string;
    readonly clientIds: readonly string[];
    remove(): void;
}
export type LocalPartition = 'aws' | 'aws-cn' | 'aws-us-gov';
export interface LocalPoolProvider {
    readonly resourceName: string;
    readonly audience: string;
    disabled: boolean;
    attributeCondition: string | undefined;
}
export interface LocalPrincipal {
    readonly objectId: string;
}
export interface LocalProject {
    readonly id: string;
    readonly number: string;
    workloadIdentityPool(id: string): LocalWorkloadIdentityPool;
    serviceAccount(name: string): LocalServiceAccount;
    grant(binding: LocalBinding): void;
    revoke(binding: LocalBinding): void;
    secrets(location?: string): LocalProjectSecrets;
}
export interface LocalProjectSecrets {
    set(name: string, value: string | Uint8Array): string;
    disable(name: string, version?: string): void;
    enable(name: string, version?: string): void;
    destroy(name: string, version?: string): void;
    remove(name: string): void;
    grant(name: string, binding: LocalBinding): void;
    revoke(name: string, binding: LocalBinding): void;
    corruptChecksum(name: string, corrupt: boolean): void;
}
export interface LocalProxy {
    readonly url: string;
    readonly tunnels: readonly string[];
    close(): Promise<void>;
    [Symbol.asyncDispose](): Promise<void>;
}
export interface LocalProxyOptions {
    readonly username?: string | undefined;
    readonly password?: string | undefined;
}
export interface LocalRole extends LocalIdentity {
    readonly name: string;
    trustPolicy: object;
    maxSessionSeconds: number;
    readonly sessions: readonly {
        readonly name: string;
        readonly tags: Readonly<Record<string, string>>;
        readonly expiresAt: number;
    }[];
}
export interface LocalRoleAssignment {
    readonly principal: LocalPrincipal;
    readonly role: LocalVaultRole;
    readonly secret?: string;
}
export interface LocalSampleCredential {
    readonly provider: 'azure';
    readonly method: 'client-secret';
    readonly settings: {
        readonly tenantId: string;
        readonly clientId: string;
    };
    readonly secrets: {
        readonly clientSecret: string;
    };
    readonly store: {
        readonly vaultUrl: string;
    };
}
export interface LocalSecretOptions {
    readonly contentType?: string;
    readonly tags?: Readonly<Record<string, string>>;
    readonly enabled?: boolean;
    readonly expiresAt?: number;
}
export interface LocalSecrets {
    readonly region: string;
    set(name: string, value: string | Uint8Array, options?: {
        readonly kmsKeyId?: string;
    }): string;
    arn(name: string): string;
    remove(name: string): void;
    restore(name: string): void;
    moveStage(name: string, stage: string, versionId: string): void;
}
export interface LocalServiceAccount {
    readonly email: string;
    grant(binding: LocalBinding): void;
    revoke(binding: LocalBinding): void;
    createKey(): {
        readonly clientEmail: string;
        readonly privateKeyId: string;
        readonly privateKey: string;
    };
}
export interface LocalTenant {
    readonly id: string;
    application(options?: {
        readonly clientId?: string;
        readonly name?: string;
    }): LocalApplication;
    managedIdentity(options?: {
        readonly clientId?: string;
        readonly name?: string;
    }): LocalManagedIdentity;
}
export interface LocalTrust {
    apply(resources: readonly TrustResource[]): Readonly<Record<string, string>>;
    remove(resources: readonly TrustResource[]): void;
}
export interface LocalUser extends LocalIdentity {
    readonly name: string;
    createAccessKey(): {
        readonly accessKeyId: string;
        readonly secretAccessKey: string;
    };
}
export interface LocalVault {
    readonly name: string;
    readonly url: string;
    readonly tenant: LocalTenant;
    authorization: 'rbac' | 'access-policies';
    firewall: 'open' | 'closed';
    set(secretName: string, value: string, options?: LocalSecretOptions): string;
    disable(secretName: string, version?: string): void;
    enable(secretName: string, version?: string): void;
    remove(secretName: string): void;
    recover(secretName: string): void;
    purge(secretName: string): void;
    grant(assignment: LocalRoleAssignment): void;
    revoke(assignment: LocalRoleAssignment): void;
    accessPolicy(policy: {
        readonly principal: LocalPrincipal;
        readonly permissions: readonly LocalVaultPermission[];
    }): void;
    challengeClaims(): void;
}
export type LocalVaultCapability = 'create' | 'read' | 'update' | 'patch' | 'delete' | 'list' | 'deny';
export interface LocalVaultNamespace {
    readonly path: string;
    jwtAuth(options: {
        readonly mount?: string;
        readonly discoveryUrl: string;
        readonly boundIssuer?: string;
    }): LocalJwtAuth;
    policy(name: string, rules: Readonly<Record<string, readonly LocalVaultCapability[]>>): void;
    kv(options?: {
        readonly mount?: string;
    }): LocalKv;
    token(options: {
        readonly policies: readonly string[];
        readonly ttlSeconds?: number;
        readonly renewable?: boolean;
    }): string;
    revokeTokens(): void;
    readonly tokens: number;
}
export interface LocalVaultOptions {
    readonly name: string;
    readonly tenant: LocalTenant;
    readonly cloud?: AzureCloud;
    readonly authorization?: 'rbac' | 'access-policies';
}
export type LocalVaultPermission = 'get' | 'list' | 'set' | 'delete';
export type LocalVaultRole = 'Key Vault Reader' | 'Key Vault Secrets User' | 'Key Vault Secrets Officer';
export interface LocalVaultServer {
    readonly name: string;
    readonly host: string;
    readonly address: string;
    readonly root: LocalVaultNamespace;
    namespace(path: string): LocalVaultNamespace;
    sealed: boolean;
}
export interface LocalVaults {
    issuerTimeoutMs: number;
    server(options?: {
        readonly name?: string;
    }): LocalVaultServer;
}
export interface LocalWorkloadIdentityPool {
    readonly name: string;
    disabled: boolean;
    oidcProvider(options: {
        readonly id: string;
        readonly issuer: string;
        readonly allowedAudiences?: readonly string[];
        readonly attributeMapping?: Readonly<Record<string, string>>;
        readonly attributeCondition?: string;
    }): LocalPoolProvider;
    principal(subject: string): string;
}
export interface RecordedRequest {
    readonly host: string;
    readonly method: string;
    readonly path: string;
    readonly status: number;
    readonly at: number;
    readonly service: 'entra' | 'keyvault' | 'aws-sts' | 'aws-iam' | 'secretsmanager' | 'google-sts' | 'iamcredentials' | 'google-oauth2' | 'secretmanager' | 'vault' | 'issuer';
    readonly authorized: boolean;
    readonly operation?: string;
}
export declare function connectToLocalClouds(connection: LocalCloudsConnection): LocalCloudsClient;
export declare function createCertificateAuthority(): Promise<CertificateAuthority>;
export declare function startLocalClouds(options?: LocalCloudsOptions): Promise<LocalClouds>;
export {};
