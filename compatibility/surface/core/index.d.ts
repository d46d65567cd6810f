import { Authentication } from '@carnet/provider';
import { CarnetError } from '@carnet/provider';
import { Clock } from '@carnet/provider';
import { Diagnosis } from '@carnet/provider';
import { ErrorCode } from '@carnet/provider';
import { FederatedIdentities } from '@carnet/provider';
import { ListedSecret } from '@carnet/provider';
import { Observation } from '@carnet/provider';
import { Provider } from '@carnet/provider';
import { Secret } from '@carnet/provider';
import { SecretReference } from '@carnet/provider';
import { Settings } from '@carnet/provider';
import { SubjectTokenSource } from '@carnet/provider';
import { Transport } from '@carnet/provider';
export interface Carnet extends FederatedIdentities {
    resolve(options?: ResolveOptions): Promise<Resolution>;
    get(variable: string, options?: OperationOptions): Promise<Secret | undefined>;
    read(credential: string, reference: string | SecretReference, options?: OperationOptions): Promise<ReadSecret>;
    list(credential: string, options?: ListOptions): AsyncIterable<ListedSecret>;
    write(credential: string, name: string, value: string | Uint8Array, options?: OperationOptions): Promise<{
        readonly version: string;
    }>;
    remove(credential: string, name: string, options?: OperationOptions): Promise<void>;
    authenticate(credential: string, options?: OperationOptions): Promise<Authentication>;
    plan(options?: {
        readonly only?: readonly string[] | undefined;
    }): Plan;
    close(): Promise<void>;
    [Symbol.asyncDispose](): Promise<void>;
}
export interface CarnetOptions {
    readonly identity?: SubjectTokenSource | undefined;
    readonly providers: readonly Provider[];
    readonly workloadIdentities?: Readonly<Record<string, WorkloadIdentityDefinition>> | undefined;
    readonly credentials: Readonly<Record<string, CredentialDefinition>>;
    readonly variables?: Readonly<Record<string, VariableDefinition>> | undefined;
    readonly fingerprintKey?: Uint8Array | undefined;
    readonly fingerprintKeys?: Readonly<Record<string, Uint8Array>> | undefined;
    readonly transport?: Transport | undefined;
    readonly clock?: Clock | undefined;
    readonly random?: ((size: number) => Uint8Array) | undefined;
    readonly environment?: Readonly<Record<string, string | undefined>> | undefined;
    readonly concurrency?: number | undefined;
    readonly timeouts?: {
        readonly callMs?: number | undefined;
        readonly totalMs?: number | undefined;
    } | undefined;
    readonly log?: ((line: string) => void) | undefined;
    readonly observe?: ((observation: Observation) => void) | undefined;
    readonly run?: {
        readonly id: string;
    } | undefined;
    readonly sessions?: SharedSessions | undefined;
}
export declare class ConfigurationError extends CarnetError {
    readonly name: string;
    readonly problems: readonly ConfigurationProblem[];
    constructor(problems: readonly ConfigurationProblem[]);
    toJSON(): Record<string, unknown>;
}
export interface ConfigurationProblem {
    readonly code: ErrorCode;
    readonly message: string;
}
export interface CredentialDefinition {
    readonly provider: string;
    readonly method?: string | undefined;
    readonly identity?: string | undefined;
    readonly writable?: boolean | undefined;
    readonly secrets?: Readonly<Record<string, string | Secret>> | undefined;
    readonly store?: Settings | undefined;
    readonly settings?: Settings | undefined;
}
export declare class DiagnosedError extends CarnetError {
    readonly name: string;
    readonly credential: string;
    readonly diagnosis: Diagnosis;
    constructor(error: CarnetError, credential: string, diagnosis: Diagnosis);
    toJSON(): Record<string, unknown>;
}
export interface DirectVariable {
    readonly value: string;
    readonly allow?: boolean | undefined;
}
export type Encoding = 'utf8' | 'base64';
export interface Exchange {
    readonly workloadIdentity: string;
    readonly provider: string;
    readonly durationMs: number;
    readonly origin: 'new' | {
        readonly reusedFrom: string;
    };
    readonly errorCode?: ErrorCode;
}
export interface ListOptions extends OperationOptions {
    readonly prefix?: string | undefined;
}
export interface OperationOptions {
    readonly signal?: AbortSignal | undefined;
    readonly timeoutMs?: number | undefined;
}
export interface Plan {
    readonly variables: readonly PlannedVariable[];
    readonly credentials: readonly PlannedCredential[];
    readonly workloadIdentities: readonly PlannedIdentity[];
    readonly reads: readonly PlannedRead[];
}
export interface PlannedCredential {
    readonly name: string;
    readonly provider: string;
    readonly method: string;
    readonly workloadIdentity?: string;
    readonly store: Settings;
    readonly writable: boolean;
    readonly variables: readonly string[];
    readonly batchSize: number;
    readonly requests: number;
}
export interface PlannedIdentity {
    readonly name: string;
    readonly kind: string;
    readonly audience: string;
    readonly settings: Settings;
}
export interface PlannedRead {
    readonly credential: string;
    readonly name: string;
    readonly version?: string;
    readonly variables: readonly string[];
}
export interface PlannedVariable {
    readonly name: string;
    readonly source: 'direct' | 'secret';
    readonly credential?: string;
    readonly provider?: string;
    readonly workloadIdentity?: string;
    readonly reference?: SecretReference;
    readonly optional: boolean;
    readonly as: Sink;
    readonly encoding?: Encoding;
    readonly allow: boolean;
}
export interface ReadSecret {
    readonly secret: Secret;
    readonly version: string;
    readonly notAfter?: number;
}
export interface Resolution {
    readonly variables: readonly ResolvedVariable[];
    readonly exchanges: readonly Exchange[];
    secret(name: string): Secret | undefined;
}
export declare class ResolutionError extends CarnetError {
    readonly name: string;
    readonly failures: readonly ResolutionFailure[];
    readonly exchanges: readonly Exchange[];
    constructor(failures: readonly ResolutionFailure[], exchanges?: readonly Exchange[]);
    toJSON(): Record<string, unknown>;
}
export interface ResolutionFailure {
    readonly variables: readonly string[];
    readonly credential?: string;
    readonly provider?: string;
    readonly workloadIdentity?: string;
    readonly reference?: SecretReference;
    readonly error: CarnetError;
    readonly diagnosis: Diagnosis;
}
export interface ResolveOptions extends OperationOptions {
    readonly only?: readonly string[] | undefined;
}
export interface ResolvedVariable {
    readonly name: string;
    readonly secret: Secret | undefined;
    readonly source: 'direct' | 'secret';
    readonly credential?: string;
    readonly provider?: string;
    readonly workloadIdentity?: string;
    readonly reference?: SecretReference;
    readonly version?: string;
    readonly fingerprint: string | undefined;
    readonly durationMs?: number;
    readonly as: Sink;
    readonly encoding?: Encoding;
    readonly allow: boolean;
}
export interface SecretVariable {
    readonly credential: string;
    readonly secret: string | SecretReference;
    readonly optional?: boolean | undefined;
    readonly encoding?: Encoding | undefined;
    readonly as?: Sink | undefined;
    readonly allow?: boolean | undefined;
}
export interface SessionPool {
    close(): void;
}
export interface SessionPoolOptions {
    readonly limit?: number | undefined;
}
export interface SharedSessions {
    readonly pool: SessionPool;
    readonly keys: Readonly<Record<string, string>>;
}
export type Sink = 'environment' | 'file';
export type VariableDefinition = DirectVariable | SecretVariable;
export type WorkloadIdentityDefinition = {
    readonly kind: string;
} & Settings;
export declare function createCarnet(options: CarnetOptions): Carnet;
export declare function createSessionPool({ limit }?: SessionPoolOptions): SessionPool;
export declare function nearName(name: string, known: Iterable<string>): string | undefined;
export declare function stateDirectory(environment: Readonly<Record<string, string | undefined>>, platform: NodeJS.Platform): string;
export declare const systemClock: Clock;
export {};
