/**
 * What CloudTrail shows for a session: 2 to 64 of `[\w+=,.@-]`, so that a subject with its colon cannot stand there.
 *
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html
 */
export function sessionNameOf(run: { readonly id: string } | undefined): string {
  return run !== undefined && /^[A-Za-z0-9-]{1,40}$/.test(run.id) ? `carnet-${run.id}` : 'carnet';
}
