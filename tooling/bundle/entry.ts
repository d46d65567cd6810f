// All that the single file holds. Each package's stub in bundle/node_modules hands on what stands here.
export * from '@carnet/azure';
export * from '@carnet/cli';
export * from '@carnet/core';
export * from '@carnet/core/transport';
export * from '@carnet/identity';
export * from '@carnet/oidc-issuer';
export * from '@carnet/provider';

/** Runs the command line. A function, so that importing a package's stub does not. */
export const runCommandLine = (): Promise<unknown> => import('../../packages/cli/src/main.ts');
