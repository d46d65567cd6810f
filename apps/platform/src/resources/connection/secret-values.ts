import { CarnetError, parseReference, printReference } from '@carnet/provider';
import type { Actor } from '../../audit/audit.ts';
import { readSummary, readWritten } from '../../provider-host/answers.ts';
import type { ReadSummary } from '../../provider-host/provider-host.ts';
import { hostedCredential, type LoadedCredential } from '../credentials/loaded-credential.ts';
import { manifestOf } from '../providers/manifests.ts';
import { readRow, type EditedRow } from '../records/edited-record.ts';
import { refuseField } from '../records/field-problems.ts';
import type { ResourceParts } from '../resource-parts.ts';
import type { OrganizationSlots } from './organization-slots.ts';
import { callOnce, type ProviderCall } from './provider-call.ts';

type ValueParts = ResourceParts & { readonly slots: OrganizationSlots };

export interface SecretCall extends Omit<ProviderCall, 'loaded' | 'fingerprintName'> {
  readonly credential: string;
}

/** What a secret is without its value. The fingerprint is that of the variable's runs where one is named that reads this very secret. */
export async function checkSecret(parts: ValueParts, { credential, ...call }: SecretCall, { reference, variable }: { readonly reference: string; readonly variable?: string | undefined }): Promise<ReadSummary & { readonly reference: string }> {
  const printed = printedReference(reference);
  const loaded = await hostedCredential(parts, call.organization, credential);
  const row = variable === undefined ? undefined : await variableReading(parts, call.organization, variable, credential, printed);
  using _ = parts.slots.take(call.organization);
  const fingerprintName = row?.name ?? fingerprintNameOf(loaded, printed);
  // Static values are kept as they are read, and turned into base64 by the run.
  const request = { reference: printed, ...(row?.encoding === 'base64' && loaded.config !== undefined && { encoding: 'base64' as const }) };
  const summary = await callOnce(parts, { ...call, loaded, fingerprintName }, { operation: 'check', request, read: readSummary, here: (hostCall) => parts.host.check(call.organization, hostCall, request) });
  await parts.audit.append({ scope: call.organization, actor: call.actor, action: 'secret.checked', target: { kind: 'credential', id: credential, name: loaded.hosted.name }, details: { reference: printed, fingerprint: summary.fingerprint, version: summary.version } });
  return { reference: printed, ...summary };
}

const largestValue = 65_536;

/** @throws CarnetError `CREDENTIAL_READ_ONLY`, `OPERATION_NOT_SUPPORTED`; HostedError */
export async function writeSecret(parts: ValueParts, { credential, ...call }: SecretCall, { name, value }: { readonly name: string; readonly value: string }): Promise<{ readonly version: string; readonly fingerprint: string }> {
  if (Buffer.byteLength(value) > largestValue) refuseField('value', `must have at most ${largestValue} bytes`);
  const loaded = await writableCredential(parts, call.organization, credential, 'write');
  using _ = parts.slots.take(call.organization);
  const request = { name, value };
  const written = await audited(parts, { ...call, name, credential: loaded.hosted }, 'written', () => callOnce(parts, { ...call, loaded, fingerprintName: fingerprintNameOf(loaded, printReference({ name })) }, {
    operation: 'write', request, read: readWritten, here: (hostCall) => parts.host.write(call.organization, hostCall, request),
  }));
  return { version: written.version, fingerprint: written.fingerprint };
}

export async function removeSecret(parts: ValueParts, { credential, ...call }: SecretCall, { name }: { readonly name: string }): Promise<void> {
  const loaded = await writableCredential(parts, call.organization, credential, 'remove');
  using _ = parts.slots.take(call.organization);
  await audited(parts, { ...call, name, credential: loaded.hosted }, 'removed', async () => {
    await callOnce(parts, { ...call, loaded }, { operation: 'remove', request: { name }, read: () => undefined, here: (hostCall) => parts.host.remove(call.organization, hostCall, { name }) });
    return undefined;
  });
}

async function writableCredential(parts: ValueParts, organization: string, id: string, operation: 'write' | 'remove'): ReturnType<typeof hostedCredential> {
  const loaded = await hostedCredential(parts, organization, id);
  if (!loaded.hosted.writable) throw new CarnetError({ code: 'CREDENTIAL_READ_ONLY', message: `The credential '${loaded.hosted.name}' is read-only.` });
  if (!manifestOf(parts.host, loaded.hosted.provider).capabilities[operation]) throw new CarnetError({ code: 'OPERATION_NOT_SUPPORTED', message: `The provider of credential '${loaded.hosted.name}' cannot ${operation} secrets.` });
  return loaded;
}

/** The store is no part of our transaction: that it is about to be done is written down before, so that nothing is done that nobody can see. */
async function audited<T extends { readonly version: string; readonly fingerprint: string } | undefined>(
  { audit }: ValueParts, { organization, actor, name, credential }: { readonly organization: string; readonly actor: Actor; readonly name: string; readonly credential: { readonly id: string; readonly name: string } }, what: 'written' | 'removed', work: () => Promise<T>,
): Promise<T> {
  const record = (action: string, details: Readonly<Record<string, string>>): Promise<void> => audit.append({ scope: organization, actor, action, target: { kind: 'credential', id: credential.id, name: credential.name }, details: { secret: name, ...details } });
  await record(`secret_value.being_${what}`, {});
  const done = await work();
  await record(`secret_value.${what}`, done === undefined ? {} : { fingerprint: done.fingerprint, version: done.version });
  return done;
}

/** A variable that reads this very secret: under its key, a guess at another value would have something to be compared with. */
async function variableReading({ store }: ValueParts, organization: string, id: string, credential: string, reference: string): Promise<EditedRow<'variable'>> {
  const row = await readRow(store, 'variable', organization, id);
  const through = row.source === 'default' ? (await store.db.selectFrom('credential').select('id').where('organization_id', '=', organization).where('provider', '=', row.provider ?? '').where('is_default', '=', 1).executeTakeFirst())?.id : row.credential_id;
  return through === credential && row.reference === reference ? row : refuseField('variable', 'does not read this secret through this credential');
}

/** What a read outside of a run is fingerprinted as, here and by `@carnet/core`. */
export function fingerprintNameOf({ hosted }: LoadedCredential, reference: string): string {
  return `${hosted.name}:${reference}`;
}

export function printedReference(text: string): string {
  return printReference(parseReference(text));
}
