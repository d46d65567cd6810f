import { Clock } from '@carnet/provider';
import { Connection } from '@carnet/provider';
import { IdentityDefinition } from '@carnet/provider';
import { Manifest } from '@carnet/provider';
import { Provider } from '@carnet/provider';
import { Settings } from '@carnet/provider';
import { Transport } from '@carnet/provider';
interface Conformance {
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
export interface DescribeOptions {
    readonly patienceMs?: number;
    readonly scorecard?: boolean;
}
interface DoubleFault {
    readonly at: Operation;
    readonly fault: Fault;
    readonly skip?: number;
    readonly times?: number;
}
interface DoubleParts {
    readonly clock: Clock;
    readonly issuer: TestIssuer;
}
interface DoubleRequest {
    readonly operation: Operation | 'other';
    readonly host: string;
    readonly target?: string;
}
type Fault = 
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
interface HostileSettings {
    readonly what: string;
    readonly identity?: Settings;
    readonly store?: Settings;
}
type Operation = 'exchange' | 'read' | 'list' | 'write' | 'remove';
interface StoreDouble extends AsyncDisposable {
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
interface TestIssuer {
    readonly host: string;
    readonly url: string;
    readonly keyId: string;
    readonly subject: string;
    fetch(request: Request): Promise<Response>;
    mint(changes?: Readonly<Record<string, unknown>>, header?: Readonly<Record<string, unknown>>): string;
}
export declare function describeProvider(conformance: Conformance, { patienceMs, scorecard }?: DescribeOptions): void;
export {};
