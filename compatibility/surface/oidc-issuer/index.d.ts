export interface AwsSessionTags {
    readonly principal_tags: Readonly<Record<string, readonly [string]>>;
    readonly transitive_tag_keys: readonly string[];
}
export interface Issuer extends IssuerEndpoints {
    readonly issuer: string;
    readonly problem: IssuerError | undefined;
    readonly mint: (request: MintRequest) => Promise<SubjectToken>;
    readonly organizationIssuer: (organization: string) => string;
}
export interface IssuerEndpoints {
    readonly handler: IssuerHandler;
    readonly handles: (request: {
        readonly url: string;
    }) => boolean;
}
export interface IssuerEnvironment {
    readonly OIDC_ISSUER?: string | undefined;
    readonly OIDC_PRIVATE_KEY?: string | undefined;
    readonly OIDC_KEY_SOURCE?: string | undefined;
}
export declare class IssuerError extends Error {
    readonly name: string;
    readonly code: IssuerErrorCode;
    readonly hint: string;
    readonly retryable: boolean;
    readonly docsUrl: string;
    constructor({ code, message, hint }: IssuerErrorOptions);
    static isInstance(value: unknown): value is IssuerError;
}
export type IssuerErrorCode = 'ISSUER_INVALID'
    | 'ISSUER_NOT_CONFIGURED'
    | 'KEY_SOURCE_INVALID'
    | 'SIGNING_KEY_MISSING'
    | 'SIGNING_KEY_INVALID'
    | 'SIGNING_KEY_UNPUBLISHED'
    | 'SIGNING_KEY_UNAVAILABLE'
    | 'SIGNING_FAILED'
    | 'TOKEN_LIFETIME_INVALID'
    | 'MINT_REQUEST_INVALID'
    | 'MINT_AUDIT_FAILED'
    | 'ISSUER_PATH_UNKNOWN'
    | 'ISSUER_METHOD_NOT_ALLOWED';
export interface IssuerErrorDescription {
    readonly meaning: string;
    readonly cure: string;
    readonly retryable: boolean;
}
export interface IssuerErrorOptions {
    readonly code: IssuerErrorCode;
    readonly message?: string | undefined;
    readonly hint?: string | undefined;
}
export type IssuerHandler = (request: Request) => Promise<Response>;
export interface IssuerOptions {
    readonly issuer: string;
    readonly keys?: KeyRingSource | undefined;
    readonly tokenLifetimeSeconds?: number | undefined;
    readonly refusedAudiences?: readonly string[] | undefined;
    readonly clock?: {
        now(): number;
    } | undefined;
    readonly random?: ((size: number) => Uint8Array) | undefined;
    readonly cacheSize?: number | undefined;
    readonly onMint?: TokenObserver | undefined;
    readonly onHandOut?: TokenObserver | undefined;
}
export interface KeyRing {
    readonly keys: readonly PublishedKey[];
    readonly signer: Signer;
}
export interface KeyRingOptions {
    readonly signer: Signer;
    readonly keys: readonly {
        readonly state: SigningKeyState;
        readonly jwk: {
            readonly n: string;
            readonly e: string;
            readonly kid?: string | undefined;
        };
    }[];
}
export type KeyRingSource = KeyRing | (() => KeyRing | undefined);
export interface MintRequest {
    readonly organization: string;
    readonly automation?: string | undefined;
    readonly audience: string;
    readonly lifetimeSeconds?: number | undefined;
    readonly probe?: boolean | undefined;
    readonly organizationIssuer?: boolean | undefined;
    readonly sessionTags?: boolean | undefined;
    readonly renew?: boolean | undefined;
    readonly signal?: AbortSignal | undefined;
}
export interface NodeRequest {
    readonly method?: string | undefined;
    readonly url?: string | undefined;
    readonly headers: {
        readonly 'if-none-match'?: string | undefined;
    };
}
export interface NodeResponse {
    readonly headersSent?: boolean | undefined;
    writeHead(status: number, headers: Record<string, string>): unknown;
    end(body?: Uint8Array): unknown;
}
export interface PublicSigningJwk {
    readonly kty: 'RSA';
    readonly n: string;
    readonly e: string;
    readonly alg: 'RS256';
    readonly use: 'sig';
    readonly kid: string;
}
export interface PublishedKey {
    readonly state: SigningKeyState;
    readonly jwk: PublicSigningJwk;
}
export interface Signer {
    readonly keyId: string;
    readonly algorithm: 'RS256';
    readonly publicJwk: PublicSigningJwk;
    sign(data: Uint8Array<ArrayBuffer>, options: {
        readonly signal: AbortSignal;
    }): Promise<Uint8Array>;
}
export type SigningKeyState = 'next' | 'active' | 'retiring';
export interface SubjectToken {
    readonly token: string;
    readonly claims: SubjectTokenClaims;
}
export interface SubjectTokenClaims {
    readonly iss: string;
    readonly sub: string;
    readonly organization_id: string;
    readonly aud: string;
    readonly iat: number;
    readonly nbf: number;
    readonly exp: number;
    readonly jti: string;
    readonly 'https://aws.amazon.com/tags'?: AwsSessionTags;
}
export interface TokenEvent {
    readonly jti: string;
    readonly issuer: string;
    readonly organization: string;
    readonly automation: string | undefined;
    readonly subject: string;
    readonly audience: string;
    readonly keyId: string;
    readonly issuedAt: number;
    readonly expiresAt: number;
}
export type TokenObserver = (event: TokenEvent, options: {
    readonly signal: AbortSignal;
}) => void | Promise<void>;
export interface UnconfiguredIssuer extends IssuerEndpoints {
    readonly issuer: undefined;
    readonly problem: IssuerError;
    readonly mint: (request: MintRequest) => Promise<never>;
}
export declare function createIssuer(options: IssuerOptions): Issuer;
export declare function createIssuerFromEnvironment({ OIDC_ISSUER, OIDC_PRIVATE_KEY, OIDC_KEY_SOURCE }: IssuerEnvironment, options?: Omit<IssuerOptions, 'issuer' | 'keys'>): Promise<Issuer | UnconfiguredIssuer>;
export declare function createKeyRing({ signer, keys }: KeyRingOptions): Promise<KeyRing>;
export declare function generateKeyRing(): Promise<KeyRing>;
export declare const issuerErrorCodes: Readonly<Record<IssuerErrorCode, IssuerErrorDescription>>;
export declare function loadSigningKeys(text: string): Promise<KeyRing>;
export declare function toNodeListener(handler: IssuerHandler): (request: NodeRequest, response: NodeResponse) => void;
export {};
