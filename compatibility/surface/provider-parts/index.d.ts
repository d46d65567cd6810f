import { CallOptions } from '@carnet/provider';
import { CarnetError } from '@carnet/provider';
import { CheckRung } from '@carnet/provider';
import { Clock } from '@carnet/provider';
import { ProviderContext } from '@carnet/provider';
import { SecretStore } from '@carnet/provider';
import { SettingsProblem } from '@carnet/provider';
import { StoreReference } from '@carnet/provider';
import { SubjectTokenRequest } from '@carnet/provider';
export interface BodyStream {
    on(event: 'data', listener: (chunk: Buffer) => void): unknown;
    on(event: 'error', listener: (error: Error) => void): unknown;
    on(event: 'close', listener: () => void): unknown;
    once(event: 'end', listener: () => void): unknown;
    off(event: 'close', listener: () => void): unknown;
    destroy(error?: Error): unknown;
}
export declare class BrokenAnswer extends Error {
    readonly name: string;
}
export type CheckedStore = Required<Pick<SecretStore, 'authenticate' | 'read' | 'list'>>;
export interface CloudCredential {
    readonly expiresAt: number;
    readonly refreshAt: number;
}
export declare class CredentialCache<T extends CloudCredential> {
    #private;
    constructor(provider: ProviderName, clock: Pick<Clock, 'now'>, exchange: Exchange<T>);
    get fresh(): T | undefined;
    get held(): T | undefined;
    credential(signal: AbortSignal | undefined, challenge?: string): Promise<T>;
    drop(credential: T): void;
}
export type Exchange<T extends CloudCredential> = (request: ExchangeRequest) => Promise<T>;
export interface ExchangeRequest {
    readonly signal: AbortSignal;
    readonly challenge: string | undefined;
}
export type JsonObject = Readonly<Record<string, unknown>>;
export interface NetworkReason {
    readonly code: string;
    readonly reason: string;
    readonly retryable: boolean;
}
export interface ProviderName {
    readonly id: string;
    readonly title: string;
}
export declare class SharedCall<T> {
    #private;
    constructor(provider: ProviderName, run: (signal: AbortSignal) => Promise<T>);
    get abandoned(): boolean;
    join(signal: AbortSignal | undefined): Promise<T>;
}
export interface SubjectTokenUse<T> {
    readonly provider: ProviderName;
    subjectToken(request: SubjectTokenRequest): Promise<string>;
    readonly signal: AbortSignal;
    send(token: string): Promise<T>;
}
export declare function abortError(signal: AbortSignal, { id, title }: ProviderName): CarnetError;
export declare function bicepString(text: string): string;
export declare function boundedBody(stream: BodyStream, mostBytes: number): Promise<Buffer>;
export declare function checkConnection(store: CheckedStore, { signal, reference }: CallOptions & {
    readonly reference?: StoreReference;
}): AsyncGenerator<CheckRung>;
export declare function checkedTimeout(timeoutMs: number | undefined, { id }: ProviderName): number;
export declare function hclString(text: string): string;
export declare function httpDate(text: string | undefined): number | undefined;
export declare function isRedirect(status: number): boolean;
export declare function jsonObject(text: string): JsonObject;
export declare function kept<T>(session: Map<string, unknown>, key: string, kind: new (...parameters: never[]) => T, make: () => T): T;
export declare function networkReason(error: unknown): NetworkReason | undefined;
export declare function objectField(object: JsonObject, field: string): JsonObject;
export declare function objectsField(object: JsonObject, field: string): readonly JsonObject[];
export declare function observedExchange<T extends CloudCredential>(exchange: Exchange<T>, context: Pick<ProviderContext, 'clock' | 'observe'>): Exchange<T>;
export declare function raced<T>(promise: Promise<T>, signal: AbortSignal | undefined, provider: ProviderName): Promise<T>;
export declare function refreshTime(now: number, expiresAt: number): number;
export declare function retryAfter(text: string | undefined, date: number | undefined): number | undefined;
export declare function settingsProblems(place: Pick<SettingsProblem, 'field' | 'of'>, check: () => unknown): readonly SettingsProblem[];
export declare function shellQuote(text: string): string;
export declare function textField(object: JsonObject, field: string): string | undefined;
export declare function withSubjectToken<T>({ provider, subjectToken, signal, send }: SubjectTokenUse<T>): Promise<T>;
export declare function withoutSent(text: string | undefined, sent: readonly string[]): string | undefined;
export declare function yamlString(text: string): string;
export {};
