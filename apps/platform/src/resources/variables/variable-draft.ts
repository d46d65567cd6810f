import { CarnetError, parseReference, printReference } from '@carnet/provider';
import { buildEnvironment } from '@carnet/runner';
import type { FieldProblem } from '../../errors/platform-error.ts';
import { refuseField, refuseFields } from '../records/field-problems.ts';

/** A variable as somebody wants it to be. */
export interface VariableDraft {
  readonly name: string;
  readonly source: 'direct' | 'default' | 'credential';
  readonly credentialId: string | null;
  /** Where the source is `default`. */
  readonly provider: string | null;
  /** `name#key@version`; null for a direct value. */
  readonly reference: string | null;
  /** Of a direct value: null keeps what is stored. */
  readonly value: string | null;
  readonly optional: boolean;
  readonly encoding: 'utf8' | 'base64';
  readonly sink: 'environment' | 'file';
  readonly allow: boolean;
  readonly automations: 'all' | readonly string[];
}

/** What can be said of it alone. The reference comes back as it is printed. @throws InvalidRequest */
export function checkVariable(draft: VariableDraft, stored: { readonly hasValue: boolean } = { hasValue: false }): VariableDraft {
  refuseFields([...environmentProblems(draft), ...sourceProblems(draft, stored.hasValue)]);
  return draft.reference === null ? draft : { ...draft, reference: printedReference(draft.reference) };
}

/** The rules of the environment of a command, on the kind of machine that workers run on. */
function environmentProblems({ name, value, allow }: VariableDraft): readonly FieldProblem[] {
  try {
    buildEnvironment({ inherited: {}, variables: [{ name, value: value ?? '', allow }], platform: 'linux' });
    return [];
  } catch (error) {
    if (!CarnetError.isInstance(error)) throw error;
    const field = error.code.startsWith('VARIABLE_') ? 'name' : 'value';
    return [{ field, message: error.message.replace(/\.$/, '') }];
  }
}

function sourceProblems({ source, credentialId, provider, reference, value, optional, encoding, sink }: VariableDraft, hasValue: boolean): readonly FieldProblem[] {
  const absent = (field: string, given: boolean, of: string): readonly FieldProblem[] => (given ? [{ field, message: `belongs to ${of}` }] : []);
  const present = (field: string, given: boolean): readonly FieldProblem[] => (given ? [] : [{ field, message: 'is required' }]);
  if (source === 'direct') {
    return [
      ...present('value', value !== null || hasValue), ...absent('credentialId', credentialId !== null, 'the source credential'), ...absent('provider', provider !== null, 'the source default'),
      ...absent('reference', reference !== null, 'a secret'), ...absent('optional', optional, 'a secret'), ...absent('encoding', encoding !== 'utf8', 'a secret'), ...absent('sink', sink !== 'environment', 'a secret'),
    ];
  }
  return [
    ...absent('value', value !== null, 'the source direct'), ...present('reference', reference !== null),
    ...(source === 'default' ? [...present('provider', provider !== null), ...absent('credentialId', credentialId !== null, 'the source credential')] : [...present('credentialId', credentialId !== null), ...absent('provider', provider !== null, 'the source default')]),
    ...(sink === 'file' && encoding !== 'utf8' ? [{ field: 'encoding', message: 'must be utf8: a file holds the bytes as they are' }] : []),
  ];
}

function printedReference(text: string): string {
  try {
    return printReference(parseReference(text));
  } catch (error) {
    if (CarnetError.isInstance(error)) return refuseField('reference', error.message.replace(/\.$/, ''));
    throw error;
  }
}
