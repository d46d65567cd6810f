import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { createAws } from '@carnet/aws';
import { manifest as aws } from '@carnet/aws/manifest';
import { createAzure } from '@carnet/azure';
import { manifest as azure } from '@carnet/azure/manifest';
import { ConfigurationError, createCarnet } from '@carnet/core';
import { createGcp } from '@carnet/gcp';
import { manifest as gcp } from '@carnet/gcp/manifest';
import { describe, expect, it } from 'vitest';

const providers = { azure: createAzure(), aws: createAws(), gcp: createGcp() };
const manifests = { azure, aws, gcp };
const refused = Object.entries(manifests).flatMap(([id, { refusedEnvironment }]) =>
  refusedEnvironment.map((entry) => ({ id: id as keyof typeof providers, ...(typeof entry === 'string' ? { name: entry, except: [] } : entry) })));
/** A name that ends with `*` stands for itself and for all that begin with it. */
const variables = refused.flatMap(({ id, name }) => (name.endsWith('*') ? [name.slice(0, -1), name.replace('*', '_STS')] : [name]).map((variable) => ({ id, variable })));

// What makes Node itself talk, or trust anybody.
const ofTheProcess = ['NODE_TLS_REJECT_UNAUTHORIZED', 'NODE_DEBUG'];

/** What a host says to one provider and an environment, undefined where it starts. */
function refusalOf(id: keyof typeof providers, environment: Readonly<Record<string, string>>): unknown {
  try {
    createCarnet({ providers: [providers[id]], credentials: {}, environment, fingerprintKey: new Uint8Array(32) });
    return undefined;
  } catch (error) {
    return error;
  }
}

describe('C6 a host does not start while a variable is set that could harvest tokens', () => {
  it.each([
    ['azure', ['AZURE_AUTHORITY_HOST', 'AZURE_REGIONAL_AUTHORITY_NAME', 'MSAL_FORCE_REGION']], ['aws', ['AWS_ENDPOINT_URL*']], ['gcp', ['GOOGLE_CLOUD_UNIVERSE_DOMAIN', 'GOOGLE_SDK_NODE_LOGGING']],
  ] as const)('%s lists its own', (id, own) => {
    expect(refused.filter((entry) => entry.id === id).map(({ name }) => name)).toEqual(own);
  });

  it.each(variables)('$id refuses $variable, in any case of its letters, and names it', ({ id, variable }) => {
    for (const name of [variable, variable.toLowerCase()]) {
      const error = refusalOf(id, { [name]: 'https://canary.example.com' });
      if (!(error instanceof ConfigurationError)) throw new Error(`${name} was not refused.`);
      expect(error.problems).toEqual([expect.objectContaining({ code: 'REFUSED_ENVIRONMENT', message: expect.stringContaining(`The environment variable ${name} is set, which provider '${id}' refuses`) })]);
      expect(error.message).not.toContain('canary');
    }
  });

  it.each(ofTheProcess)('%s is refused whatever the providers say, and told once for all of them', (variable) => {
    const create = (): unknown => createCarnet({ providers: Object.values(providers), credentials: {}, environment: { [variable]: 'canary' }, fingerprintKey: new Uint8Array(32) });
    expect(create).toThrow(expect.objectContaining({ problems: [expect.objectContaining({ code: 'REFUSED_ENVIRONMENT', message: expect.stringContaining(`The environment variable ${variable} is set: `) })] }));
  });

  it.each(refused.flatMap(({ id, name, except }) => except.map((value) => ({ id, name, value }))))('$id takes $name=$value, which changes nothing', ({ id, name, value }) => {
    expect(refusalOf(id, { [name]: value })).toBeUndefined();
    expect(refusalOf(id, { [name]: `${value}.example.com` })).toBeInstanceOf(ConfigurationError);
  });

  it('and its like that no provider lists keeps nobody from starting', () => {
    for (const id of Object.keys(providers) as (keyof typeof providers)[]) expect(refusalOf(id, { AWS_REGION: 'eu-central-1', AZURE_CLIENT_ID: 'a', GOOGLE_CLOUD_PROJECT: 'b', DEBUG: '*' })).toBeUndefined();
  });
});

it('carnet run looks at its own environment: each variable is named, and no command starts', async () => {
  const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));
  const argv = ['--conditions=carnet-source', path('../../../packages/cli/src/main.ts'), 'run', '--config', path('testing/three-clouds.config.ts'), '--', process.execPath, '-e', 'console.log("started")'];
  const { code, stdout, stderr } = await new Promise<{ code: unknown; stdout: string; stderr: string }>((resolve) => {
    const environment = Object.fromEntries([...ofTheProcess, ...variables.map(({ variable }) => variable)].map((variable) => [variable, 'canary']));
    execFile(process.execPath, argv, { env: { PATH: process.env['PATH'], ...environment } }, (error, out, err) => resolve({ code: error?.code, stdout: out, stderr: err }));
  });
  expect({ code, stdout }).toEqual({ code: 125, stdout: '' });
  for (const variable of ofTheProcess) expect(stderr).toContain(`The environment variable ${variable} is set: `);
  for (const { id, variable } of variables) expect(stderr).toContain(`The environment variable ${variable} is set, which provider '${id}' refuses`);
});
