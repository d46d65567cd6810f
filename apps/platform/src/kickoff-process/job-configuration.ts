import type { CarnetOptions } from '@carnet/core';
import { CarnetError } from '@carnet/provider';
import type { Variable } from '@carnet/runner';
import type { JobVariable, KickoffJob } from '../worker-protocol/protocol.ts';

export type SealedVariable = Extract<JobVariable, { path: 'static' | 'direct' }>;

/** The part of a job that `createCarnet` reads: workload identity configs by id, credentials by name. */
export function configurationOf({ workloadIdentities, credentials, variables, fingerprintKeys }: KickoffJob): Pick<CarnetOptions, 'workloadIdentities' | 'credentials' | 'variables' | 'fingerprintKeys'> {
  const nameOf = (id: string): string => credentials[id]?.name ?? id;
  return {
    // The kind goes last: no field of the settings stands in for it.
    workloadIdentities: record(Object.entries(workloadIdentities).map(([id, { kind, settings }]) => [id, { ...settings, kind }])),
    credentials: record(Object.values(credentials).map(({ name, provider, workloadIdentity, store }) => [name, { provider, identity: workloadIdentity, store }])),
    variables: record(variables.flatMap((variable) => (variable.path !== 'workload-identity' ? [] : [[variable.name, {
      credential: nameOf(variable.credential), secret: variable.reference, optional: variable.optional, as: variable.as, allow: variable.allow,
      ...(variable.as === 'file' ? {} : { encoding: variable.encoding }),
    }]]))),
    fingerprintKeys: record(Object.entries(fingerprintKeys).map(([name, key]) => [name, Buffer.from(key, 'base64')])),
  };
}

export function sealedVariables({ variables }: KickoffJob): readonly SealedVariable[] {
  return variables.filter((variable): variable is SealedVariable => variable.path !== 'workload-identity');
}

/** @throws CarnetError `SECRET_NOT_TEXT` */
function sealedText({ name, value, encoding }: SealedVariable): string {
  if (encoding === 'base64') return Buffer.from(value, 'base64').toString('base64');
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.from(value, 'base64'));
  } catch {
    throw new CarnetError({ code: 'SECRET_NOT_TEXT', message: `The value of ${name} is not UTF-8.`, hint: 'Set encoding: base64 on the variable.', step: 'decode' });
  }
}

/** What may not be seen in the output. */
export function maskedForms(sealed: readonly SealedVariable[]): readonly Uint8Array[] {
  return sealed.filter(({ masked }) => masked).flatMap(({ value, encoding }) => {
    const bytes = Buffer.from(value, 'base64');
    return encoding === 'base64' ? [bytes, Buffer.from(value)] : [bytes];
  });
}

export function sealedValues(sealed: readonly SealedVariable[]): readonly Variable[] {
  return sealed.filter(({ as }) => as === 'environment').map((variable) => ({ name: variable.name, value: sealedText(variable), allow: variable.allow }));
}

// `fromEntries` makes own properties whatever their names are.
function record<T>(entries: readonly (readonly [string, T] | readonly (string | T)[])[]): Record<string, T> {
  return Object.fromEntries(entries as readonly (readonly [string, T])[]);
}
