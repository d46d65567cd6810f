import { SubjectTokenSource } from '@carnet/provider';
export interface IssuerIdentityOptions {
    readonly organization: string;
    readonly automation?: string | undefined;
    readonly organizationIssuer?: boolean | undefined;
    readonly lifetimeSeconds?: number | undefined;
}
export interface ProjectedFileOptions {
    readonly readFile?: ((path: string, options: {
        readonly signal?: AbortSignal | undefined;
    }) => Promise<string>) | undefined;
    readonly clock?: {
        now(): number;
    } | undefined;
}
export interface TokenMintRequest {
    readonly organization: string;
    readonly automation?: string | undefined;
    readonly audience: string;
    readonly lifetimeSeconds?: number | undefined;
    readonly organizationIssuer?: boolean | undefined;
    readonly sessionTags?: boolean | undefined;
    readonly renew?: boolean | undefined;
    readonly signal?: AbortSignal | undefined;
}
export interface TokenMinter {
    mint(request: TokenMintRequest): Promise<{
        readonly token: string;
    }>;
}
export declare function issuerIdentity(issuer: TokenMinter, options: IssuerIdentityOptions): SubjectTokenSource;
export declare function projectedFile(path: string, options?: ProjectedFileOptions): SubjectTokenSource;
export {};
