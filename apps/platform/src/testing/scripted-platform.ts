import { createIssuer, generateKeyRing } from '@carnet/oidc-issuer';
import type { Automation, Organization, WorkloadIdentityConfig } from '../organization/organization.ts';
import { startPlatform, type Platform, type PlatformOptions } from '../serve.ts';

export const organizationId = '6f9619ff-8b86-4d01-b42d-00c04fc964ff';
export const automationId = '0b7c1f6e-1d0a-4b8e-9c55-3a8f2f1d7e10';
export const issuerUrl = 'https://issuer.example.test';

const config = (name: string, subject: 'organization' | 'automation' = 'organization'): WorkloadIdentityConfig =>
  ({ name, audience: 'api://AzureADTokenExchange', subject, organizationIssuer: false, sessionTags: false });

function automation(name: string, command: readonly string[], configs: readonly WorkloadIdentityConfig[] = []): Automation {
  return {
    name, id: automationId, command, timeoutSeconds: 20,
    packages: [],
    configuration: { workloadIdentities: {}, credentials: {}, variables: {} },
    workloadIdentities: new Map(configs.map((each) => [each.name, each])),
  };
}

/** An organization whose automations are the acts of the scripted process. */
function scriptedOrganization(): Organization {
  const acts = ['echo', 'environment', 'die', 'crash', 'garbage', 'no-json', 'message-of-node', 'no-end', 'extra', 'forge', 'wait-for-stop', 'block', 'leave-behind', 'ask-badly'];
  const automations = [
    ...acts.map((act) => automation(act, [act])),
    { ...automation('slow', ['wait-for-stop']), timeoutSeconds: 2 },
    { ...automation('blocked', ['block']), timeoutSeconds: 1 },
    automation('ask-own', ['ask-for', 'own'], [config('own')]),
    automation('ask-as-automation', ['ask-for', 'own'], [config('own', 'automation')]),
    automation('ask-foreign', ['ask-for', 'foreign'], [config('own')]),
    automation('owner-of-foreign', ['echo'], [config('foreign')]),
  ];
  return { id: organizationId, name: 'Acme', automations: new Map(automations.map((each) => [each.name, each])) };
}

export interface ScriptedPlatform extends Platform, AsyncDisposable {
  readonly log: readonly string[];
}

/** A platform as in production, with a scripted process in place of the one that runs providers. */
export async function startScriptedPlatform(options: Partial<PlatformOptions> = {}): Promise<ScriptedPlatform> {
  const log: string[] = [];
  const organization = scriptedOrganization();
  const platform = await startPlatform({
    issuer: createIssuer({ issuer: issuerUrl, keys: await generateKeyRing() }),
    organization: () => organization,
    program: { module: new URL('./scripted-process.ts', import.meta.url), environment: process.env },
    organizationKey: new Uint8Array(32).fill(7),
    port: 0,
    graceMs: 500,
    log: (line) => log.push(line),
    ...options,
  });
  return { ...platform, log, [Symbol.asyncDispose]: () => platform.close() };
}
