import { agree } from '../command/agree.ts';
import type { PlatformCall } from '../command/platform-command.ts';
import { showList, tellDone } from '../command/show.ts';
import type { CallOf, Schema } from '../connection/api-types.ts';
import type { PlatformOptions } from '../connection/choose-platform.ts';
import { pickByName } from '../connection/find-by-name.ts';
import type { PlatformApi } from '../connection/platform-api.ts';
import { PlatformProblem } from '../connection/platform-problem.ts';
import { known } from '../members/roles.ts';
import { findAutomation } from '../automations/automations.ts';

export const tokensPath = '/v1/organizations/{organization}/tokens';

type MachineToken = Schema<'Token'>;

type Draft = NonNullable<CallOf<'post', typeof tokensPath>['body']>;

interface CreateOptions extends PlatformOptions {
  readonly kind?: MachineToken['kind'];
  readonly permission?: readonly string[];
  readonly automation?: string;
  readonly expiresIn?: number;
}

/** The platform lists one kind at a time. */
async function allTokens(api: PlatformApi): Promise<readonly MachineToken[]> {
  const kinds = await Promise.all((['api', 'deployment', 'join'] as const).map((kind) => api.all(tokensPath, { query: { kind } })));
  return kinds.flat().toSorted((left, right) => right.createdAt.localeCompare(left.createdAt));
}

export async function listTokens(call: PlatformCall): Promise<void> {
  showList(call, 'tokens', await allTokens(call.platform.api), {
    name: ({ name }) => name, kind: ({ kind }) => kind, opens: ({ scopes, automationId }) => (automationId === null ? scopes.join(' ') : `automation ${automationId}`), status: ({ status }) => status,
    expires: ({ expiresAt }) => expiresAt, 'last used': ({ lastUsedAt }) => lastUsedAt, id: ({ id }) => id,
  });
}

export async function createToken(call: PlatformCall<CreateOptions>): Promise<void> {
  const { platform: { api }, args: [name = ''], options: { automation, permission, expiresIn, kind = automation === undefined ? 'api' : 'deployment' } } = call;
  if (kind === 'deployment' && automation === undefined) throw wrong('A deployment token belongs to an automation.', 'Name it with --automation.');
  if (kind !== 'deployment' && automation !== undefined) throw wrong('--automation goes with a deployment token.', 'Leave out --kind.');
  if (kind === 'api' && permission === undefined) throw wrong('An API token without a permission opens nothing.', 'Name them with --permission; carnet roles show tells all there are.');
  if (kind !== 'api' && permission !== undefined) throw wrong('--permission goes with an API token.', 'What a deployment or join token opens is settled.');
  const life = expiresIn === undefined ? {} : { expiresInSeconds: expiresIn };
  const body: Draft = kind === 'api' ? { kind, name, scopes: known(permission ?? []), ...life }
    : kind === 'deployment' ? { kind, name, automationId: (await findAutomation(api, automation ?? '')).id, ...life } : { kind, name };
  showMade(call, await api.request('post', tokensPath, { body }));
}

/** The token alone, so that it can be piped. */
export function showMade(call: Pick<PlatformCall, 'options' | 'host'>, token: Schema<'MadeToken'>): void {
  if (!call.options.json) call.host.stderr.write(`carnet: made ${token.kind} token ${token.name}${token.expiresAt === null ? '' : `, good until ${token.expiresAt}`}. It is shown this once.\n`);
  tellDone(call, { token }, token.token);
}

export async function revokeToken(call: PlatformCall<PlatformOptions & { readonly yes?: boolean }>): Promise<void> {
  const { platform: { api }, args: [nameOrId = ''], options, host } = call;
  const tokens = await allTokens(api);
  const { id, name } = await pickByName([...tokens.filter(({ status }) => status === 'active'), ...tokens], nameOrId, 'token');
  await agree(`Revoke token ${name}?`, options, host);
  await api.request('delete', `${tokensPath}/{token}`, { path: { token: id } });
  tellDone(call, { id, name, revoked: true }, `Revoked token ${name}.`);
}

function wrong(message: string, hint: string): PlatformProblem {
  return new PlatformProblem({ code: 'INPUT_INVALID', message, hint });
}
