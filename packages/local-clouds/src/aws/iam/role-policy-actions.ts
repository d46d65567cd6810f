import type { QueryParameters } from '../protocol/query-protocol.ts';
import { checkConstraints } from '../protocol/constraints.ts';
import { noSuchEntity, required, type IamAction } from './iam-action.ts';
import { encodeDocument, findRole, roleResource } from './role-actions.ts';

function policyName(parameters: QueryParameters): string {
  const name = required(parameters, 'PolicyName');
  checkConstraints('ValidationError', [{ name: 'policyName', value: name, constraint: { max: 128, pattern: /^[\w+=,.@-]+$/ } }]);
  return name;
}

const notFound = (name: string): Error => noSuchEntity(`The role policy with name ${name} cannot be found.`);

export const rolePolicyActions: Readonly<Record<string, IamAction>> = {
  PutRolePolicy: {
    resource: roleResource,
    perform(account, parameters) {
      findRole(account, parameters).policies.put(policyName(parameters), required(parameters, 'PolicyDocument'));
      return undefined;
    },
  },
  GetRolePolicy: {
    resource: roleResource,
    perform(account, parameters) {
      const role = findRole(account, parameters);
      const name = policyName(parameters);
      const policy = role.policies.get(name);
      if (!policy) throw notFound(name);
      return { RoleName: role.name, PolicyName: name, PolicyDocument: encodeDocument(policy.text) };
    },
  },
  DeleteRolePolicy: {
    resource: roleResource,
    perform(account, parameters) {
      const name = policyName(parameters);
      if (!findRole(account, parameters).policies.remove(name)) throw notFound(name);
      return undefined;
    },
  },
  ListRolePolicies: {
    resource: roleResource,
    perform: (account, parameters) => ({ PolicyNames: findRole(account, parameters).policies.names(), IsTruncated: false }),
  },
};
