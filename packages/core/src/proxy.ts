export { ProxyError, type ProxyErrorCode } from './transport/proxy-error.ts';
export type { ProxyCredentials } from './transport/proxy-route.ts';
export { proxyTransport, type ProxyTransportOptions } from './transport/proxy-transport.ts';
