import { agree } from '../command/agree.ts';
import type { PlatformCall } from '../command/platform-command.ts';
import { showList, tellDone } from '../command/show.ts';
import type { Schema } from '../connection/api-types.ts';
import type { PlatformOptions } from '../connection/choose-platform.ts';
import { findByName, pickByName } from '../connection/find-by-name.ts';
import type { PlatformApi } from '../connection/platform-api.ts';

const membersPath = '/v1/organizations/{organization}/members';
const invitationsPath = '/v1/organizations/{organization}/invitations';

type Member = Schema<'Member'>;

export async function listMembers(call: PlatformCall<PlatformOptions & { readonly invitations?: boolean }>): Promise<void> {
  const { platform: { api }, options } = call;
  if (options.invitations) {
    showList(call, 'invitations', await api.all(invitationsPath), { email: ({ email }) => email, status: ({ status }) => status, invited: ({ createdAt }) => createdAt, expires: ({ expiresAt }) => expiresAt, id: ({ id }) => id });
    return;
  }
  showList(call, 'members', await api.all(membersPath), { name: ({ name }) => name, email: ({ email }) => email, role: ({ role }) => role.name, since: ({ createdAt }) => createdAt, id: ({ id }) => id });
}

export async function inviteMember(call: PlatformCall<PlatformOptions & { readonly role?: string }>): Promise<void> {
  const { platform: { api }, args: [email = ''], options, host } = call;
  const role = await findByName(api, 'role', options.role ?? 'member');
  const invitation = await api.request('post', invitationsPath, { body: { email, roleId: role.id } });
  if (!options.json) host.stderr.write(`carnet: send this link to ${invitation.email}; it is shown once, and good until ${invitation.expiresAt}.\n`);
  tellDone(call, { invitation }, invitation.link);
}

export async function changeRole(call: PlatformCall): Promise<void> {
  const { platform: { api }, args: [nameOrId = '', roleName = ''] } = call;
  const { id, version, name } = await findMember(api, nameOrId);
  const role = await findByName(api, 'role', roleName);
  const member = await api.request('patch', `${membersPath}/{member}`, { path: { member: id }, version, body: { roleId: role.id } });
  tellDone(call, { member }, `${name} has the role ${role.name} now.`);
}

export async function removeMember(call: PlatformCall<PlatformOptions & { readonly yes?: boolean }>): Promise<void> {
  const { platform: { api }, args: [nameOrId = ''], options, host } = call;
  const invited = nameOrId.includes('@') ? (await api.all(invitationsPath)).find(({ email, status }) => email === nameOrId.toLowerCase() && status === 'open') : undefined;
  if (invited !== undefined) {
    await agree(`Revoke the invitation of ${invited.email}?`, options, host);
    await api.request('delete', `${invitationsPath}/{invitation}`, { path: { invitation: invited.id } });
    tellDone(call, { id: invited.id, email: invited.email, removed: true }, `Revoked the invitation of ${invited.email}.`);
    return;
  }
  const { id, version, name, email } = await findMember(api, nameOrId);
  await agree(`Remove ${name} (${email}) from the organization?`, options, host);
  await api.request('delete', `${membersPath}/{member}`, { path: { member: id }, version });
  tellDone(call, { id, email, removed: true }, `Removed ${name}.`);
}

async function findMember(api: PlatformApi, nameOrId: string): Promise<Member> {
  const members = await api.all(membersPath);
  return members.find(({ email }) => email.toLowerCase() === nameOrId.toLowerCase()) ?? await pickByName(members, nameOrId, 'member');
}
