import type { Diagnosis, Failure } from '@carnet/provider';

/** The cause and the cure in Acme's own terms. What is not here gets the generic texts of its code. */
export function diagnose({ error, identity, reference, store, token }: Failure): Diagnosis | undefined {
  const safe = String(store['safe']);
  switch (error.code) {
    case 'TRUST_REJECTED':
      return {
        cause: `The service at ${String(identity?.['address'])} trusts no issuer and subject like those of our token, or not for this audience.`,
        cure: 'Register the three values exactly as shown.',
        ...(token && {
          command: `acme trust add --issuer '${quoted(token.issuer)}' --subject '${quoted(token.subject)}' --audience '${quoted(token.audience)}'`,
          sent: { issuer: token.issuer, subject: token.subject, audience: token.audience },
        }),
        severity: 'error',
      };
    case 'ACCESS_DENIED':
      return {
        cause: `The trust works, and the identity has no role in the safe '${safe}'${reference ? ` that covers '${reference.name}'` : ''}.`,
        cure: 'Give it the role reader, or writer to write.',
        ...(token && { command: `acme roles grant reader --safe '${quoted(safe)}' --subject '${quoted(token.subject)}'` }),
        severity: error.step === 'list' ? 'warning' : 'error',
      };
    default:
      return undefined;
  }
}

/** For the inside of single quotes of a POSIX shell. */
function quoted(text: string): string {
  return text.replaceAll("'", String.raw`'\''`);
}
