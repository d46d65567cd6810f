import type { ApiSession } from './api-session.ts';
import type { DevelopmentStore } from './local-stores.ts';

export interface SeededOrganization {
  readonly id: string;
  readonly automation: { readonly id: string; readonly name: string };
  /** Starts kickoffs of the automation, and does nothing else. */
  readonly deploymentToken: string;
  readonly joinToken: string;
}

interface Made {
  readonly id: string;
}

/** An organization that may use the stores, made through the API as a person would. */
export async function createOrganization(session: ApiSession): Promise<string> {
  return (await session.call<Made>('POST', '/v1/organizations', { name: 'Acme' })).id;
}

export async function seedOrganization(session: ApiSession, organization: string, stores: readonly DevelopmentStore[], command: readonly string[]): Promise<SeededOrganization> {
  const at = `/v1/organizations/${organization}`;
  const make = async (collection: string, body: object): Promise<Made> => await session.call<Made>('POST', `${at}/${collection}`, body);
  const automation = await make('automations', { name: 'billing', command, timeoutSeconds: 60 });
  for (const { name, kind, settings, provider, store, variables } of stores) {
    const config = await make('workload-identity-configs', { name, kind, settings, default: true });
    const credential = await make('credentials', { name, provider, method: 'workload-identity', workloadIdentityConfigId: config.id, store, default: true });
    for (const [variable, reference] of Object.entries(variables)) await make('variables', { name: variable, source: 'credential', credentialId: credential.id, reference });
  }
  await make(`automations/${automation.id}/deployments`, {});
  const token = async (body: object): Promise<string> => (await session.call<{ token: string }>('POST', `${at}/tokens`, body)).token;
  return {
    id: organization,
    automation: { id: automation.id, name: 'billing' },
    deploymentToken: await token({ kind: 'deployment', name: 'billing', automationId: automation.id }),
    joinToken: await token({ kind: 'join', name: 'development' }),
  };
}
