import type { Account } from '../accounts/account.ts';
import { AwsRefusal } from '../protocol/aws-refusal.ts';
import { checkConstraints } from '../protocol/constraints.ts';
import type { QueryParameters } from '../protocol/query-protocol.ts';
import type { XmlContent } from '../protocol/xml.ts';

export interface IamAction {
  /** What a policy must allow the action on. */
  resource(account: Account, parameters: QueryParameters): string;
  /** The result, or undefined for an action that answers nothing. */
  perform(account: Account, parameters: QueryParameters): XmlContent;
}

/** @throws AwsRefusal `ValidationError` where it is missing */
export function required(parameters: QueryParameters, name: string): string {
  const value = parameters.text(name);
  checkConstraints('ValidationError', [{ name: name.charAt(0).toLowerCase() + name.slice(1), value, constraint: { required: true, min: 1 } }]);
  return value ?? '';
}

export const noSuchEntity = (message: string): AwsRefusal => new AwsRefusal('NoSuchEntity', message, 404);

export function instant(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.\d{3}Z$/, 'Z');
}
