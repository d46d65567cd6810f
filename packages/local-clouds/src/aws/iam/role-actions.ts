import type { Account } from '../accounts/account.ts';
import { parseTrustPolicy, type Role } from '../accounts/role.ts';
import { AwsRefusal } from '../protocol/aws-refusal.ts';
import type { QueryParameters } from '../protocol/query-protocol.ts';
import type { XmlContent } from '../protocol/xml.ts';
import { instant, noSuchEntity, required, type IamAction } from './iam-action.ts';

/** @throws AwsRefusal `NoSuchEntity` */
export function findRole(account: Account, parameters: QueryParameters): Role {
  const name = required(parameters, 'RoleName');
  const role = account.role(name);
  if (!role) throw noSuchEntity(`The role with name ${name} cannot be found.`);
  return role;
}

export function roleResource(account: Account, parameters: QueryParameters): string {
  const name = required(parameters, 'RoleName');
  return account.role(name)?.arn ?? account.arn('iam', `role/${name}`);
}

function described(role: Role): XmlContent {
  return {
    Path: role.path,
    RoleName: role.name,
    RoleId: role.id,
    Arn: role.arn,
    CreateDate: instant(role.createdAt),
    AssumeRolePolicyDocument: encodeDocument(role.trust.text),
    Description: role.description,
    MaxSessionDuration: role.maxSessionSeconds,
  };
}

/** Policies are answered as RFC 3986 encodes them. */
export function encodeDocument(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}

export const roleActions: Readonly<Record<string, IamAction>> = {
  CreateRole: {
    resource: (account, parameters) => account.arn('iam', `role${parameters.text('Path') ?? '/'}${required(parameters, 'RoleName')}`),
    perform: (account, parameters) => ({
      Role: described(
        account.createRole({
          name: required(parameters, 'RoleName'),
          path: parameters.text('Path'),
          trustPolicy: required(parameters, 'AssumeRolePolicyDocument'),
          maxSessionSeconds: parameters.integer('MaxSessionDuration'),
          description: parameters.text('Description'),
        }),
      ),
    }),
  },
  ListRoles: {
    resource: (account) => account.arn('iam', 'role/'),
    perform: (account) => ({ Roles: account.roles.map(described), IsTruncated: false }),
  },
  GetRole: { resource: roleResource, perform: (account, parameters) => ({ Role: described(findRole(account, parameters)) }) },
  DeleteRole: {
    resource: roleResource,
    perform(account, parameters) {
      const role = findRole(account, parameters);
      if (role.policies.names().length > 0) throw new AwsRefusal('DeleteConflict', 'Cannot delete entity, must delete policies first.', 409);
      account.removeRole(role);
      return undefined;
    },
  },
  UpdateAssumeRolePolicy: {
    resource: roleResource,
    perform(account, parameters) {
      findRole(account, parameters).trust = parseTrustPolicy(required(parameters, 'PolicyDocument'));
      return undefined;
    },
  },
};
