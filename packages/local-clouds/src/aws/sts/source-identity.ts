import type { Constraint } from '../protocol/constraints.ts';
import { sourceIdentityInvalid } from './web-identity-refusals.ts';

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_monitor.html */
export const sourceIdentityConstraint: Constraint = { min: 2, max: 64, pattern: /^[\w+=,.@-]*$/ };

/** The source identity that a token gives its session, or undefined. */
export function sourceIdentityOf(claims: Readonly<Record<string, unknown>>): string | undefined {
  const claim = claims['https://aws.amazon.com/source_identity'];
  if (claim === undefined) return undefined;
  if (typeof claim !== 'string' || !/^[\w+=,.@-]{2,64}$/.test(claim)) throw sourceIdentityInvalid();
  return claim;
}
