import type { TrustDocument, TrustStep } from '@carnet/provider';
import { shellQuote } from '@carnet/provider-parts';
import { iamCommand, option } from '../aws-command.ts';
import { audience, policyName, type AwsTrust } from './aws-trust.ts';
import { withoutScheme, type Policy } from './trust-policy.ts';

const document = (policy: Policy): string => shellQuote(JSON.stringify(policy, undefined, 2));
const say = (text: string): string => `echo ${shellQuote(text)} >&2`;

/** For the AWS CLI, versions 1 and 2. */
export function shellDocument(trust: AwsTrust): TrustDocument {
  return {
    format: 'aws',
    language: 'shell',
    setUp: [rightAccount(trust), registerIssuer(trust), makeRole(trust), allowSecrets(trust), ...firstSecret(trust), ...annotate(trust), printOutputs(trust)],
    tearDown: [rightAccount(trust), ...removeAnnotation(trust), ...deleteSecret(trust), deleteRole(trust), deleteProvider(trust)],
  };
}

export function rightAccount({ accountId, region }: AwsTrust): TrustStep {
  return {
    title: 'Stop in any other account',
    text: `ACCOUNT_ID=$(aws sts get-caller-identity --query Account --output text --region ${region.name})
if [ "$ACCOUNT_ID" != ${accountId} ]; then
  echo "These are credentials of the account $ACCOUNT_ID, and the trust is for ${accountId}." >&2
  exit 1
fi`,
  };
}

function registerIssuer({ region, issuer, providerArn }: AwsTrust): TrustStep {
  const provider = option('open-id-connect-provider-arn', providerArn);
  return {
    title: 'Register the issuer',
    why: 'Once for each account, and shared by its roles: where it is registered already, the audience is added. No thumbprint is given, as AWS checks certificates by its own list of authorities.',
    text: `HAS_AUDIENCE=$(${iamCommand(`get-open-id-connect-provider ${provider} --query "contains(ClientIDList, '${audience}')" --output json`, region)} 2>/dev/null) || HAS_AUDIENCE=
case "$HAS_AUDIENCE" in
true) ;;
false)
  ${iamCommand(`add-client-id-to-open-id-connect-provider ${provider} --client-id ${audience}`, region)}
  ;;
*)
  ${iamCommand(`create-open-id-connect-provider ${option('url', issuer)} --client-id-list ${audience}`, region)} >/dev/null
  ;;
esac`,
  };
}

function makeRole({ region, issuer, subject, roleName, trustPolicy }: AwsTrust): TrustStep {
  const role = option('role-name', roleName);
  // One line for each statement, so that a single line with our subject is a trust policy of ours.
  const query = `Role.AssumeRolePolicyDocument.Statement[*].[Condition.StringEquals."${withoutScheme(issuer)}:sub"]`;
  return {
    title: 'Make the role that this one subject may take',
    why: 'Both conditions are needed: without sub, every workload of the issuer could take the role. A role of this name that trusts anything else is left as it is.',
    text: `TRUST_POLICY=${document(trustPolicy)}
TRUSTED_SUBJECT=$(${iamCommand(`get-role ${role} --query ${shellQuote(query)} --output text`, region)} 2>/dev/null) || TRUSTED_SUBJECT=
case "$TRUSTED_SUBJECT" in
'')
  ${iamCommand(`create-role ${role} --assume-role-policy-document "$TRUST_POLICY"`, region)} >/dev/null
  ;;
${shellQuote(subject)})
  ${iamCommand(`update-assume-role-policy ${role} --policy-document "$TRUST_POLICY"`, region)}
  ;;
*)
  ${say(`The role ${roleName} exists and trusts something else. Take another name for this one.`)}
  exit 1
  ;;
esac`,
  };
}

function allowSecrets({ region, roleName, accessPolicy }: AwsTrust): TrustStep {
  return {
    title: 'Allow what the role needs, and no more',
    why: 'Six question marks stand for what AWS adds to the name of a secret.',
    text: iamCommand(`put-role-policy ${option('role-name', roleName)} --policy-name ${policyName} --policy-document ${document(accessPolicy)}`, region),
  };
}

function firstSecret({ region, create, kmsKeyArn }: AwsTrust): readonly TrustStep[] {
  if (create === undefined) return [];
  const key = kmsKeyArn === undefined ? '' : ` ${option('kms-key-id', kmsKeyArn)}`;
  return [{
    title: 'Create a first secret',
    why: `Its value is random and never on a command line. Put your own with: ${putValue(create, region.name)}`,
    text: `if ! aws secretsmanager describe-secret ${option('secret-id', create)} --region ${region.name} >/dev/null 2>&1; then
  od -An -N24 -tx1 /dev/urandom | tr -d ' \\n' |
    aws secretsmanager create-secret ${option('name', create)} --secret-string file:///dev/stdin${key} --region ${region.name} >/dev/null
fi`,
  }];
}

export function putValue(secret: string, region: string): string {
  return `aws secretsmanager put-secret-value ${option('secret-id', secret)} --secret-string file:///dev/stdin --region ${region}`;
}

export function annotation({ serviceAccount, roleArn }: Pick<AwsTrust, 'serviceAccount'> & { readonly roleArn: string | undefined }): string | undefined {
  if (serviceAccount === undefined) return undefined;
  const target = `kubectl annotate serviceaccount ${shellQuote(serviceAccount.name)} --namespace ${shellQuote(serviceAccount.namespace)}`;
  return roleArn === undefined ? `${target} eks.amazonaws.com/role-arn-` : `${target} --overwrite eks.amazonaws.com/role-arn=${shellQuote(roleArn)}`;
}

function annotate({ serviceAccount, roleArn }: AwsTrust): readonly TrustStep[] {
  const text = annotation({ serviceAccount, roleArn });
  return text === undefined ? [] : [{ title: 'Let EKS project a token into the pods of the service account', why: 'Pods that run already have to be started again.', text: `${text} >&2` }];
}

function removeAnnotation({ serviceAccount }: AwsTrust): readonly TrustStep[] {
  const text = annotation({ serviceAccount, roleArn: undefined });
  return text === undefined ? [] : [{ title: 'Let EKS project no more tokens', text: `${text} >&2` }];
}

function printOutputs({ region, roleName }: AwsTrust): TrustStep {
  return {
    title: 'Print what Carnet needs',
    text: `ROLE_ARN=$(${iamCommand(`get-role ${option('role-name', roleName)} --query Role.Arn --output text`, region)})
printf '{"roleArn":"%s"}\\n' "$ROLE_ARN"`,
  };
}

function deleteSecret({ region, create }: AwsTrust): readonly TrustStep[] {
  if (create === undefined) return [];
  return [{
    title: 'Delete the first secret',
    why: 'It can be restored for 30 days, and its name is taken until then.',
    text: `aws secretsmanager delete-secret ${option('secret-id', create)} --recovery-window-in-days 30 --region ${region.name} >/dev/null`,
  }];
}

function deleteRole({ region, roleName }: AwsTrust): TrustStep {
  const role = option('role-name', roleName);
  return {
    title: 'Delete the role: from here on, no token is accepted',
    why: 'Sessions that exist end by themselves, after 15 minutes at most.',
    text: `${iamCommand(`delete-role-policy ${role} --policy-name ${policyName}`, region)}
${iamCommand(`delete-role ${role}`, region)}`,
  };
}

/** `remove` is what deletes the provider, and where it is left out the AWS CLI. */
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
