import { audienceOfProvider } from './identity-settings.ts';

/** Google's own bound for `google.subject`, in the characters that an IAM member may have. */
export const subjectForm: RegExp = /^[\x21-\x7e]{1,127}$/;

/** The member of IAM that a pool makes of a subject, where it maps `google.subject` to `assertion.sub`. */
export function poolPrincipal(providerResourceName: string, subject: string): string {
  return `principal:${audienceOfProvider(providerResourceName).replace(/\/providers\/[^/]+$/, '')}/subject/${subject}`;
}

export function serviceAccountPrincipal(email: string): string {
  return `serviceAccount:${email}`;
}

/** The `sub` of a token that we send: read, not verified. */
export function subjectOf(token: string): string | undefined {
  try {
    const claims: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
    const subject = typeof claims === 'object' && claims !== null && 'sub' in claims ? claims.sub : undefined;
    return typeof subject === 'string' && subjectForm.test(subject) ? subject : undefined;
  } catch {
    return undefined;
  }
}
