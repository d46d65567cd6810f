import type { Account } from '../accounts/account.ts';
import type { Accounts } from '../accounts/accounts.ts';
import { roleSessionPrincipal } from '../accounts/role-session.ts';
import type { Role } from '../accounts/role.ts';
import type { XmlContent } from '../protocol/xml.ts';
import { packedPolicySize } from './packed-policy.ts';
import type { SessionRequest } from './session-request.ts';

export interface NewSession {
  readonly accounts: Accounts;
  readonly account: Account;
  readonly role: Role;
  readonly request: SessionRequest;
  readonly tags: ReadonlyMap<string, string>;
  readonly transitiveTags: ReadonlyMap<string, string>;
  readonly federatedProvider?: string;
  readonly sourceIdentity: string | undefined;
  readonly now: number;
}

/** What both actions answer about a session. */
export interface IssuedSession {
  readonly Credentials: XmlContent;
  readonly AssumedRoleUser: XmlContent;
  readonly PackedPolicySize: number | undefined;
}

/** Makes the session and its credentials, and remembers its name and tags for the owner of the role. */
export function issueSession({ accounts, account, role, request, tags, transitiveTags, federatedProvider, sourceIdentity, now }: NewSession): IssuedSession {
  const sessionPolicies = request.policy === undefined ? [] : [request.policy];
  const size = packedPolicySize(sessionPolicies.map(({ text }) => text), tags);
  const principal = roleSessionPrincipal(account, role, { name: request.sessionName, sessionPolicies, tags, transitiveTags, federatedProvider, sourceIdentity });
  // The end is told in whole seconds, so it is in whole seconds.
  const expiresAt = (Math.floor(now / 1000) + request.durationSeconds) * 1000;
  const credentials = accounts.keys.createTemporary(principal, expiresAt);
  role.sessions.push({ name: request.sessionName, tags: Object.fromEntries(tags), expiresAt });
  return {
    Credentials: {
      AccessKeyId: credentials.accessKeyId,
      SecretAccessKey: credentials.secretAccessKey,
      SessionToken: credentials.sessionToken,
      Expiration: new Date(expiresAt).toISOString().replace('.000Z', 'Z'),
    },
    AssumedRoleUser: { AssumedRoleId: principal.userId, Arn: principal.arn },
    PackedPolicySize: size,
  };
}
