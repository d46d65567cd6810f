import type { TrustPlan } from '@carnet/provider';
import type { TrustedToken } from '@carnet/trust';
import { isCarnetError } from '../thrown-value.ts';

const strangers: readonly TrustedToken[] = [1, 2].map((number) => ({ issuer: `https://issuer-${number}.example.com`, subject: `nobody:${number}` }));

/** The audience of a trust, whoever's it is. */
export function audienceFor(plan: (token: TrustedToken) => TrustPlan): string {
  return plan({ issuer: 'https://issuer.example.com', subject: 'nobody' }).audience;
}

/** A plan whose settings say the same whosever token it trusts; undefined where they do not, or nobody's is refused. */
export function planForAnyone(plan: (token: TrustedToken) => TrustPlan): TrustPlan | undefined {
  try {
    const plans = strangers.map(plan);
    const [first, second] = plans.map(({ outputs, identity, store }) => JSON.stringify({ outputs, identity, store }));
    return first === second ? plans[0] : undefined;
  } catch (error) {
    if (isCarnetError(error)) return undefined;
    throw error;
  }
}
