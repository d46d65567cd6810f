import { randomUUID } from 'node:crypto';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createAws } from '@carnet/aws';
import { createAzure } from '@carnet/azure';
import { createCarnet, type ResolutionError } from '@carnet/core';
import { createGcp } from '@carnet/gcp';
import { issuerIdentity } from '@carnet/identity';
import { startLocalClouds, type LocalClouds } from '@carnet/local-clouds';
import { createIssuer, generateKeyRing, type Issuer } from '@carnet/oidc-issuer';
import { validateSettings, type Provider, type Settings, type TrustInput, type TrustPlan } from '@carnet/provider';
import { configEntry, readOutputs, renderDocument } from '@carnet/trust';
import { createVault } from '@carnet/vault';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runNode, type Ended } from '../testing/carnet-process.ts';
import { projectWith } from '../testing/workspace.ts';
import { startManyCommands, type ManyCommands } from './testing/many-commands.ts';

const organization = randomUUID();
const value = 'canary-value-31d7c5e2';

let clouds: LocalClouds;
let issuer: Issuer;
let commands: ManyCommands;
beforeAll(async () => {
  commands = startManyCommands();
  clouds = await startLocalClouds();
  issuer = createIssuer({ issuer: 'https://issuer.carnet.test', keys: await generateKeyRing() });
  clouds.route('issuer.carnet.test', issuer.handler);
});
afterAll(async () => {
  await clouds.close();
  await commands[Symbol.asyncDispose]();
});

interface Case {
  readonly make: () => Provider;
  /** Makes what stands there before a trust is set up, with the secret `api-key`, and gives the fields that name it. */
  readonly prepare: () => Settings;
}

const azure = (target: string): Case => ({
  make: createAzure,
  prepare: () => {
    const vault = clouds.azure.vault({ name: `kv-${randomUUID().slice(0, 8)}`, tenant: clouds.azure.tenant() });
    vault.set('api-key', value);
    return { vault: vault.name, target };
  },
});

const cases: readonly (readonly [string, Case])[] = [
  ['an app registration of Azure', azure('app-registration')],
  ['a managed identity of Azure', azure('managed-identity')],
  ['AWS', {
    make: createAws,
    prepare: () => {
      const account = clouds.aws.account();
      account.secrets('eu-central-1').set('api-key', value);
      return { accountId: account.id, region: 'eu-central-1' };
    },
  }],
  ['Google', {
    make: createGcp,
    prepare: () => {
      const project = clouds.google.project();
      project.secrets().set('api-key', value);
      return { projectId: project.id, projectNumber: project.number };
    },
  }],
  ['Vault', {
    make: createVault,
    prepare: () => {
      const server = clouds.vault.server();
      server.root.kv().set('api-key', { value });
      return { address: server.address, field: 'value' };
    },
  }],
];

const packages = fileURLToPath(new URL('../../..', import.meta.url));

/** A project with every provider installed, and none configured. */
function project(): string {
  const cwd = projectWith({});
  for (const name of ['aws', 'gcp', 'identity', 'local-clouds', 'vault']) {
    const link = join(cwd, 'node_modules/@carnet', name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(packages, name), link);
  }
  return cwd;
}

async function trust(args: readonly string[], cwd: string, input: string = ''): Promise<string> {
  const { code, stdout, stderr } = await commands.run(['trust', ...args], { cwd, input });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return stdout;
}

function configure(cwd: string, provider: string, factory: string, entries: string): void {
  writeFileSync(join(cwd, 'carnet.config.ts'), `
import { readFileSync } from 'node:fs';
import { ${factory} } from '@carnet/${provider}';
import { defineConfig } from '@carnet/cli';
import { projectedFile } from '@carnet/identity';
import { connectToLocalClouds } from '@carnet/local-clouds';

export default defineConfig({
  identity: projectedFile('token'),
  providers: [${factory}()],
  transport: connectToLocalClouds(JSON.parse(readFileSync('connection.json', 'utf8'))).transport,
${entries}});
`);
  writeFileSync(join(cwd, 'connection.json'), JSON.stringify(clouds.connection));
}

async function kickoff(cwd: string, audience: string): Promise<Ended> {
  writeFileSync(join(cwd, 'token'), (await issuer.mint({ organization, audience })).token);
  return await runNode('console.log(process.env.API_KEY)', { cwd }, '--mask', 'never');
}

