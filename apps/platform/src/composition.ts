import { createAws } from '@carnet/aws';
import { createAzure } from '@carnet/azure';
import { systemTransport, type SystemTransportOptions } from '@carnet/core/transport';
import { createGcp } from '@carnet/gcp';
import type { Provider, Transport } from '@carnet/provider';
import { createVault } from '@carnet/vault';

/** The providers of this platform. Only the process of a kickoff imports this file: their code never runs beside the signing key. */
export function createProviders(): readonly Provider[] {
  return [createAzure(), createAws(), createGcp(), createVault()];
}

/** Where each of them is found on npm, by the id of its manifest: what `carnet run -a` imports beside the user. */
export const providerPackages: Readonly<Record<string, string>> = { aws: '@carnet/aws', azure: '@carnet/azure', gcp: '@carnet/gcp', vault: '@carnet/vault' };

/** The way to the clouds. It is code, here, and nothing that a file, a variable or a request could change but by what it narrows. */
export function createProductionTransport(options?: SystemTransportOptions): Transport {
  return systemTransport(options);
}
