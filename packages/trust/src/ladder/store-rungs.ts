import { printReference, type Secret, type SecretReference } from '@carnet/provider';
import { errorOf, failedRung } from './failed-rung.ts';
import type { Climb, LadderRequest } from './ladder-request.ts';
import { untilSeen } from './propagation.ts';
import { rungOf, skipped, type Rung } from './rung.ts';

const mostNames = 1_000;

/** One secret and, where the reference names one, its JSON key: a single read. */
export async function secretRungs(request: Climb, reference: SecretReference): Promise<readonly Rung[]> {
  const { carnet, credential, clock, inspect, signal } = request;
  const shown = printReference(reference);
  const startedAt = clock.now();
  const details = () => ({ reference: shown, durationMs: clock.now() - startedAt, sent: { secret: reference.name, ...(reference.version !== undefined && { version: reference.version }) } });
  const keyDetails = { reference: shown, ...(reference.jsonKey !== undefined && { sent: { jsonKey: reference.jsonKey } }) };
  try {
    const read = await untilSeen(request, 'secret', () => carnet.read(credential.name, reference, { signal }));
    inspect?.(reference, read.secret);
    const secret = rungOf('secret', 'pass', `Version ${read.version}${fingerprintOf(read.secret, reference)}.`, details());
    return reference.jsonKey === undefined ? [secret] : [secret, rungOf('json-key', 'pass', `${reference.jsonKey} is there${fingerprintOf(read.secret)}.`, keyDetails)];
  } catch (error) {
    const { code } = errorOf(error);
    if (code === 'JSON_KEY_NOT_FOUND') return [rungOf('secret', 'pass', 'It can be read.', details()), failedRung('json-key', error, keyDetails)];
    const failed = failedRung('secret', error, details());
    const denied = code === 'ACCESS_DENIED';
    const secret: Rung = denied ? { ...failed, status: 'warn' } : code === 'SECRET_NOT_FOUND' ? await withNearName(failed, request, reference) : failed;
    return reference.jsonKey === undefined ? [secret] : [secret, skipped('json-key', 'The secret cannot be read.', keyDetails)];
  }
}

function fingerprintOf({ fingerprint }: Secret, reference?: SecretReference): string {
  return fingerprint === undefined || reference?.jsonKey !== undefined ? '' : `, fingerprint ${fingerprint}`;
}

/** What exists that is near it, where listing is allowed. */
async function withNearName(rung: Rung, { carnet, credential, nearName, signal }: LadderRequest, { name }: SecretReference): Promise<Rung> {
  const names: string[] = [];
  try {
    for await (const listed of carnet.list(credential.name, { signal })) {
      if (names.push(listed.name) === mostNames) break;
    }
  } catch {
    return rung;
  }
  const near = nearName?.(name, names);
  if (near === undefined || !rung.diagnosis || rung.diagnosis.cure.includes(`'${near}'`)) return rung;
  return { ...rung, diagnosis: { ...rung.diagnosis, cure: `The store holds '${near}': was that meant? ${rung.diagnosis.cure}` } };
}

/** Optional: without it a name is typed. One page is asked for, and no name is shown. */
export async function listRung({ carnet, credential, clock, signal }: LadderRequest): Promise<Rung> {
  const startedAt = clock.now();
  const details = () => ({ durationMs: clock.now() - startedAt });
  try {
    for await (const _ of carnet.list(credential.name, { signal })) return rungOf('list', 'pass', 'Names can be listed.', details());
    return rungOf('list', 'pass', 'Names can be listed; there are none.', details());
  } catch (error) {
    const { code, message } = errorOf(error);
    if (code === 'OPERATION_NOT_SUPPORTED') return skipped('list', message);
    return { ...failedRung('list', error, details()), status: 'warn' };
  }
}

export const storeSkipped = (reference: SecretReference): readonly Rung[] => {
  const details = { reference: printReference(reference) };
  const secret = skipped('secret', 'Nobody was let in.', details);
  return reference.jsonKey === undefined ? [secret] : [secret, skipped('json-key', 'Nobody was let in.', details)];
};
