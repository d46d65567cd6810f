import { createIssuer, generateKeyRing } from '@carnet/oidc-issuer';
import { startDevelopmentClouds, type DevelopmentClouds } from '../development-clouds.ts';
import { inspectInProcess } from '../kickoffs/inspect-in-process.ts';
import type { KickoffRecord } from '../kickoffs/kickoffs.ts';
import { loadOrganization } from '../organization/load-organization.ts';
import { startPlatform, type Platform } from '../serve.ts';
import { post } from './send.ts';

type Entries = Readonly<Record<string, unknown>>;

export interface LocalPlatform extends Platform, AsyncDisposable {
  readonly cloud: DevelopmentClouds;
  readonly log: readonly string[];
  kickOff(automation: string, inputs?: object): Promise<KickoffRecord>;
}

export interface LocalPlatformOptions {
  readonly variables?: Entries;
  readonly automations?: Entries;
  /** The environment of the platform. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/** A platform whose kickoffs are real processes that reach local clouds, with more variables and automations than `npm start` has. */
export async function startLocalPlatform({ variables = {}, automations = {}, environment = process.env }: LocalPlatformOptions = {}): Promise<LocalPlatform> {
  const log: string[] = [];
  const issuer = createIssuer({ issuer: 'https://issuer.carnet.test', keys: await generateKeyRing() });
  const cloud = await startDevelopmentClouds(issuer.issuer);
  const file = JSON.parse(cloud.organizationFile) as { variables: Entries; automations: Entries };
  const text = JSON.stringify({ ...file, variables: { ...file.variables, ...variables }, automations: { ...file.automations, ...automations } });
  const program = { module: new URL('../development-kickoff-process.ts', import.meta.url), environment, connection: () => cloud.clouds.connection };
  const loaded = await loadOrganization(text, inspectInProcess(program));
  if (!loaded.ok) throw new Error(loaded.problems.join('\n'));
  const platform = await startPlatform({
    issuer, program, organization: () => loaded.organization, organizationKey: new Uint8Array(32).fill(7), port: 0, log: (line) => log.push(line),
  });
  cloud.clouds.route('issuer.carnet.test', new URL(platform.url));
  return {
    ...platform,
    cloud,
    log,
    async kickOff(automation, inputs) {
      const { status, text: answer } = await post(platform, `/v1/automations/${automation}/kickoffs`, inputs && { inputs });
      if (status !== 200) throw new Error(answer);
      return JSON.parse(answer) as KickoffRecord;
    },
    async [Symbol.asyncDispose]() {
      await platform.close();
      await cloud.clouds.close();
    },
  };
}

/** An automation that runs a program of Node's. */
export function node(program: string, more: Entries = {}): Entries {
  return { command: [process.execPath, '-e', program], ...more };
}
