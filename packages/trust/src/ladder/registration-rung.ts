import type { FederatedIdentity, RegisteredTrust, Registrations, SentToken } from '@carnet/provider';
import { differenceOf, type Difference } from './difference.ts';
import { ownFailure } from './failed-rung.ts';
import { listCommands, readRegistered } from './read-registered.ts';
import { rungOf, skipped, type Rung } from './rung.ts';
import { threeValues } from './token-claims.ts';

interface Comparison {
  readonly trust: RegisteredTrust;
  readonly differences: readonly Difference[];
}

/** Holds our token against what the operator says is registered, character by character. */
export function registrationRung(registrations: Registrations | undefined, registered: readonly unknown[] | undefined, { settings }: FederatedIdentity, token: SentToken): Rung {
  const sent = threeValues(token);
  if (!registrations) return skipped('registration', 'The provider cannot read what its cloud has registered: compare the three values by eye.', { sent });
  const commands = listCommands(registrations, settings);
  if (registered === undefined || registered.length === 0) return skipped('registration', 'Not compared: nobody gave what the cloud has registered.', { sent, commands });
  // Of commands that ask in two places, such as an application and a managed identity, one may find nothing.
  const filled = registered.filter((document) => !Array.isArray(document) || document.length > 0);
  if (filled.length === 0) {
    return ownFailure('registration', 'TRUST_REJECTED', 'Nothing is registered: the list is empty.', 'Register our values exactly as shown.', { sent, commands });
  }
  const documents = filled.map((document) => readRegistered(registrations, document, settings, token).map((trust) => comparisonOf(trust, token)));
  if (documents.some((trusts) => trusts.length === 0)) {
    return ownFailure('registration', 'INPUT_INVALID', 'What was given as registered is not what any of the cloud\'s commands prints.', 'Give the output of one of these commands as it was printed.', { sent, commands });
  }
  // Each document tells its own part (a role, a provider): every one must hold a trust that fits.
  const nearest = documents.map((trusts) => trusts.toSorted(byNearness)[0] as Comparison);
  const wrong = nearest.find(({ differences }) => differences.length > 0) ?? nearest.find(({ trust }) => (trust.problems ?? []).length > 0);
  const count = documents.flat().length;
  if (!wrong) return rungOf('registration', 'pass', `${nearest.map(({ trust }) => trust.name).join(', ')} ${nearest.length === 1 ? 'fits' : 'fit'} our token, of ${count} registered.`, { sent });
  return misfit(wrong, count, sent);
}

function misfit({ trust, differences }: Comparison, count: number, sent: Readonly<Record<string, string>>): Rung {
  const { name, issuer, subject, audiences, problems = [], command } = trust;
  const nearest = count === 1 ? `${name} is registered and does not fit.` : `None of ${count} registered trusts fits; ${name} is the nearest.`;
  const found = [...differences.map(({ sentence }) => sentence), ...problems].join(' ');
  return ownFailure('registration', 'TRUST_REJECTED', `${nearest} ${found}`, 'Register our values exactly as shown.', {
    sent,
    expected: { ...(issuer !== undefined && { issuer }), ...(subject !== undefined && { subject }), ...(audiences !== undefined && { audience: audiences.join(', ') }) },
    difference: differences[0],
    ...(command === undefined ? {} : { command }),
  });
}

function comparisonOf(trust: RegisteredTrust, { issuer, subject, audience }: SentToken): Comparison {
  const audiences = trust.audiences?.map((theirs) => differenceOf('audience', trust.name, audience, theirs)) ?? [];
  const nearestAudience = audiences.includes(undefined) ? undefined : audiences.toSorted((left, right) => (right?.position ?? 0) - (left?.position ?? 0))[0];
  const all = [
    trust.issuer === undefined ? undefined : differenceOf('issuer', trust.name, issuer, trust.issuer),
    trust.subject === undefined ? undefined : differenceOf('subject', trust.name, subject, trust.subject),
    nearestAudience,
  ];
  return { trust, differences: all.filter((each) => each !== undefined) };
}

/** Fewer values that differ, then the one that agrees for longer. */
function byNearness(left: Comparison, right: Comparison): number {
  const agreeing = ({ differences }: Comparison): number => Math.min(...differences.map(({ value, position }) => position + (value === 'issuer' ? 0 : 1000)));
  return left.differences.length - right.differences.length
    || (left.trust.problems?.length ?? 0) - (right.trust.problems?.length ?? 0)
    || (left.differences.length === 0 ? 0 : agreeing(right) - agreeing(left));
}
