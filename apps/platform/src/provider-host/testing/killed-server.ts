import { randomUUID } from 'node:crypto';
import { startProviderHost, type ProviderHostOptions } from '../start-provider-host.ts';
import { callOf, plainCredential } from './call-of.ts';

// What starts the processes of providers, in a process of its own, to be killed.
const { directory, name, user } = JSON.parse(process.argv[2] ?? '') as { readonly directory: string; readonly name: string; readonly user?: ProviderHostOptions['user'] };
// Whoever loops is left alone.
const host = await startProviderHost({ packages: { names: [name], directory }, user, limits: { pingMs: 300_000, mostResidentBytes: Infinity }, log: () => undefined });
await host.check(randomUUID(), callOf(plainCredential(name)), { reference: 'one' });
