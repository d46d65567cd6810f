import { gcpError } from './gcp-error.ts';

/** @throws CarnetError `PROVIDER_FAULT` where a module of the SDK cannot be loaded: an incomplete installation, and no fault of the network */
export async function loaded<T>(modules: Promise<T>): Promise<T> {
  try {
    return await modules;
  } catch {
    throw sdkMissing();
  }
}

export function sdkMissing(): Error {
  return gcpError({ code: 'PROVIDER_FAULT', step: 'configure', message: 'The Google SDK could not be loaded.', hint: 'Install @carnet/gcp again, with its dependencies; where it is part of a bundle, leave google-auth-library and @google-cloud/secret-manager out of it.' });
}
