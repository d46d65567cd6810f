/** A name that Entra takes, 3 to 120 letters, digits and hyphens, from the subject that is trusted. */
export function federatedCredentialName(subject: string): string {
  return `carnet-${subject.replaceAll(/[^A-Za-z0-9]+/g, '-')}`.slice(0, 120);
}
