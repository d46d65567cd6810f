export type AudienceRule = string | {
    readonly byField: string;
    readonly audiences: Readonly<Record<string, string>>;
};
export interface Authentication {
    readonly principal?: string;
    readonly expiresAt?: number;
}
export interface AuthenticationMethod {
    readonly id: string;
    readonly title?: string;
    readonly schema?: SettingsSchema;
}
export type BatchResult = ({
    readonly ok: true;
} & ReadResult) | {
    readonly ok: false;
    readonly error: CarnetError;
};
export interface BooleanField extends FieldBase {
    readonly type: 'boolean';
    readonly const?: boolean;
    readonly default?: boolean;
}
export interface CallOptions {
    readonly signal?: AbortSignal | undefined;
}
export declare class CarnetError extends Error {
    readonly name: string;
    readonly code: ErrorCode;
    readonly hint: string;
    readonly provider: string | undefined;
    readonly step: Step | undefined;
    readonly retryable: boolean;
    readonly retryAfter: number | undefined;
    readonly requestId: string | undefined;
    readonly cloudCode: string | undefined;
    readonly cloudMessage: string | undefined;
    readonly docsUrl: string;
    constructor(options: CarnetErrorOptions);
    static isInstance(value: unknown): value is CarnetError;
    toJSON(): Record<string, unknown>;
}
export interface CarnetErrorOptions {
    readonly code: ErrorCode;
    readonly message: string;
    readonly hint?: string | undefined;
    readonly provider?: string | undefined;
    readonly step?: Step | undefined;
    readonly retryable?: boolean | undefined;
    readonly retryAfter?: number | undefined;
    readonly requestId?: string | undefined;
    readonly cloudCode?: string | undefined;
    readonly cloudMessage?: string | undefined;
}
/** @experimental */
export interface CheckRung {
    readonly id: string;
    readonly status: 'pass' | 'fail' | 'warn' | 'skip';
    readonly sent?: string;
    readonly expected?: string;
    readonly error?: CarnetError;
}
export interface Clock {
    now(): number;
    sleep(milliseconds: number, options?: {
        readonly signal?: AbortSignal | undefined;
    }): Promise<void>;
}
export interface Connection {
    readonly method: string;
    readonly identity?: Settings;
    readonly store: Settings;
    readonly secrets?: Readonly<Record<string, Secret>>;
    readonly methodSettings?: Settings;
}
export interface Diagnosis {
    readonly cause: string;
    readonly cure: string;
    readonly command?: string;
    readonly sent?: Readonly<Record<string, string>>;
    readonly severity: 'error' | 'warning';
}
export type ErrorCode = 'CONFIG_NOT_FOUND'
    | 'CONFIG_INVALID'
    | 'SETTINGS_INVALID'
    | 'MANIFEST_INVALID'
    | 'PROVIDER_CONFLICT'
    | 'PROVIDER_NOT_FOUND'
    | 'CREDENTIAL_NOT_FOUND'
    | 'IDENTITY_NOT_FOUND'
    | 'VARIABLE_NOT_FOUND'
    | 'REFUSED_ENVIRONMENT'
    | 'INPUT_INVALID'
    | 'REFERENCE_INVALID'
    | 'SECRET_NAME_COLLISION'
    | 'SUBJECT_TOKEN_UNAVAILABLE'
    | 'SUBJECT_TOKEN_INVALID'
    | 'TRUST_REJECTED'
    | 'TRUST_TOO_WIDE'
    | 'SIGNATURE_REJECTED'
    | 'ISSUER_UNREACHABLE'
    | 'CLOCK_SKEW'
    | 'PRINCIPAL_NOT_FOUND'
    | 'STATIC_SECRET_REJECTED'
    | 'EXCHANGE_REJECTED'
    | 'TOKEN_ENDPOINT_UNREACHABLE'
    | 'TOKEN_ENDPOINT_FAULT'
    | 'SECRET_NOT_FOUND'
    | 'SECRET_DISABLED'
    | 'ACCESS_DENIED'
    | 'STORE_ADDRESS_REFUSED'
    | 'REDIRECT_REFUSED'
    | 'CREDENTIAL_EXPIRED'
    | 'THROTTLED'
    | 'STORE_UNREACHABLE'
    | 'STORE_FAULT'
    | 'BATCH_DENIED'
    | 'OPERATION_NOT_SUPPORTED'
    | 'CREDENTIAL_READ_ONLY'
    | 'DEADLINE_EXCEEDED'
    | 'ABORTED'
    | 'PROVIDER_FAULT'
    | 'RESOLUTION_FAILED'
    | 'JSON_KEY_NOT_FOUND'
    | 'SECRET_NOT_TEXT'
    | 'SECRET_HAS_NUL'
    | 'SECRET_TOO_LARGE_FOR_ENV'
    | 'SECRET_FILE_FAILED'
    | 'VARIABLE_NAME_INVALID'
    | 'VARIABLE_NAME_REFUSED'
    | 'VARIABLE_DUPLICATE'
    | 'COMMAND_NOT_FOUND'
    | 'COMMAND_NOT_EXECUTABLE'
    | 'COMMAND_FAILED_TO_START'
    | 'REQUEST_INVALID'
    | 'REQUEST_UNAUTHENTICATED'
    | 'REQUEST_ORIGIN_REFUSED'
    | 'AUTOMATION_NOT_FOUND'
    | 'KICKOFF_LIMIT_REACHED'
    | 'WORKER_FAILED';
