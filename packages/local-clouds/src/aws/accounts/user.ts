import type { Account } from './account.ts';
import { identifier } from './identifiers.ts';
import type { IdentityPolicies } from './identity-policies.ts';
import type { Principal } from './principal.ts';

export function userPrincipal(account: Account, name: string, policies: IdentityPolicies): Principal {
  const arn = account.arn('iam', `user/${name}`);
  const userId = identifier('AIDA');
  return {
    kind: 'user',
    account,
    arn,
    identityArn: arn,
    userId,
    policies: () => policies.all(),
    transitiveTags: new Map(),
    context: new Map([
      ['aws:principalarn', arn],
      ['aws:principalaccount', account.id],
      ['aws:principaltype', 'User'],
      ['aws:userid', userId],
      ['aws:username', name],
      ['aws:securetransport', 'true'],
    ]),
  };
}
