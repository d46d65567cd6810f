import type { TrustStep } from '@carnet/provider';
import { shellQuote } from '@carnet/provider-parts';
import { iamCommand, option } from '../aws-command.ts';
import type { AwsTrust } from './aws-trust.ts';
import { withoutScheme } from './trust-policy.ts';

/** Only that of our subject: one of this name may be another's. */
export function deleteRole({ region, roleName, issuer, subject }: AwsTrust): TrustStep {
  const role = option('role-name', roleName);
  // A list, as a role that is not there is no failure, and every failure is one.
  const query = `Roles[?RoleName=='${roleName}'].AssumeRolePolicyDocument.Statement[].[Condition.StringEquals."${withoutScheme(issuer)}:sub"]`;
  return {
    title: 'Delete the role: from here on, no token is accepted',
    why: 'Sessions that exist can do nothing more, as AWS looks up their permissions at every request.',
    text: `TRUSTED_SUBJECT=$(${iamCommand(`list-roles --query ${shellQuote(query)} --output text`, region)})
case "$TRUSTED_SUBJECT" in
'')
  echo ${shellQuote(`There is no role ${roleName}.`)} >&2
  ;;
${shellQuote(subject)})
  POLICIES=$(${iamCommand(`list-role-policies ${role} --query PolicyNames --output text`, region)})
  for POLICY in $POLICIES; do
    ${iamCommand(`delete-role-policy ${role} --policy-name "$POLICY"`, region)}
  done
  ${iamCommand(`delete-role ${role}`, region)}
  ;;
*)
  echo ${shellQuote(`The role ${roleName} trusts something else and stays.`)} >&2
  ;;
esac`,
  };
}

/** `remove` is what deletes the provider, and where it is left out the AWS CLI: it takes one that is gone as deleted. */
export function deleteProvider({ region, providerArn }: AwsTrust, remove: string = iamCommand(`delete-open-id-connect-provider ${option('open-id-connect-provider-arn', providerArn)}`, region)): TrustStep {
  const users = `length(Roles[?contains(to_string(AssumeRolePolicyDocument), '"${providerArn}"')])`;
  return {
    title: 'Forget the issuer, unless other roles of the account trust it',
    // As text, the command would count page by page.
    text: `ROLES=$(${iamCommand(`list-roles --query ${shellQuote(users)} --output json`, region)})
if [ "$ROLES" = 0 ]; then
  ${remove}
else
  echo "The issuer stays: $ROLES other roles of the account trust it." >&2
fi`,
  };
}

export function deleteSecret({ region, create }: AwsTrust): readonly TrustStep[] {
  if (create === undefined) return [];
  const query = `SecretList[?Name=='${create}' && Tags[?Key=='carnet' && Value=='trust']].Name`;
  return [{
    title: 'Delete the first secret, where the set-up created it',
    why: 'It can be restored for 30 days, and its name is taken until then.',
    text: `MADE=$(aws secretsmanager list-secrets --filters ${shellQuote(JSON.stringify([{ Key: 'name', Values: [create] }]))} --query ${shellQuote(query)} --output text --region ${region.name})
if [ -n "$MADE" ]; then
  aws secretsmanager delete-secret ${option('secret-id', create)} --recovery-window-in-days 30 --region ${region.name} >/dev/null
fi`,
  }];
}
