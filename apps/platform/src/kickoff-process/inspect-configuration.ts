import { ConfigurationError, createCarnet } from '@carnet/core';
import { CarnetError, type Provider, type Transport } from '@carnet/provider';
import { buildEnvironment } from '@carnet/runner';
import type { Configuration, MessageFromProcess } from './messages.ts';

/** Everything that is wrong with a configuration, and the manifests, without touching the network. */
export async function inspectConfiguration(configuration: Configuration, load: () => Promise<readonly Provider[]>, transport: Transport): Promise<MessageFromProcess> {
  let providers: readonly Provider[] = [];
  const inspected = (problems: readonly string[]): MessageFromProcess => ({ type: 'inspected', manifests: providers.map(({ manifest }) => manifest), problems });
  try {
    providers = await load();
    const carnet = createCarnet({ ...configuration, providers, transport, identity: unused, fingerprintKey: new Uint8Array(32) });
    const { variables } = carnet.plan();
    await carnet.close();
    return inspected(variables.flatMap(refusedName));
  } catch (error) {
    return inspected(problemsOf(error));
  }
}

const unused = {
  subjectToken: (): Promise<string> => Promise.reject(new CarnetError({ code: 'SUBJECT_TOKEN_UNAVAILABLE', message: 'An inspection asks for no token.' })),
};

/** What the start of a command would refuse. */
function refusedName({ name, allow }: { readonly name: string; readonly allow: boolean }): readonly string[] {
  try {
    buildEnvironment({ inherited: {}, variables: [{ name, value: '', allow }] });
    return [];
  } catch (error) {
    return problemsOf(error);
  }
}

function problemsOf(error: unknown): readonly string[] {
  if (error instanceof ConfigurationError) return error.problems.map(({ code, message }) => `${message} (${code})`);
  if (CarnetError.isInstance(error)) return [`${error.message} (${error.code})`];
  return ['A provider failed while it checked the configuration. (PROVIDER_FAULT)'];
}
