export { startHostileHost, type HostileHost } from './hostile-host.ts';
export { createTestIssuer, subject, type TestIssuer } from './test-issuer.ts';
