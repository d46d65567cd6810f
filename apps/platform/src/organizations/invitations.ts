import { beyond, permissionsOf } from '../access/holding.ts';
import type { Person } from '../access/principal.ts';
import { holdingIn, holdingOf } from '../access/standing.ts';
import type { Actor, AuditRecord } from '../audit/audit.ts';
import { PlatformError } from '../errors/platform-error.ts';
import { hashOfToken, tokenText } from '../machines/token-text.ts';
import { newId } from '../store/new-id.ts';
import { changeOrganization, notFound } from '../resources/records/organization-change.ts';
import type { InvitationTable } from '../store/schema.ts';
import type { PeopleParts } from './people-parts.ts';
import { readRole, requireWithinOwn, type Change } from './roles.ts';

type Parts = Pick<PeopleParts, 'store' | 'audit' | 'now' | 'randomBytes' | 'settings'>;

const life = 7 * 86_400_000;

/** Invites whoever has an e-mail, for seven days. The link is shown once: its token alone opens it, for that e-mail alone. */
export async function createInvitation(parts: Parts, { organization, principal, actor }: Change, { email, roleId }: { readonly email: string; readonly roleId: string }): Promise<{ readonly row: InvitationTable; readonly link: string }> {
  const { store, audit, now, randomBytes, settings } = parts;
  const token = tokenText('inv', randomBytes(32));
  const row: InvitationTable = {
    id: newId(randomBytes), organization_id: organization, email: email.toLowerCase(), role_id: roleId, token_hash: hashOfToken(token),
    invited_by: inviterOf(principal), created_at: now(), expires_at: now() + life, accepted_at: null, revoked_at: null,
  };
  await changeOrganization(store, organization, async () => {
    const role = await readRole(parts, organization, roleId);
    requireWithinOwn(await holdingOf(store, principal, organization), role);
    await store.db.insertInto('invitation').values(row).execute();
    await audit.append({ scope: organization, actor, action: 'invitation.created', target: { kind: 'invitation', id: row.id, name: row.email }, details: { role: role.name } });
  });
  return { row, link: `${new URL('/invitations', settings.baseUrl).href}#${token}` };
}

/** @throws PlatformError `RESOURCE_NOT_FOUND` for one that is not open */
export async function revokeInvitation({ store, audit, now }: Parts, { organization, actor }: Change, id: string): Promise<void> {
  await changeOrganization(store, organization, async () => {
    const row = await store.db.updateTable('invitation').set({ revoked_at: now() }).where('organization_id', '=', organization).where('id', '=', id)
      .where('accepted_at', 'is', null).where('revoked_at', 'is', null).returning('email').executeTakeFirst();
    if (!row) throw notFound('open invitation');
    await audit.append({ scope: organization, actor, action: 'invitation.revoked', target: { kind: 'invitation', id, name: row.email } });
  });
}

/** The invitation of a token. @throws PlatformError `RESOURCE_NOT_FOUND` for one that is unknown, expired, revoked or accepted */
export async function openInvitation({ store, now }: Pick<Parts, 'store' | 'now'>, token: string): Promise<InvitationTable & { readonly organization_name: string }> {
  const row = await store.db
    .selectFrom('invitation')
    .innerJoin('organization', 'organization.id', 'invitation.organization_id')
    .selectAll('invitation')
    .select('organization.name as organization_name')
    .where('invitation.token_hash', '=', hashOfToken(token))
    .where('organization.deleted_at', 'is', null)
    .executeTakeFirst();
  if (!row || row.accepted_at !== null || row.revoked_at !== null || row.expires_at <= now()) throw closed();
  return row;
}

/** A person accepts. @throws PlatformError `RESOURCE_NOT_FOUND`; `PERMISSION_DENIED` for another e-mail than the invited one */
export async function acceptInvitation(parts: Parts, token: string, person: Person, actor: Actor): Promise<string> {
  const { store, audit } = parts;
  const invitation = await openInvitation(parts, token);
  if (invitation.email !== person.email.toLowerCase()) throw new PlatformError({ code: 'PERMISSION_DENIED', message: 'The invitation is for another e-mail address.', hint: 'Sign in with the address that was invited.' });
  await store.unit(async () => {
    await audit.append(await join(parts, invitation, person.userId, actor));
  });
  return invitation.organization_id;
}

/**
 * Makes the invited person a member, in the unit that is open.
 *
 * @returns what happened, for the audit log
 */
export async function join({ store, now, randomBytes }: Pick<Parts, 'store' | 'now' | 'randomBytes'>, invitation: InvitationTable, userId: string, actor: Actor): Promise<AuditRecord> {
  const { organization_id: organization, id, role_id: roleId, email } = invitation;
  return await changeOrganization(store, organization, async () => {
    const { numUpdatedRows } = await store.db.updateTable('invitation').set({ accepted_at: now() }).where('organization_id', '=', organization).where('id', '=', id)
      .where('accepted_at', 'is', null).where('revoked_at', 'is', null).where('expires_at', '>', now()).executeTakeFirst();
    if (Number(numUpdatedRows) !== 1) throw closed();
    const role = await readRole({ store }, organization, roleId);
    // Whoever invited must still be able to: the role may hold more by now, and they less.
    const inviter = await holdingIn(store, invitation.invited_by, organization);
    if (!inviter || (role.kind === 'owner' && !inviter.owner) || beyond(inviter, role.kind === 'owner' ? [] : permissionsOf(role.permissions)).length > 0) throw closed();
    const member = await store.db.selectFrom('member').select('id').where('organization_id', '=', organization).where('user_id', '=', userId).executeTakeFirst();
    const memberId = member?.id ?? newId(randomBytes);
    if (!member) await store.db.insertInto('member').values({ id: memberId, organization_id: organization, user_id: userId, role_id: roleId, version: 1, created_at: now(), updated_at: now() }).execute();
    return { scope: organization, actor: { ...actor, kind: 'person', id: userId }, action: 'invitation.accepted', target: { kind: 'member', id: memberId, name: email }, details: { role: role.name, invitation: id, wasMember: member !== undefined } };
  });
}

function inviterOf(principal: Change['principal']): string {
  if (principal?.kind === 'person') return principal.userId;
  if (principal?.kind === 'api') return principal.createdBy;
  throw new PlatformError({ code: 'CREDENTIAL_KIND_WRONG' });
}

function closed(): PlatformError {
  return new PlatformError({ code: 'RESOURCE_NOT_FOUND', message: 'The invitation is unknown, expired, revoked or accepted.', hint: 'Ask for a new invitation.' });
}
