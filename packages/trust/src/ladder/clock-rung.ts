import { ownFailure } from './failed-rung.ts';
import { rungOf, skipped, type Rung, type RungDetails } from './rung.ts';
import { shownClaims, type TokenClaims } from './token-claims.ts';

const worthTelling = 60;
const cure = 'Let NTP set the clock of the host that signs the tokens, and of this one.';

/**
 * @param skews - by how many seconds our clock is ahead of each answering host's
 * @param nowMs - by our clock
 */
export function clockRung(skews: readonly number[], nowMs: number, token: TokenClaims | undefined, details: RungDetails): Rung {
  // A cache may have kept its answer: the nearest clock is the one to believe.
  const [skew] = skews.toSorted((left, right) => Math.abs(left) - Math.abs(right));
  if (!token) return skipped('clock', 'There is no token whose times could be held against a clock.');
  const now = Math.round(nowMs / 1000) - (skew ?? 0);
  const { issuedAt, expiresAt } = shownClaims(token);
  const shown: RungDetails = {
    ...details,
    sent: { now: new Date(nowMs).toISOString(), ...(issuedAt === undefined ? {} : { issuedAt }), ...(expiresAt === undefined ? {} : { expiresAt }) },
    ...(skew === undefined ? {} : { expected: { now: new Date(now * 1000).toISOString() } }),
  };
  const begins = (token.notBefore ?? token.issuedAt ?? now) - now;
  const ended = now - (token.expiresAt ?? now + 1);
  const outside = begins > 0 ? `Our token begins to be valid in ${begins} s only` : ended >= 0 ? `Our token ended ${ended} s ago` : undefined;
  const off = skew === undefined || skew === 0 ? undefined : `our clock is ${Math.abs(skew)} s ${skew > 0 ? 'ahead of' : 'behind'} that of the issuer's host`;
  if (outside !== undefined && skew !== undefined && Math.abs(skew) <= worthTelling) {
    // Both clocks agree: it is not they that are wrong.
    if (begins <= 0) return ownFailure('clock', 'CLOCK_SKEW', `${outside}, and the clock of this host is right: the token is an old one.`, 'Look at what should have renewed it: the platform or the job that writes it.', shown);
    return ownFailure('clock', 'CLOCK_SKEW', `${outside}, and the clock of this host is right: that of the host which signed it is ahead.`, 'Let NTP set the clock of the host that signs the tokens.', { ...shown, command: 'timedatectl set-ntp true' });
  }
  if (outside !== undefined) return ownFailure('clock', 'CLOCK_SKEW', `${outside}${off === undefined ? ' by the clock of this host' : `: ${off}`}.`, cure, { ...shown, command: 'timedatectl set-ntp true' });
  if (skew === undefined) return rungOf('clock', 'pass', 'Our token is valid by our own clock; no answer told another time.', shown);
  if (off !== undefined && Math.abs(skew) > worthTelling) {
    return { ...ownFailure('clock', 'CLOCK_SKEW', `${off[0]?.toUpperCase()}${off.slice(1)}.`, cure, { ...shown, command: 'timedatectl set-ntp true' }), status: 'warn' };
  }
  return rungOf('clock', 'pass', off === undefined ? "Our clock agrees with that of the issuer's host." : `${off[0]?.toUpperCase()}${off.slice(1)}, which does no harm.`, shown);
}
