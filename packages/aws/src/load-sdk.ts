import { awsError } from './aws-error.ts';

/** @throws CarnetError `PROVIDER_FAULT` where a module of the SDK cannot be loaded: an incomplete installation, and no fault of the network */
export async function loaded<T>(modules: Promise<T>): Promise<T> {
  try {
    return await modules;
  } catch {
    throw awsError({ code: 'PROVIDER_FAULT', step: 'configure', message: 'The AWS SDK could not be loaded.', hint: 'Install @carnet/aws again, with its dependencies.' });
  }
}
