import { badAcme, type BadProvider } from './bad-provider.ts';

export const badLoading: readonly BadProvider[] = [
  badAcme('loading.module', 'wants to be imported by one host alone', { conformance: { module: new URL('./fixtures/throws-at-import.ts', import.meta.url) } }),
  badAcme('loading.default-export', 'exports its manifest by default', { conformance: { module: new URL('./fixtures/exports-manifest.ts', import.meta.url) } }),
  badAcme('loading.packages', 'imports a package at the top of a file', { conformance: { module: new URL('./fixtures/loads-package.ts', import.meta.url) } }),
  badAcme('loading.resources', 'starts a timer when it is imported', { conformance: { module: new URL('./fixtures/keeps-timer.ts', import.meta.url) } }),
];
