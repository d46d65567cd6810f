import { CarnetError } from '@carnet/provider';
import { Clock } from '@carnet/provider';
import { Connection } from '@carnet/provider';
import { IdentityDefinition } from '@carnet/provider';
import { IncomingMessage } from 'node:http';
import { Manifest } from '@carnet/provider';
import { Observation } from '@carnet/provider';
import { Provider } from '@carnet/provider';
import { ProviderContext } from '@carnet/provider';
import { SecretStore } from '@carnet/provider';
import { ServerResponse } from 'node:http';
import { Settings } from '@carnet/provider';
import { SubjectTokenRequest } from '@carnet/provider';
import { Transport } from '@carnet/provider';
export interface Assertion {
    readonly id: string;
    readonly fact: string;
    readonly method?: 'workload-identity';
    readonly needs?: readonly Need[];
    readonly atLeastMs?: number;
    holds(scene: Scene): true | string | Promise<true | string>;
}
export interface AssertionResult {
    readonly id: string;
    readonly fact: string;
    readonly verdict: 'holds' | 'fails' | 'opted-out';
    readonly problem?: string;
    readonly reason?: string;
}
export interface Badge {
    readonly schemaVersion: 1;
    readonly label: string;
    readonly message: string;
    readonly color: string;
}
export type Capability = 'readMany' | 'list' | 'write' | 'remove' | 'check' | 'canonicalName' | 'close';
export interface CheckOptions {
    readonly patienceMs?: number;
}
export interface Conformance {
    create(): Provider | Promise<Provider>;
    readonly manifest: Manifest;
    readonly identity?: IdentityDefinition;
    readonly module: URL;
    start(parts: DoubleParts): StoreDouble | Promise<StoreDouble>;
    readonly hostile: readonly HostileSettings[];
    readonly without?: Readonly<Record<string, string>>;
    readonly environment?: Readonly<Record<string, string>>;
    readonly globals?: Readonly<Record<string, string>>;
}
export interface DoubleFault {
    readonly at: Operation;
    readonly fault: Fault;
    readonly skip?: number;
    readonly times?: number;
}
export interface DoubleParts {
    readonly clock: Clock;
    readonly issuer: TestIssuer;
}
export interface DoubleRequest {
    readonly operation: Operation | 'other';
    readonly host: string;
    readonly target?: string;
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
export interface HostileHost extends AsyncDisposable {
    readonly transport: Transport;
    readonly seen: {
        requests: number;
        connections: number;
    };
}
export interface HostileSettings {
    readonly what: string;
    readonly identity?: Settings;
    readonly store?: Settings;
}
export interface HttpFake extends AsyncDisposable {
    readonly transport: Transport;
    fault(rule: DoubleFault): () => void;
    readonly requests: readonly HttpFakeRequest[];
}
export interface HttpFakeOptions {
    readonly hosts: Readonly<Record<string, HttpHandler>>;
    readonly clock: Clock;
    operationOf?(request: Request): DoubleRequest['operation'];
    throttled?(retryAfterSeconds: number | undefined): Response;
}
export interface HttpFakeRequest extends DoubleRequest {
    readonly method: string;
    readonly path: string;
}
export type HttpHandler = (request: Request) => Response | Promise<Response>;
export interface KitClock extends Clock {
    advance(milliseconds: number): void;
    readonly sleptMs: number;
}
export type Need = 'neighbour'
    | 'staticConnection'
    | 'disable'
    | 'remove'
    | 'deny'
    | 'denyWriting'
    | 'denyListing'
    | 'denyBatches'
    | 'loopListing'
    | 'strayListing'
    | 'distrust'
    | 'revoke'
    | 'credentials';
export interface OpenOptions {
    readonly connection?: Connection;
    readonly context?: ProviderContext;
}
export type Operation = 'exchange' | 'read' | 'list' | 'write' | 'remove';
export interface PutSecret {
    readonly name: string;
    readonly bytes: Uint8Array;
    readonly version: string;
}
export interface Scene {
    readonly conformance: Conformance;
    readonly provider: Provider;
    readonly double: StoreDouble;
    readonly issuer: TestIssuer;
    readonly clock: KitClock;
    readonly patienceMs: number;
    readonly context: ProviderContext;
    freshContext(): ProviderContext;
    open(options?: OpenOptions): SecretStore;
    readonly mints: readonly SubjectTokenRequest[];
    readonly tokens: readonly string[];
    readonly observations: readonly Observation[];
    readonly hosts: readonly string[];
    mint(changes?: Readonly<Record<string, unknown>>): string;
    source: (request: SubjectTokenRequest) => string | Promise<string>;
    put(name: string, value?: string | Uint8Array): Promise<PutSecret>;
    count(operation: StoreDouble['requests'][number]['operation']): number;
    failureOf(call: Promise<unknown>): Promise<CarnetError>;
    until(condition: () => boolean, what: string): Promise<void>;
}
export interface Scorecard {
    readonly provider: {
        readonly id: string;
        readonly title: string;
        readonly specificationVersion: string;
    };
    readonly conforms: boolean;
    readonly held: number;
    readonly failed: number;
    readonly optedOut: number;
    readonly themes: readonly ThemeResult[];
}
export interface StoreDouble extends AsyncDisposable {
    readonly transport: Transport;
    readonly connection: Connection;
    readonly neighbour?: Connection;
    readonly staticConnection?: Connection;
    put(name: string, bytes: Uint8Array): string | Promise<string>;
    disable?(name: string): void | Promise<void>;
    remove?(name: string): void | Promise<void>;
    deny?(name: string): void | Promise<void>;
    denyListing?(): void | Promise<void>;
    denyWriting?(): void | Promise<void>;
    denyBatches?(): void | Promise<void>;
    loopListing?(): void | Promise<void>;
    strayListing?(address: string): void | Promise<void>;
    distrust?(): void | Promise<void>;
    revoke?(): void | Promise<void>;
    fault(rule: DoubleFault): () => void;
    readonly requests: readonly DoubleRequest[];
    readonly credentials?: readonly string[];
}
export interface TestIssuer {
    readonly host: string;
    readonly url: string;
    readonly keyId: string;
    readonly subject: string;
    fetch(request: Request): Promise<Response>;
    mint(changes?: Readonly<Record<string, unknown>>, header?: Readonly<Record<string, unknown>>): string;
}
export interface TestIssuerOptions {
    readonly now: () => number;
    readonly host?: string | undefined;
    readonly audience?: string | undefined;
}
export interface Theme {
    readonly id: string;
    readonly title: string;
    readonly method?: 'workload-identity';
    readonly capability?: Capability;
    readonly assertions: readonly Assertion[];
}
export interface ThemeResult {
    readonly id: string;
    readonly title: string;
    readonly assertions: readonly AssertionResult[];
}
export declare function badgeOf({ provider, conforms, held, failed }: Scorecard): Badge;
export declare function checkProvider(conformance: Conformance, options?: CheckOptions): Promise<Scorecard>;
export declare function createHttpFake({ hosts, clock, operationOf, throttled }: HttpFakeOptions): HttpFake;
export declare function createTestIssuer({ now, audience, host }: TestIssuerOptions): TestIssuer;
export declare function defineConformance(conformance: Conformance): Conformance;
export declare function leaksIn(text: string, secrets: Readonly<Record<string, string | Uint8Array>>): readonly string[];
export declare function scorecardText({ provider, conforms, held, failed, optedOut, themes }: Scorecard): string;
export declare function secretForms(secret: string | Uint8Array): readonly string[];
export declare function startHostileHost(transport: Transport, host: string, answer: (response: ServerResponse, request: IncomingMessage) => void): Promise<HostileHost>;
export declare const testSubject: string;
export declare const themes: readonly Theme[];
export {};
