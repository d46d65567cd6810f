import type { Session } from './session.ts';

interface Made {
  readonly id: string;
}

export interface BenchOrganization {
  readonly id: string;
  /** Makes an entity of the organization. */
  make(collection: string, body: object): Promise<Made>;
  /** An automation that is deployed. */
  deployed(automation: object, variables?: Readonly<Record<string, object>>): Promise<string>;
  kickoff(automation: string): Promise<string>;
  joinToken(name: string): Promise<string>;
  /** What a program outside starts kickoffs of one automation with. */
  deploymentToken(automation: string): Promise<string>;
  get<T>(path: string): Promise<T>;
}

/** A command that does nothing. */
export const trivialCommand: readonly string[] = ['/bin/true'];

/** An organization, made through the API as a person would. */
export async function makeOrganization(session: Session, name: string): Promise<BenchOrganization> {
  const { id } = await session.call<Made>('POST', '/v1/organizations', { name });
  const at = `/v1/organizations/${id}`;
  const make = async (collection: string, body: object): Promise<Made> => await session.call<Made>('POST', `${at}/${collection}`, body);
  return {
    id, make,
    async deployed(automation, variables = {}) {
      const made = await make('automations', { timeoutSeconds: 60, ...automation });
      for (const [variable, source] of Object.entries(variables)) await make('variables', { name: variable, ...source, automations: [made.id] });
      await make(`automations/${made.id}/deployments`, {});
      return made.id;
    },
    kickoff: async (automation) => (await make(`automations/${automation}/kickoffs`, {})).id,
    joinToken: async (tokenName) => (await session.call<{ token: string }>('POST', `${at}/tokens`, { kind: 'join', name: tokenName })).token,
    deploymentToken: async (automation) => (await session.call<{ token: string }>('POST', `${at}/tokens`, { kind: 'deployment', name: 'bench', automationId: automation })).token,
    get: (path) => session.call('GET', `${at}/${path}`),
  };
}
