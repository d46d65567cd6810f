import type { PolicyDocument } from '../policy/policy-document.ts';
import type { Account } from './account.ts';
import { tagContext, type Principal } from './principal.ts';
import type { Role } from './role.ts';

export interface RoleSessionDetails {
  readonly name: string;
  readonly sessionPolicies: readonly PolicyDocument[];
  readonly tags: ReadonlyMap<string, string>;
  readonly transitiveTags: ReadonlyMap<string, string>;
  /** The ARN of the provider that the session came through. */
  readonly federatedProvider?: string | undefined;
  readonly sourceIdentity: string | undefined;
}

export function roleSessionPrincipal(account: Account, role: Role, details: RoleSessionDetails): Principal {
  const userId = `${role.id}:${details.name}`;
  return {
    kind: 'role-session',
    account,
    arn: account.arn('sts', `assumed-role/${role.name}/${details.name}`),
    identityArn: role.arn,
    userId,
    // A role that was deleted gives its sessions nothing, and one made again under its name is another.
    policies: () => (account.role(role.name) === role ? role.policies.all() : []),
    ...(details.sessionPolicies.length === 0 ? {} : { sessionPolicies: details.sessionPolicies }),
    transitiveTags: details.transitiveTags,
    sourceIdentity: details.sourceIdentity,
    context: new Map([
      ['aws:principalarn', role.arn],
      ['aws:principalaccount', account.id],
      ['aws:principaltype', 'AssumedRole'],
      ['aws:userid', userId],
      ['aws:securetransport', 'true'],
      ...(details.federatedProvider === undefined ? [] : [['aws:federatedprovider', details.federatedProvider] as const]),
      ...(details.sourceIdentity === undefined ? [] : [['aws:sourceidentity', details.sourceIdentity] as const]),
      ...tagContext('aws:PrincipalTag', details.tags),
    ]),
  };
}
