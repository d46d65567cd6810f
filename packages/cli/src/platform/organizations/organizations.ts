import { readText } from '../../bounded-input.ts';
import { agree } from '../command/agree.ts';
import type { PlatformCall } from '../command/platform-command.ts';
import { showList, tellDone } from '../command/show.ts';
import type { Schema } from '../connection/api-types.ts';
import type { PlatformOptions } from '../connection/choose-platform.ts';
import { pickByName } from '../connection/find-by-name.ts';
import { PlatformProblem } from '../connection/platform-problem.ts';
import type { PlatformApi } from '../connection/platform-api.ts';

const path = '/v1/organizations';

type Organization = Schema<'Organization'>;

export async function listOrganizations(call: PlatformCall<PlatformOptions & { readonly all?: boolean }>): Promise<void> {
  const { platform: { api }, options } = call;
  if (options.all) {
    showList(call, 'organizations', await api.all('/v1/platform/organizations'), { name: ({ name }) => name, made: ({ createdAt }) => createdAt, deleted: ({ deletedAt }) => deletedAt, id: ({ id }) => id });
    return;
  }
  showList(call, 'organizations', await api.all(path), { name: ({ name }) => name, made: ({ createdAt }) => createdAt, id: ({ id }) => id });
}

export async function createOrganization(call: PlatformCall): Promise<void> {
  const organization = await call.platform.api.request('post', path, { body: { name: call.args[0] ?? '' } });
  tellDone(call, { organization }, `Made organization ${organization.name} (${organization.id}).`);
}

export async function renameOrganization(call: PlatformCall): Promise<void> {
  const { platform: { api }, args: [nameOrId = '', name = ''] } = call;
  const { id, version } = await findOrganization(api, nameOrId);
  const organization = await api.request('patch', `${path}/{organization}`, { path: { organization: id }, version, body: { name } });
  tellDone(call, { organization }, `The organization is called ${organization.name} now.`);
}

export async function removeOrganization(call: PlatformCall<PlatformOptions & { readonly yes?: boolean }>): Promise<void> {
  const { id, version, name } = await findOrganization(call.platform.api, call.args[0] ?? '');
  await agree(`Delete organization ${name} for good?`, call.options, call.host);
  await call.platform.api.request('delete', `${path}/{organization}`, { path: { organization: id }, version });
  tellDone(call, { id, name, removed: true }, `Deleted organization ${name}.`);
}

async function findOrganization(api: PlatformApi, nameOrId: string): Promise<Organization> {
  return await pickByName(await api.all(path), nameOrId, 'organization');
}

/** `carnet organizations join`: of whoever is signed in, and for the address that was invited. */
export async function joinOrganization(call: PlatformCall): Promise<void> {
  const { platform: { api }, args: [link = ''], host } = call;
  const [token] = /carnet_inv_[A-Za-z0-9_-]{43}(?![A-Za-z0-9_-])/.exec(link === '-' ? await readText(host, 'the link') : link) ?? [];
  if (token === undefined) throw new PlatformProblem({ code: 'INPUT_INVALID', message: 'This is no invitation.', hint: 'Give the whole link that carnet members add printed.' });
  const { organizationId } = await api.request('post', '/v1/invitations/accept', { body: { token } });
  const { name, id } = await findOrganization(api, organizationId);
  tellDone(call, { organization: { id, name } }, `You belong to organization ${name} now.`);
}