export interface ErrorDescription {
    readonly meaning: string;
    readonly cure: string;
    readonly retryable: boolean;
}
export interface Failure {
    readonly error: CarnetError;
    readonly operation: 'authenticate' | 'read' | 'list' | 'write' | 'remove' | 'check';
    readonly method: string;
    readonly identity?: Settings;
    readonly store: Settings;
    readonly methodSettings?: Settings;
    readonly token?: SentToken;
    readonly reference?: StoreReference;
    readonly authenticated?: boolean;
}
export interface FederatedIdentities {
    identity(name: string): FederatedIdentity;
}
export interface FederatedIdentity {
    readonly kind: string;
    readonly settings: Settings;
    subjectToken(request?: SubjectTokenRequest): Promise<string>;
    readonly transport: Transport;
}
export type Field = StringField | NumberField | BooleanField;
interface FieldBase {
    readonly description?: string;
    readonly 'x-carnet'?: FieldPresentation;
}
export interface FieldPresentation {
    readonly label: string;
    readonly help?: string;
    readonly secret?: boolean;
    readonly group?: string;
    readonly showWhen?: {
        readonly field: string;
        readonly equals: string | number | boolean;
    };
    readonly suggest?: readonly string[];
}
export interface IdentityDefinition {
    readonly kind: string;
    readonly schema: SettingsSchema;
    readonly audience: AudienceRule;
    readonly claims?: OptionalClaims;
}
export interface IdentityUse {
    readonly kind: string;
}
export interface ListedSecret {
    readonly name: string;
    readonly enabled?: boolean;
    readonly expiresAt?: number;
}
export interface Manifest {
    readonly id: string;
    readonly title: string;
    readonly identity?: IdentityDefinition | IdentityUse;
    readonly store: {
        readonly schema: SettingsSchema;
    };
    readonly methods: readonly AuthenticationMethod[];
    readonly refusedEnvironment: readonly RefusedVariable[];
    /** @experimental */
    readonly trust?: TrustDefinition;
}
export interface NumberField extends FieldBase {
    readonly type: 'number' | 'integer';
    readonly enum?: readonly number[];
    readonly const?: number;
    readonly default?: number;
    readonly minimum?: number;
    readonly maximum?: number;
}
export interface Observation {
    readonly name: string;
    readonly step?: string;
    readonly durationMs?: number;
    readonly attributes?: Readonly<Record<string, string | number | boolean>>;
}
export type OptionalClaim = 'session-tags';
export type OptionalClaims = Readonly<Partial<Record<OptionalClaim, string>>>;
export interface Provider {
    readonly specificationVersion: 'v1';
    readonly manifest: Manifest;
    open(connection: Connection, context: ProviderContext): SecretStore;
    validate?(connection: Omit<Connection, 'secrets'>): readonly SettingsProblem[];
    diagnose?(failure: Failure): Diagnosis | undefined;
    /** @experimental */
    trust?(input: TrustInput): TrustPlan;
    /** @experimental */
    readonly registrations?: Registrations;
}
export interface ProviderContext {
    subjectToken(request?: SubjectTokenRequest): Promise<string>;
    readonly transport: Transport;
    readonly clock: Clock;
    random(size: number): Uint8Array;
    observe(observation: Observation): void;
    readonly run?: {
        readonly id: string;
    };
    readonly session: Map<string, unknown>;
}
export interface ReadResult {
    readonly bytes: Uint8Array;
    readonly version: string;
    readonly notAfter?: number;
}
export type RefusedVariable = string | {
    readonly name: string;
    readonly except: readonly string[];
};
/** @experimental */
export interface RegisteredTrust {
    readonly name: string;
    readonly issuer?: string;
    readonly subject?: string;
    readonly audiences?: readonly string[];
    readonly problems?: readonly string[];
    readonly command?: string;
}
/** @experimental */
export interface Registrations {
    readonly exactMatch?: boolean;
    commands(identity: Settings): readonly string[];
    read(document: unknown, ours: {
        readonly identity: Settings;
        readonly token: SentToken;
    }): readonly RegisteredTrust[];
}
export declare class Secret {
    readonly fingerprint: string | undefined;
    constructor(bytes: Uint8Array, fingerprint?: string);
    reveal(): string;
    revealBytes(): Uint8Array;
    toString(): string;
    toJSON(): string;
    [Symbol.toPrimitive](): string;
}
export interface SecretReference extends StoreReference {
    readonly jsonKey?: string;
}
export interface SecretStore {
    authenticate(options: CallOptions): Promise<Authentication>;
    read(reference: StoreReference, options: CallOptions): Promise<ReadResult>;
    readMany?(references: readonly StoreReference[], options: CallOptions): Promise<readonly BatchResult[]>;
    readonly batchSize?: number;
    list?(options: CallOptions & {
        readonly prefix?: string;
    }): AsyncIterable<ListedSecret>;
    write?(name: string, bytes: Uint8Array, options: CallOptions): Promise<{
        readonly version: string;
    }>;
    remove?(name: string, options: CallOptions): Promise<void>;
    /** @experimental */
    check?(options: CallOptions & {
        readonly reference?: StoreReference;
    }): AsyncIterable<CheckRung>;
    canonicalName?(name: string): string;
    close?(): Promise<void>;
}
export interface SentToken {
    readonly issuer: string;
    readonly subject: string;
    readonly audience: string;
    readonly keyId?: string;
    readonly issuedAt?: number;
    readonly expiresAt?: number;
}
export type Settings = Readonly<Record<string, string | number | boolean>>;
export interface SettingsProblem {
    readonly field: string;
    readonly problem: string;
    readonly of?: 'identity' | 'store' | 'method' | undefined;
}
export type SettingsResult = {
    readonly ok: true;
    readonly settings: Settings;
} | {
    readonly ok: false;
    readonly problems: readonly SettingsProblem[];
};
export interface SettingsSchema {
    readonly type: 'object';
    readonly properties: Readonly<Record<string, Field>>;
    readonly required?: readonly string[];
}
export type Step = 'configure' | 'mint' | 'authenticate' | 'read' | 'list' | 'write' | 'remove' | 'check' | 'decode' | 'inject' | 'run' | 'close';
export interface StoreReference {
    readonly name: string;
    readonly version?: string;
}
export interface StringField extends FieldBase {
    readonly type: 'string';
    readonly enum?: readonly string[];
    readonly const?: string;
    readonly default?: string;
    readonly minLength?: number;
    readonly maxLength?: number;
    readonly pattern?: string;
    readonly format?: 'uri' | 'uuid' | 'hostname' | 'email';
}
export interface SubjectTokenRequest {
    readonly signal?: AbortSignal | undefined;
    readonly renew?: boolean;
}
export interface SubjectTokenSource {
    subjectToken(request: SubjectTokenSourceRequest): Promise<string>;
}
export interface SubjectTokenSourceRequest extends SubjectTokenRequest {
    readonly audience: string;
    readonly workloadIdentity: string;
    readonly claims?: readonly OptionalClaim[];
}
export interface Transport {
    fetch(request: Request): Promise<Response>;
    agent(url: string | URL): TransportAgent;
}
export interface TransportAgent {
    destroy(): void;
    maxFreeSockets: number;
    maxSockets: number;
    readonly requests: unknown;
    readonly sockets: unknown;
}
/** @experimental */
export interface TrustDefinition {
    readonly schema: SettingsSchema;
    readonly formats: readonly {
        readonly id: string;
        readonly title: string;
    }[];
}
/** @experimental */
export interface TrustDocument {
    readonly format: string;
    readonly language: 'shell' | 'hcl' | 'bicep' | 'yaml' | 'steps';
    readonly setUp: readonly TrustStep[];
    readonly tearDown: readonly TrustStep[];
}
/** @experimental */
export interface TrustInput {
    readonly issuer: string;
    readonly subject: string;
    readonly settings: Settings;
    readonly secrets: readonly string[];
    readonly list: boolean;
    readonly write: boolean;
    readonly create?: string;
    readonly ambient?: {
        readonly kind: string;
        readonly namespace?: string;
        readonly serviceAccount?: string;
    };
    readonly registered?: readonly unknown[];
}
/** @experimental */
export interface TrustPlan {
    readonly audience: string;
    readonly resources: readonly TrustResource[];
    readonly documents: readonly TrustDocument[];
    readonly outputs: Readonly<Record<string, readonly string[]>>;
    readonly identity: Settings;
    readonly store: Settings;
    readonly notes: readonly string[];
}
/** @experimental */
export interface TrustResource {
    readonly type: string;
    readonly [member: string]: unknown;
}
/** @experimental */
export interface TrustStep {
    readonly title: string;
    readonly why?: string;
    readonly text: string;
}
export declare function audienceOf(identity: IdentityDefinition, settings: Settings): string;
export declare function checkReference(reference: SecretReference): SecretReference;
export declare function claimsOf({ claims }: IdentityDefinition, settings: Settings): readonly OptionalClaim[];
export declare function defineProvider(parts: Omit<Provider, 'specificationVersion'>): Provider;
export declare const errorCodes: Readonly<Record<ErrorCode, ErrorDescription>>;
export declare function manifestProblems(manifest: Manifest): readonly string[];
export declare function parseReference(text: string): SecretReference;
export declare function printReference(reference: SecretReference): string;
export declare function reservedAudienceOwner(audience: string): string | undefined;
export declare function validateSettings(schema: SettingsSchema, input: unknown): SettingsResult;
export {};
