import type { TrustResource } from '@carnet/provider';
import type { GoogleTrust } from './google-trust.ts';

/** The trust as data: what the local Google applies, and what the tests of every other form are held against. */
export function trustResources(trust: GoogleTrust): readonly TrustResource[] {
  const { projectId: project, projectNumber, pool, provider, issuer, condition, member, principal, serviceAccount, created } = trust;
  const place = { project, ...(trust.location === undefined ? {} : { location: trust.location }) };
  return [
    { type: 'gcp.workloadIdentityPool', project, projectNumber, pool },
    { type: 'gcp.provider', project, pool, provider, issuer, attributeMapping: { 'google.subject': 'assertion.sub' }, attributeCondition: condition },
    ...(serviceAccount === undefined ? [] : [{ type: 'gcp.binding', project, serviceAccount, member: principal, role: 'roles/iam.workloadIdentityUser' }]),
    ...(created === undefined ? [] : [{ type: 'gcp.secret', ...place, secret: created }]),
    ...trust.grants.flatMap(({ role, secrets }): TrustResource[] =>
      secrets === undefined ? [{ type: 'gcp.binding', project, member, role }] : secrets.map((secret) => ({ type: 'gcp.binding', ...place, secret, member, role }))),
  ];
}
