import { Authentication } from '@carnet/provider';
import { CarnetError } from '@carnet/provider';
import { Clock } from '@carnet/provider';
import { Diagnosis } from '@carnet/provider';
import { ErrorCode } from '@carnet/provider';
import { FederatedIdentities } from '@carnet/provider';
import { FederatedIdentity } from '@carnet/provider';
import { ListedSecret } from '@carnet/provider';
import { Manifest } from '@carnet/provider';
import { Provider } from '@carnet/provider';
import { Registrations } from '@carnet/provider';
import { Secret } from '@carnet/provider';
import { SecretReference } from '@carnet/provider';
import { SentToken } from '@carnet/provider';
import { Settings } from '@carnet/provider';
import { TrustPlan } from '@carnet/provider';
export interface AmbientIdentity extends TrustedToken {
    readonly notes: readonly string[];
}
export interface AmbientRequest {
    readonly kind: string;
    readonly issuer?: string | undefined;
    readonly subject?: string | undefined;
    readonly namespace?: string | undefined;
    readonly serviceAccount?: string | undefined;
    readonly cluster?: string | undefined;
    readonly repository?: string | undefined;
    readonly projectPath?: string | undefined;
    readonly gitlabUrl?: string | undefined;
    readonly branch?: string | undefined;
    readonly tag?: string | undefined;
    readonly environment?: string | undefined;
    readonly pullRequest?: boolean | undefined;
}
export interface Attempt {
    readonly rung: 'exchange' | 'secret';
    readonly number: number;
    readonly error: CarnetError;
    readonly waitMs: number;
}
interface Call {
    readonly signal?: AbortSignal | undefined;
}
export interface ConfigEntry {
    readonly workloadIdentities: Readonly<Record<string, {
        readonly kind: string;
    } & Settings>>;
    readonly credentials: Readonly<Record<string, {
        readonly provider: string;
        readonly identity: string;
        readonly writable?: true;
        readonly store?: Settings;
    }>>;
    readonly variables: Readonly<Record<string, {
        readonly credential: string;
        readonly secret: string;
    }>>;
}
export interface Decoy {
    readonly audience: string;
    readonly organization?: string | undefined;
}
export interface Difference {
    readonly value: 'issuer' | 'subject' | 'audience';
    readonly registration: string;
    readonly ours: string;
    readonly theirs: string;
    readonly position: number;
    readonly column: number;
    readonly sentence: string;
}
export interface EntryOptions {
    readonly manifest: Manifest;
    readonly name?: string | undefined;
    readonly secrets?: readonly string[] | undefined;
    readonly write?: boolean | undefined;
}
export interface IssuerCheck {
    readonly identity: FederatedIdentity;
    readonly mint: Promise<Minted>;
    readonly rungs: Promise<readonly Rung[]>;
}
export interface IssuerCheckRequest {
    readonly identity: FederatedIdentity;
    readonly clock: Clock;
    readonly signal?: AbortSignal | undefined;
}
export interface LadderCarnet extends FederatedIdentities {
    authenticate(credential: string, call?: Call): Promise<Authentication>;
    read(credential: string, reference: SecretReference, call?: Call): Promise<{
        readonly secret: Secret;
        readonly version: string;
        readonly notAfter?: number;
    }>;
    list(credential: string, call?: Call): AsyncIterable<ListedSecret>;
}
export interface LadderCredential {
    readonly name: string;
    readonly provider: Provider;
    readonly workloadIdentity?: string | undefined;
    readonly store: Settings;
}
export interface LadderRequest {
    readonly carnet: LadderCarnet;
    readonly credential: LadderCredential;
    readonly clock: Clock;
    readonly references?: readonly SecretReference[] | undefined;
    readonly registered?: readonly unknown[] | undefined;
    readonly createdAt?: number | undefined;
    readonly probe?: Probe | undefined;
    readonly nearName?: ((name: string, known: readonly string[]) => string | undefined) | undefined;
    readonly inspect?: ((reference: SecretReference, secret: Secret) => void) | undefined;
    readonly onAttempt?: ((attempt: Attempt) => void) | undefined;
    readonly signal?: AbortSignal | undefined;
}
export interface Minted {
    readonly rung: Rung;
    readonly claims?: TokenClaims;
}
export interface Probe {
    readonly mint?: ((decoy: Decoy & Call) => Promise<string>) | undefined;
    readonly refusal?: ((trust: ProbedTrust) => Promise<string | undefined>) | undefined;
    random(size: number): Uint8Array;
}
export interface ProbedTrust {
    readonly kind: string;
    readonly settings: Settings;
    readonly audience: string;
}
export interface RenderOptions extends TrustedToken {
    readonly teardown?: boolean | undefined;
    readonly next?: string | undefined;
}
export interface Rung {
    readonly id: RungId;
    readonly title: string;
    readonly status: RungStatus;
    readonly durationMs: number;
    readonly message: string;
    readonly reference?: string | undefined;
    readonly sent?: Readonly<Record<string, string>> | undefined;
    readonly expected?: Readonly<Record<string, string>> | undefined;
    readonly difference?: Difference | undefined;
    readonly error?: RungError | undefined;
    readonly diagnosis?: Omit<Diagnosis, 'sent'> | undefined;
    readonly commands?: readonly string[] | undefined;
}
export interface RungError {
    readonly code: ErrorCode;
    readonly message: string;
    readonly cloudCode?: string | undefined;
    readonly cloudMessage?: string | undefined;
    readonly requestId?: string | undefined;
    readonly docsUrl: string;
}
export type RungId = keyof typeof rungTitles;
export type RungStatus = 'pass' | 'fail' | 'warn' | 'skip' | 'unproven';
interface TokenClaims extends SentToken {
    readonly algorithm: string | undefined;
    readonly notBefore: number | undefined;
}
export type TrustOutputs = Readonly<Record<string, string>>;
export interface TrustedToken {
    readonly issuer: string;
    readonly subject: string;
}
export declare function ambientIdentity(request: AmbientRequest): AmbientIdentity;
export declare const ambientKinds: readonly string[];
export declare function checkIssuer({ identity, clock, signal }: IssuerCheckRequest): IssuerCheck;
export declare function checkTrustedToken<T extends TrustedToken>(token: T): T;
export declare function climb(request: LadderRequest): AsyncGenerator<Rung, void, undefined>;
export declare function climbCredential(given: LadderRequest, issuer: IssuerCheck | undefined): AsyncGenerator<Rung, void, undefined>;
export declare function configEntry(plan: TrustPlan, outputs: TrustOutputs, { manifest, name, secrets, write }: EntryOptions): ConfigEntry;
export declare function issuerNotes(issuer: string): readonly string[];
export declare function issuerSkipped(): readonly Rung[];
export declare function printEntry(entry: ConfigEntry): string;
export declare function readOutputs(text: string, { outputs }: TrustPlan): TrustOutputs;
export declare function renderDocument(plan: TrustPlan, format: string, options: RenderOptions): string;
export declare const rungTitles: {
    readonly 'issuer.discovery': "discovery document";
    readonly 'issuer.name': "issuer named as in the token";
    readonly 'issuer.keys': "signing key published";
    readonly clock: "clock";
    readonly mint: "subject token";
    readonly registration: "registered as sent";
    readonly exchange: "exchange";
    readonly identity: "identity";
    readonly secret: "secret";
    readonly 'json-key': "JSON key";
    readonly list: "list of names";
    readonly 'probe.subject': "stranger refused";
    readonly 'probe.audience': "foreign audience refused";
};
export declare function settledIssuer(rungs: readonly Rung[], accepted: boolean): readonly Rung[];
export declare function tellsTrust(registrations: Registrations, document: unknown, identity: Settings): boolean;
export {};
