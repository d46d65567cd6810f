export { createTransport, type TransportOptions } from './create-transport.ts';
export { systemTransport, type SystemTransport, type SystemTransportOptions } from './system-transport.ts';
