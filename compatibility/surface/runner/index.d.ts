import { CarnetError } from '@carnet/provider';
import { EventEmitter } from 'node:events';
import { Readable } from 'node:stream';
import { Transform } from 'node:stream';
import { Writable } from 'node:stream';
export interface EnvironmentOptions {
    readonly inherited: Readonly<Record<string, string | undefined>>;
    readonly keep?: readonly string[] | undefined;
    readonly variables: readonly Variable[];
    readonly inputs?: string | undefined;
    readonly argv?: readonly string[] | undefined;
    readonly platform?: NodeJS.Platform | undefined;
}
export interface Guardian {
    expect(scope: 'group' | 'family'): Promise<void>;
    watch(scope: 'group' | 'family', pid: number): void;
    forget(): void;
    removeDirectory(directory: string): void;
    end(): Promise<void>;
}
export interface Masker {
    write(chunk: Uint8Array): Uint8Array;
    end(): Uint8Array;
}
interface PlaceOptions {
    readonly environment: Readonly<Record<string, string | undefined>>;
    readonly temporary?: string | undefined;
    readonly onPath?: ((path: string) => void) | undefined;
}
export interface RunOptions {
    readonly argv: readonly string[];
    readonly environment: Readonly<Record<string, string>>;
    readonly secrets: readonly (string | Uint8Array)[];
    readonly stdin?: Readable | 'inherit' | 'ignore' | (string & {}) | undefined;
    readonly stdout: Writable;
    readonly stderr: Writable;
    readonly terminal?: boolean | undefined;
    readonly mask?: boolean | undefined;
    readonly signals?: SignalSource | undefined;
    readonly signal?: AbortSignal | undefined;
    readonly workingDirectory?: string | undefined;
    readonly graceMs?: number | undefined;
    readonly user?: {
        readonly uid: number;
        readonly gid: number;
    } | undefined;
    readonly guardian?: Guardian | undefined;
}
export interface RunResult {
    readonly exitCode: number;
    readonly signal?: string | undefined;
    readonly error?: CarnetError | undefined;
}
export interface SecretFile {
    readonly name: string;
    readonly bytes: Uint8Array;
}
export interface SecretFileSet {
    readonly paths: ReadonlyMap<string, string>;
    remove(): void;
}
export interface SecretFiles {
    readonly directory: string;
    readonly inMemory: boolean;
    write(files: readonly SecretFile[]): SecretFileSet;
    remove(): void;
}
export interface SecretFilesOptions extends Omit<PlaceOptions, 'onPath'> {
    readonly guardian?: Guardian | undefined;
    readonly owner?: {
        readonly uid: number;
        readonly gid: number;
    } | undefined;
}
export type SignalSource = Pick<EventEmitter, 'on' | 'off'>;
export interface Variable {
    readonly name: string;
    readonly value: string;
    readonly allow?: boolean | undefined;
}
export declare function buildEnvironment(options: EnvironmentOptions): Record<string, string>;
export declare function createMasker(secrets: readonly (string | Uint8Array)[]): Masker;
export declare function createSecretFiles({ guardian, owner, ...place }: SecretFilesOptions): SecretFiles;
export declare function isMaskable(secret: string | Uint8Array): boolean;
export declare function maskStream(secrets: readonly (string | Uint8Array)[] | Masker): Transform;
export declare const maskText = "***";
export declare function runCommand(options: RunOptions): Promise<RunResult>;
export declare const shortestMaskedSecret = 4;
export declare function startGuardian(): Guardian | undefined;
export {};
