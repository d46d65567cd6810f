import { Transport } from '@carnet/provider';
export interface ProxyCredentials {
    readonly username: string;
    readonly password: string;
}
export declare class ProxyError extends Error {
    readonly name: string;
    readonly code: ProxyErrorCode;
    constructor(code: ProxyErrorCode, message: string);
}
export type ProxyErrorCode = 'PROXY_UNREACHABLE' | 'PROXY_AUTHENTICATION_FAILED' | 'PROXY_REFUSED';
export interface ProxyTransportOptions {
    readonly proxy: string | URL;
    readonly credentials?: ProxyCredentials | undefined;
    readonly certificateAuthorities?: readonly string[] | undefined;
}
interface SystemTransport extends Transport {
    close(): void;
}
export declare function proxyTransport(options: ProxyTransportOptions): SystemTransport;
export {};
