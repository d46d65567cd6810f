import type { AccessKeys } from './accounts/access-keys.ts';
import type { Account } from './accounts/account.ts';
import type { IdentityPolicies } from './accounts/identity-policies.ts';
import { hostAndPath } from './accounts/oidc-provider.ts';
import { checkRole, parseTrustPolicy, type Role } from './accounts/role.ts';
import { asOwner } from './as-owner.ts';
import { partitions } from './hosts.ts';
import type { LocalAccount, LocalIdentity, LocalOidcProvider, LocalRole, LocalUser } from './local-aws.ts';
import { secretsControl } from './secrets-control.ts';

/** The owner's view of an account. */
export function accountControl(account: Account, keys: AccessKeys, clock: { now(): number }): LocalAccount {
  const control: LocalAccount = {
    id: account.id,
    partition: account.partition,
    oidcProvider: ({ url, clientIds }) => asOwner(() => providerControl(account, account.createProvider(url, clientIds).arn)),
    role: ({ name, path, trustPolicy, maxSessionSeconds }) => asOwner(() => roleControl(account.createRole({ name, path, trustPolicy: JSON.stringify(trustPolicy), maxSessionSeconds }))),
    federatedRole({ name, issuer, subject, audience = 'sts.amazonaws.com', allowTags = false }) {
      return asOwner(() => {
        const provider = account.providerOfIssuer(issuer) ?? account.createProvider(issuer, [audience]);
        if (!provider.clientIds.includes(audience)) provider.clientIds.push(audience);
        const key = hostAndPath(issuer);
        return control.role({
          name,
          trustPolicy: {
            Version: '2012-10-17',
            Statement: {
              Effect: 'Allow',
              Principal: { Federated: provider.arn },
              Action: ['sts:AssumeRoleWithWebIdentity', ...(allowTags ? ['sts:TagSession'] : [])],
              Condition: { StringEquals: { [`${key}:aud`]: audience, [`${key}:sub`]: subject } },
            },
          },
        });
      });
    },
    user({ name }) {
      return asOwner((): LocalUser => {
        const { principal, policies } = account.createUser(name);
        return { name, ...identityControl(principal.arn, policies), createAccessKey: () => keys.createPermanent(principal) };
      });
    },
    secrets(region) {
      if (!partitions[account.partition].regions.includes(region)) throw new TypeError(`${region} is no region of ${account.partition}.`);
      return secretsControl(account.secrets(region), region, clock);
    },
  };
  return control;
}

function providerControl(account: Account, arn: string): LocalOidcProvider {
  const provider = account.providers.get(arn);
  if (!provider) throw new TypeError('There is no such provider.');
  return {
    arn,
    url: provider.url,
    get clientIds() {
      return [...provider.clientIds];
    },
    remove: () => void account.providers.delete(arn),
  };
}

function roleControl(role: Role): LocalRole {
  return {
    name: role.name,
    ...identityControl(role.arn, role.policies),
    get trustPolicy() {
      return JSON.parse(role.trust.text) as object;
    },
    set trustPolicy(document: object) {
      role.trust = asOwner(() => parseTrustPolicy(JSON.stringify(document)));
    },
    get maxSessionSeconds() {
      return role.maxSessionSeconds;
    },
    set maxSessionSeconds(seconds: number) {
      asOwner(() => checkRole({ name: role.name, path: role.path, maxSessionSeconds: seconds }));
      role.maxSessionSeconds = seconds;
    },
    get sessions() {
      return role.sessions.map((session) => ({ ...session, tags: { ...session.tags } }));
    },
  };
}

function identityControl(arn: string, policies: IdentityPolicies): LocalIdentity {
  const putPolicy = (name: string, document: object): void => asOwner(() => policies.put(name, JSON.stringify(document)));
  return {
    arn,
    putPolicy,
    removePolicy: (name) => void policies.remove(name),
    allowRead(secretArns = ['*']) {
      putPolicy('AllowRead', {
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Action: ['secretsmanager:GetSecretValue', 'secretsmanager:DescribeSecret'], Resource: secretArns },
          { Effect: 'Allow', Action: 'secretsmanager:BatchGetSecretValue', Resource: '*' },
        ],
      });
    },
  };
}
