import { randomUUID } from 'node:crypto';
import type { LocalVault } from '@carnet/local-clouds';
import { signIn } from '../../development/api-session.ts';
import { startDevelopment, type Development } from '../../development/start-development.ts';
import type { CommandOptions, CommandsInTurn } from '../../testing/commands-in-turn.ts';
import type { Ended } from '../../testing/operator.ts';

interface Made {
  readonly id: string;
}

/** One platform with clouds, a worker and somebody who owns an organization; each thing that is made there has a name of its own. */
export interface CommandWorld {
  readonly development: Development;
  readonly home: string;
  readonly environment: Readonly<Record<string, string>>;
  /** A vault whose credential `writable` reads, lists, writes and removes. */
  readonly vault: LocalVault;
  carnet(args: readonly string[], options?: Partial<CommandOptions>): Promise<Ended>;
  name(): string;
  make(collection: string, body: object): Promise<Made & Readonly<Record<string, unknown>>>;
  /** An automation that no worker may run: what is kicked off waits. */
  waitingAutomation(): Promise<string>;
  waitingRun(): Promise<string>;
  automation(): Promise<string>;
  config(): Promise<string>;
  credential(): Promise<string>;
  variable(): Promise<string>;
  role(): Promise<string>;
  invitation(email: string): Promise<string>;
  /** Somebody of the organization: their e-mail. */
  member(): Promise<string>;
  /** One that joined, and does nothing. */
  worker(): Promise<string>;
  /** A run of the automation that draws from every cloud, and has ended. */
  run(): Promise<string>;
}

const nowhere = '00000000-0000-4000-8000-000000000000';

export async function startCommandWorld(home: string, commands: Pick<CommandsInTurn, 'run'>): Promise<CommandWorld> {
  const development = await startDevelopment({ log: () => undefined });
  const { session, server, organization: { id, automation: billing } } = development;
  const environment = { CARNET_URL: server.url, CARNET_TOKEN: session.token, CARNET_ORG: id };
  const at = `/v1/organizations/${id}`;
  const name = (): string => `made-${randomUUID().slice(0, 8)}`;
  const make: CommandWorld['make'] = async (collection, body) => await session.call('POST', `${at}/${collection}`, body);
  const named = async (collection: string, body: object): Promise<string> => {
    const each = { name: name(), ...body };
    await make(collection, each);
    return each.name;
  };
  const carnet: CommandWorld['carnet'] = async (args, options) => await commands.run(args, { home, ...options, environment: { ...environment, ...options?.environment } });
  const invitation = async (email: string): Promise<string> => {
    const { items } = await session.call<{ items: readonly (Made & { name: string })[] }>('GET', `${at}/roles?name=member`);
    return String((await make('invitations', { email, roleId: items[0]?.id }))['link']);
  };
  const waiting = async (): ReturnType<typeof make> => {
    const automation = await make('automations', { name: name(), command: ['true'], requiredWorkerVersion: '999.0.0' });
    await make(`automations/${automation.id}/deployments`, {});
    return automation;
  };
  const vault = await writableStore(development, make);
  let ended: Promise<string> | undefined;
  return {
    development, home, environment, vault, carnet, name, make, invitation,
    automation: () => named('automations', { command: ['true'] }),
    waitingAutomation: async () => String((await waiting())['name']),
    waitingRun: async () => (await make(`automations/${(await waiting()).id}/kickoffs`, {})).id,
    config: () => named('workload-identity-configs', { kind: 'azure', settings: { tenantId: nowhere, clientId: nowhere } }),
    credential: async () => {
      const config = await make('workload-identity-configs', { name: name(), kind: 'azure', settings: { tenantId: nowhere, clientId: nowhere } });
      return await named('credentials', { provider: 'azure', method: 'workload-identity', workloadIdentityConfigId: config.id, store: { vaultUrl: vault.url } });
    },
    // Of one automation alone: those of the automation with clouds stay as they are.
    variable: async () => {
      const own = await make('automations', { name: name(), command: ['true'] });
      return await named('variables', { name: `MADE_${randomUUID().slice(0, 8).toUpperCase()}`, source: 'direct', value: 'a value', automations: [own.id] });
    },
    role: () => named('roles', { permissions: ['kickoffs:read'] }),
    async member() {
      const email = `${name()}@carnet.test`;
      const { people } = await server.ready;
      const person = await signIn(server.url, await people.signInLink({ email, name: email }));
      await person.call('POST', '/v1/invitations/accept', { token: new URL(await invitation(email)).hash.slice(1) });
      return email;
    },
    async worker() {
      const worker = name();
      const { token } = await make('tokens', { kind: 'join', name: worker });
      await session.call('POST', '/v1/worker/join', { name: worker, workerVersion: '0.1.0', facts: { slots: 1, platform: 'linux', providers: [], ownUser: false } }, { authorization: `Bearer ${String(token)}` });
      return worker;
    },
    run: () => (ended ??= carnet(['kickoff', billing.name, '--follow', '--json']).then(({ stdout }) => (JSON.parse(stdout) as { kickoff: Made }).kickoff.id)),
  };
}

async function writableStore({ clouds: { azure }, issuer, organization: { id } }: Development, make: CommandWorld['make']): Promise<LocalVault> {
  const tenant = azure.tenant();
  const application = tenant.application({ name: 'writable' });
  application.addFederatedCredential({ name: 'carnet', issuer, subject: `organization:${id}`, audience: 'api://AzureADTokenExchange' });
  const vault = azure.vault({ name: `kv-${randomUUID().slice(0, 8)}`, tenant });
  vault.grant({ principal: application, role: 'Key Vault Secrets Officer' });
  vault.set('api-key', 'a value of the vault');
  const config = await make('workload-identity-configs', { name: 'writable', kind: 'azure', settings: { tenantId: tenant.id, clientId: application.clientId } });
  await make('credentials', { name: 'writable', provider: 'azure', method: 'workload-identity', workloadIdentityConfigId: config.id, store: { vaultUrl: vault.url }, writable: true });
  return vault;
}