const flagsOf = (fields: Settings): readonly string[] => Object.entries(fields).flatMap(([name, each]) => [`--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`, String(each)]);

// Both targets of Azure leave a kickoff the same: it is run for one of them.
describe.each(cases.slice(1))('G on %s', (_, { make, prepare }) => {
  it('story 6: the commands, what they print, the configuration, a kickoff; and the teardown stops it', { timeout: 60_000 }, async () => {
    const cwd = project();
    const { id } = make().manifest;
    const flags = [id, ...flagsOf(prepare()), '--secret', 'api-key'];
    const plan = JSON.parse(await trust([...flags, '--issuer', issuer.issuer, '--organization', organization, '--format', 'json'], cwd)) as TrustPlan;
    const outputs = clouds.trust.apply(plan.resources);

    configure(cwd, id, make.name, await trust([...flags, '--from-stdin', '--as', 'prod'], cwd, `noise\n${JSON.stringify(outputs)}\n`));
    expect(await kickoff(cwd, plan.audience)).toMatchObject({ code: 0, stdout: `${value}\n` });

    clouds.trust.remove(plan.resources);
    const stopped = await kickoff(cwd, plan.audience);
    expect(stopped).toMatchObject({ code: 125, stdout: '' });
    expect(stopped.stderr).not.toContain(value);
  });
});

describe.each(cases)('G on %s', (_, { make, prepare }) => {
  function planFor(fields: Settings, choices: Pick<TrustInput, 'secrets' | 'list' | 'write'>): TrustPlan {
    const provider = make();
    const { manifest: { trust: definition } } = provider;
    const checked = definition === undefined ? undefined : validateSettings(definition.schema, fields);
    if (checked?.ok !== true || provider.trust === undefined) throw new Error(JSON.stringify(checked));
    return provider.trust({ issuer: issuer.issuer, subject: `organization:${organization}`, settings: checked.settings, ...choices });
  }

  it.each([
    ['one secret', { secrets: ['api-key'], list: false, write: false }],
    ['the whole store', { secrets: [], list: false, write: false }],
    ['the whole store, to list and to write', { secrets: [], list: true, write: true }],
  ])('the trust in %s serves our subject and nobody else of the issuer, until its teardown', async (_scope, choices) => {
    const provider = make();
    const plan = planFor(prepare(), choices);
    const entry = configEntry(plan, readOutputs(JSON.stringify(clouds.trust.apply(plan.resources)), plan), { manifest: provider.manifest, name: 'prod', write: choices.write });
    const outcome = async (id: string): Promise<unknown> => {
      await using carnet = createCarnet({ identity: issuerIdentity(issuer, { organization: id }), providers: [provider], transport: clouds.transport, environment: {}, ...entry });
      try {
        const read = (await carnet.get('API_KEY'))?.reveal();
        if (!choices.write) return read;
        await carnet.write('prod', 'api-key', value);
        const listed: string[] = [];
        for await (const { name } of carnet.list('prod')) listed.push(name);
        return listed.join() === 'api-key' ? read : 'another list';
      } catch (error) {
        return (error as ResolutionError).failures[0]?.error.code;
      }
    };
    expect(await outcome(organization)).toBe(value);
    expect(await outcome(randomUUID())).toMatch(/^(?:TRUST_REJECTED|ACCESS_DENIED)$/);
    clouds.trust.remove(plan.resources);
    expect(await outcome(organization)).toMatch(/^(?:TRUST_REJECTED|ACCESS_DENIED|PRINCIPAL_NOT_FOUND|EXCHANGE_REJECTED)$/);
  });

  it('every format says the same three values, and all of them have a way back', () => {
    const subject = `organization:${organization}`;
    const plan = planFor(prepare(), { secrets: ['api-key'], list: false, write: false });
    expect(plan.documents.length).toBeGreaterThanOrEqual(3);
    for (const { format } of plan.documents) {
      const text = renderDocument(plan, format, { issuer: issuer.issuer, subject });
      const body = text.slice(text.indexOf('1. '));
      for (const part of ['issuer.carnet.test', subject]) expect(body, format).toContain(part);
      expect(text, format).toContain(plan.audience);
      expect(renderDocument(plan, format, { issuer: issuer.issuer, subject, teardown: true }), format).toMatch(/1\. \S[^]{20}/);
    }
  });
});
