import type { Actor, AuditRecord } from '../audit/audit.ts';
import type { PeopleChange } from './guarded-adapter.ts';

/** What a change of the library's tables is in the audit log; undefined for what is no act of anybody: a renewed session, a poll. */
export function auditRecordOf({ model, act, row, fields }: PeopleChange, origin: Pick<Actor, 'requestId' | 'address'> & { readonly actor?: Actor | undefined }): AuditRecord | undefined {
  const action = actionOf(model, act, row, fields);
  const user = model === 'user' ? row['id'] : row['userId'];
  if (action === undefined || typeof user !== 'string') return undefined;
  const name = model === 'user' && typeof row['email'] === 'string' ? row['email'] : undefined;
  const actor = origin.actor ?? { kind: 'person', id: user, name: name ?? null, requestId: origin.requestId, address: origin.address };
  const details = model === 'account' && typeof row['providerId'] === 'string' ? { method: row['providerId'] } : {};
  return { scope: 'platform', actor, action, target: { kind: 'person', id: user, ...(name === undefined ? {} : { name }) }, details };
}

function actionOf(model: string, act: PeopleChange['act'], row: PeopleChange['row'], fields: readonly string[]): string | undefined {
  switch (model) {
    case 'user':
      if (act === 'update' && fields.includes('twoFactorEnabled')) return row['twoFactorEnabled'] ? 'person.two_factor_enabled' : 'person.two_factor_disabled';
      return { create: 'person.created', update: 'person.changed', delete: 'person.removed' }[act];
    case 'session':
      return { create: 'person.signed_in', update: undefined, delete: 'person.signed_out' }[act];
    case 'account':
      if (act === 'update') return fields.includes('password') ? 'person.password_changed' : undefined;
      return act === 'create' ? 'person.sign_in_method_added' : 'person.sign_in_method_removed';
    case 'twoFactor':
      if (act === 'update') return fields.includes('backupCodes') ? 'person.backup_codes_changed' : undefined;
      return undefined;
    case 'deviceCode':
      if (act !== 'update' || !fields.includes('status')) return undefined;
      return row['status'] === 'approved' ? 'person.device_approved' : 'person.device_denied';
    default:
      return undefined;
  }
}
