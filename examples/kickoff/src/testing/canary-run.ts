import { subscribe } from 'node:diagnostics_channel';
import { createWriteStream } from 'node:fs';
import type { ClientRequest } from 'node:http';
import { format, inspect } from 'node:util';
import { awsCredentialProvider, createAws } from '@carnet/aws';
import { azureTokenCredential, createAzure } from '@carnet/azure';
import { createCarnet, ResolutionError, type CarnetOptions } from '@carnet/core';
import { createGcp, googleAuthClient } from '@carnet/gcp';
import { connectToLocalClouds, type LocalCloudsConnection } from '@carnet/local-clouds';
import { CarnetError } from '@carnet/provider';

/** What a process of the canary test gets on its standard input. */
export interface CanaryInput {
  readonly connection: LocalCloudsConnection;
  /** By audience. */
  readonly subjectTokens: Readonly<Record<string, string>>;
  readonly configuration: Pick<CarnetOptions, 'workloadIdentities' | 'credentials' | 'variables'>;
}

const print = (...words: readonly unknown[]): void => void process.stdout.write(`${format(...words)}\n`);
// What must not be printed goes to the test by a way of its own.
const sideChannel = createWriteStream('', { fd: 3 });
const confess = (name: string, secret: unknown): void => void (typeof secret === 'string' && sideChannel.write(`${JSON.stringify([name, secret])}\n`));

subscribe('http.client.request.start', (message) => {
  const { request } = message as { readonly request: ClientRequest };
  confess(`Authorization at ${request.host}`, /^Bearer (.+)$/.exec(String(request.getHeader('authorization') ?? ''))?.[1]);
  confess(`X-Amz-Security-Token at ${request.host}`, request.getHeader('x-amz-security-token'));
});

const { connection, subjectTokens, configuration } = await standardInput();
await attempt('everything', async () => {
  await using carnet = createCarnet({
    ...configuration,
    identity: { subjectToken: ({ audience }) => Promise.resolve(subjectTokens[audience] ?? '') },
    providers: [createAzure(), createAws(), createGcp()],
    transport: connectToLocalClouds(connection).transport,
    fingerprintKey: new Uint8Array(32).fill(1),
    run: { id: 'canary-run' },
    log: print,
    observe: (observation) => print(observation),
  });
  print(carnet, carnet.plan());
  for (const name of Object.keys(configuration.variables ?? {})) {
    await attempt(name, async () => print(await carnet.resolve({ only: [name] })));
  }
  await attempt('all', async () => print(await carnet.resolve()));
  for (const credential of Object.keys(configuration.credentials)) {
    await attempt(`list ${credential}`, async () => {
      for await (const listed of carnet.list(credential)) print(listed);
    });
    await attempt(`authenticate ${credential}`, async () => print(await carnet.authenticate(credential)));
  }
  await attempt('azureTokenCredential', async () => {
    const scope = 'https://storage.azure.com/.default';
    confess('a token for storage', (await azureTokenCredential(carnet, 'azure-production', { scopes: [scope] }).getToken(scope))?.token);
  });
  await attempt('awsCredentialProvider', async () => {
    const session = await awsCredentialProvider(carnet, 'aws-production', { durationSeconds: 900 })();
    confess('the key of a session', session.secretAccessKey);
    confess('the token of a session', session.sessionToken);
  });
  await attempt('googleAuthClient', async () => {
    const client = googleAuthClient(carnet, 'google-production', { scopes: ['https://www.googleapis.com/auth/cloud-platform'] });
    confess('a token for Google', (await client.getAccessToken()).token);
    print(client);
  });
});
sideChannel.end();

/** Prints a failure in every way in which a program would. */
async function attempt(what: string, act: () => Promise<void>): Promise<void> {
  try {
    await act();
    print(`${what}: done`);
  } catch (error) {
    const failures = error instanceof ResolutionError ? error.failures : [];
    const codes = [error, ...failures.map((failure) => failure.error)].map((each) => (CarnetError.isInstance(each) ? each.code : 'no CarnetError'));
    print(`${what}: ${codes.join(' ')}`);
    print(error, String(error), JSON.stringify(error), inspect(error, { depth: 9, showHidden: true }), failures);
    if (error instanceof Error) console.error(error, error.stack);
  }
}

async function standardInput(): Promise<CanaryInput> {
  let input = '';
  for await (const chunk of process.stdin) input += String(chunk);
  return JSON.parse(input) as CanaryInput;
}
