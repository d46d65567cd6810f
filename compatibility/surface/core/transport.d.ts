import { Agent } from 'node:https';
import { LookupFunction } from 'node:net';
import { Transport } from '@carnet/provider';
interface GuardedAgentOptions {
    readonly allowPrivateAddresses?: boolean | undefined;
    readonly lookup?: LookupFunction | undefined;
    readonly certificateAuthorities?: readonly string[] | undefined;
}
export interface SystemTransport extends Transport {
    close(): void;
}
export type SystemTransportOptions = GuardedAgentOptions;
export interface TransportOptions {
    agent(url: URL): Agent;
}
export declare function createTransport(options: TransportOptions): Transport;
export declare function systemTransport(options?: SystemTransportOptions): SystemTransport;
export {};
