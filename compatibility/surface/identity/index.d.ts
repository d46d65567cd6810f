import { SubjectTokenSource } from '@carnet/provider';
export type Environment = Readonly<Record<string, string | undefined>>;
export interface GithubActionsOptions {
    readonly environment: Environment;
    readonly fetch: (request: Request) => Promise<Response>;
    readonly timeoutMs?: number | undefined;
    readonly clock?: {
        now(): number;
    } | undefined;
}
export interface GitlabOptions {
    readonly variable: string | Readonly<Record<string, string>>;
    readonly environment: Environment;
    readonly clock?: {
        now(): number;
    } | undefined;
}
export interface IssuerIdentity extends SubjectTokenSource {
    probe(request: ProbeRequest): Promise<string>;
}
export interface IssuerIdentityOptions {
    readonly organization: string;
    readonly automation?: string | undefined;
    readonly organizationIssuer?: boolean | undefined;
    readonly lifetimeSeconds?: number | undefined;
}
export interface KickoffLease {
    readonly kickoff: string;
    readonly fence: number;
}
export interface LocalRun {
    readonly run: string;
}
export interface PlatformOptions {
    readonly url: string | URL;
    readonly token: string;
    readonly holder: KickoffLease | LocalRun;
    readonly fetch: (request: Request) => Promise<Response>;
    readonly timeoutMs?: number | undefined;
    readonly clock?: {
        now(): number;
    } | undefined;
}
export interface ProbeRequest {
    readonly audience: string;
    readonly organization?: string | undefined;
    readonly signal?: AbortSignal | undefined;
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
    readonly probe?: boolean | undefined;
    readonly signal?: AbortSignal | undefined;
}
export interface TokenMinter {
    mint(request: TokenMintRequest): Promise<{
        readonly token: string;
    }>;
}
export declare function fileNamedBy(variable: string, environment: Environment): string;
export declare function githubActions({ environment, fetch, timeoutMs, clock }: GithubActionsOptions): SubjectTokenSource;
export declare function gitlab({ variable, environment, clock }: GitlabOptions): SubjectTokenSource;
export declare function issuerIdentity(issuer: TokenMinter, options: IssuerIdentityOptions): IssuerIdentity;
export declare function platform({ url, token, holder, fetch, timeoutMs, clock }: PlatformOptions): SubjectTokenSource;
export declare function projectedFile(path: string, options?: ProjectedFileOptions): SubjectTokenSource;
export declare function projectedFiles(paths: Readonly<Record<string, string>>, options?: ProjectedFileOptions): SubjectTokenSource;
export {};
