import type { CarnetError, Diagnosis } from '@carnet/provider';

/** What an operator reads, one thought a line: cause, what our token said, cure, command, page. */
export function diagnosisLines({ cause, sent, cure, command }: Diagnosis, { docsUrl }: CarnetError): readonly string[] {
  return [cause, ...Object.entries(sent ?? {}).map(([name, value]) => `${name}: ${value}`), cure, ...(command === undefined ? [] : [command]), docsUrl];
}
