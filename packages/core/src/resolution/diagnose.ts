import type { CarnetError, Diagnosis, Failure, StoreReference } from '@carnet/provider';
import { nearName } from '../composition/near-name.ts';
import { isRecord } from '../composition/plain-record.ts';
import type { OpenCredential } from '../connection/open-credential.ts';

export interface FailedCall {
  readonly error: CarnetError;
  readonly operation: Failure['operation'];
  readonly open: OpenCredential;
  readonly reference?: StoreReference | undefined;
  readonly authenticated?: boolean | undefined;
  /** Names that the configuration uses with this credential. */
  readonly knownNames?: readonly string[] | undefined;
}

/** What an operator reads: in the provider's words where it has some, else in ours. */
export function diagnose(call: FailedCall): Diagnosis {
  const { error, open, reference, knownNames = [] } = call;
  const diagnosis = ownDiagnosis(call) ?? genericDiagnosis(call);
  const near = error.code === 'SECRET_NOT_FOUND' && reference ? nearName(reference.name, knownNames) : undefined;
  if (near === undefined) return diagnosis;
  return { ...diagnosis, cure: `${diagnosis.cure} Credential '${open.credential.name}' is also used with '${near}': was that meant?` };
}

function ownDiagnosis({ error, operation, open, reference, authenticated }: FailedCall): Diagnosis | undefined {
  const { provider, connection } = open.credential;
  const { sent } = open.session;
  try {
    return checkedDiagnosis(provider.diagnose?.({
      error,
      operation,
      method: connection.method,
      store: connection.store,
      ...(connection.identity === undefined ? {} : { identity: connection.identity }),
      ...(connection.methodSettings === undefined ? {} : { methodSettings: connection.methodSettings }),
      ...(sent === undefined ? {} : { token: sent }),
      ...(reference === undefined ? {} : { reference }),
      ...(authenticated === undefined ? {} : { authenticated }),
    }));
  } catch {
    return undefined;
  }
}

function checkedDiagnosis(answer: unknown): Diagnosis | undefined {
  if (!isRecord(answer)) return undefined;
  const { cause, cure, command, sent, severity } = answer;
  if (typeof cause !== 'string' || typeof cure !== 'string') return undefined;
  const shown = isRecord(sent) ? Object.fromEntries(Object.entries(sent).filter((entry): entry is [string, string] => typeof entry[1] === 'string')) : undefined;
  return {
    cause,
    cure,
    ...(typeof command === 'string' ? { command } : {}),
    ...(shown === undefined ? {} : { sent: shown }),
    severity: severity === 'warning' ? 'warning' : 'error',
  };
}

function genericDiagnosis({ error, open, reference }: FailedCall): Diagnosis {
  const { credential, session } = open;
  const { sent } = session;
  const exchange = error.step === 'authenticate' && sent ? { issuer: sent.issuer, subject: sent.subject, audience: sent.audience } : undefined;
  return {
    cause: error.code === 'SECRET_NOT_FOUND' && reference ? notFound(open, reference) : error.message,
    cure: error.hint,
    severity: 'error',
    ...(exchange && credential.workloadIdentity ? { sent: exchange } : {}),
  };
}

function notFound({ credential }: OpenCredential, { name, version }: StoreReference): string {
  const place = Object.entries(credential.connection.store).map(([field, value]) => `, ${field} ${value}`).join('');
  return `Secret not found: '${name}'${version === undefined ? '' : ` in version '${version}'`}, looked for through credential '${credential.name}' (${credential.provider.manifest.id}${place}).`;
}
