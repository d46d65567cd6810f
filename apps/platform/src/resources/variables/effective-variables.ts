import type { Sealer, SealedPlace } from '../../sealing/sealer.ts';
import type { Store } from '../../store/store.ts';
import { notFound } from '../records/organization-change.ts';

/** A variable as one automation gets it. */
export interface EffectiveVariable {
  readonly id: string;
  readonly name: string;
  readonly source: 'direct' | 'default' | 'credential';
  /** Of a default: the credential that is the default now. Null for a direct value, and where there is no default. */
  readonly credentialId: string | null;
  readonly provider: string | null;
  /** `name#key@version`. */
  readonly reference: string | null;
  readonly optional: boolean;
  readonly encoding: 'utf8' | 'base64';
  readonly sink: 'environment' | 'file';
  readonly allow: boolean;
  /** The variable of all automations that this one goes before. */
  readonly overrides: string | null;
}

/** What applies to an automation, by name: its own variables go before those of all. */
export async function variablesOf({ db }: Store, organization: string, automation: string): Promise<readonly EffectiveVariable[]> {
  const rows = await db.selectFrom('variable_assignment').innerJoin('variable', 'variable.id', 'variable_assignment.variable_id')
    .select([
      'variable_assignment.automation_id as automation', 'variable.name_key as nameKey', 'variable.id as id', 'variable.name as name', 'variable.source as source', 'variable.credential_id as credentialId', 'variable.provider as provider',
      'variable.reference as reference', 'variable.optional as optional', 'variable.encoding as encoding', 'variable.sink as sink', 'variable.allow as allow',
    ])
    .where('variable_assignment.organization_id', '=', organization).where('variable.organization_id', '=', organization).where('variable_assignment.automation_id', 'in', [automation, '*'])
    .orderBy('variable.name_key').execute();
  const defaults = await db.selectFrom('credential').select(['id', 'provider']).where('organization_id', '=', organization).where('is_default', '=', 1).execute();
  const own = new Set(rows.filter((row) => row.automation === automation).map((row) => row.nameKey));
  const ofAll = new Map(rows.filter((row) => row.automation === '*').map((row) => [row.nameKey, row.id]));
  return rows.filter((row) => row.automation === automation || !own.has(row.nameKey)).map((row) => ({
    id: row.id, name: row.name, source: row.source,
    credentialId: row.source === 'default' ? defaults.find(({ provider }) => provider === row.provider)?.id ?? null : row.credentialId,
    provider: row.provider, reference: row.reference, optional: row.optional === 1, encoding: row.encoding, sink: row.sink, allow: row.allow === 1,
    overrides: row.automation === automation ? ofAll.get(row.nameKey) ?? null : null,
  }));
}

/** The value of a direct variable, in clear. @throws PlatformError `RESOURCE_NOT_FOUND` */
export async function directValue({ store, sealer }: { readonly store: Store; readonly sealer: Sealer }, organization: string, id: string): Promise<Uint8Array> {
  const row = await store.db.selectFrom('variable').select('value').where('organization_id', '=', organization).where('id', '=', id).executeTakeFirst();
  if (row === undefined || row.value === null) throw notFound('direct value');
  return sealer.open(row.value, valuePlace(organization, id));
}

export function valuePlace(organization: string, id: string): SealedPlace {
  return { table: 'variable', organization, row: id, column: 'value' };
}
