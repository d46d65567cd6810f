import type { TrustDocument, TrustStep } from '@carnet/provider';
import { shellQuote } from '@carnet/provider-parts';
import { iamCommand, option } from '../aws-command.ts';
import { audience, policyName, type AwsTrust } from './aws-trust.ts';
import { rightAccount } from './right-account.ts';
import { createAndAnnotate, removeAnnotation } from './service-account.ts';
import { deleteProvider, deleteRole, deleteSecret } from './shell-tear-down.ts';
import { withoutScheme, type Policy } from './trust-policy.ts';

const document = (policy: Policy): string => shellQuote(JSON.stringify(policy, undefined, 2));
const say = (text: string): string => `echo ${shellQuote(text)} >&2`;

/** For the AWS CLI, versions 1 and 2. */
export function shellDocument(trust: AwsTrust): TrustDocument {
  return {
    format: 'aws',
    language: 'shell',
    setUp: [rightAccount(trust), registerIssuer(trust), makeRole(trust), allowSecrets(trust), ...firstSecret(trust), ...annotate(trust), printOutputs(trust)],
    tearDown: [rightAccount(trust), deleteRole(trust), deleteProvider(trust), ...deleteSecret(trust), ...endAnnotation(trust)],
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
    why: `A throw-away value to test with: random and through a pipe, so that nobody is asked and no command line has it. One that exists is left as it is. Give it your own with: ${putValue(create, region.name)}`,
    text: `DELETED=$(aws secretsmanager describe-secret ${option('secret-id', create)} --query DeletedDate --output text --region ${region.name} 2>/dev/null) || DELETED=absent
case "$DELETED" in
None) ;;
absent)
  head -c 24 /dev/urandom | base64 | tr -d '\\n' |
    aws secretsmanager create-secret ${option('name', create)} --secret-string file:///dev/stdin --tags Key=carnet,Value=trust${key} --region ${region.name} >/dev/null
  ;;
*)
  ${say(`The secret ${create} is scheduled for deletion. Restore it and begin again: aws secretsmanager restore-secret ${option('secret-id', create)} --region ${region.name}`)}
  exit 1
  ;;
esac`,
  }];
}

export function putValue(secret: string, region: string): string {
  return `printf %s "$VALUE" | aws secretsmanager put-secret-value ${option('secret-id', secret)} --secret-string file:///dev/stdin --region ${region} >/dev/null`;
}

function annotate({ serviceAccount, roleArn }: AwsTrust): readonly TrustStep[] {
  return serviceAccount === undefined ? [] : [{ title: 'Let EKS project a token into the pods of the service account', why: 'Pods that run already have to be started again.', text: createAndAnnotate(serviceAccount, roleArn) }];
}

function endAnnotation({ serviceAccount }: AwsTrust): readonly TrustStep[] {
  return serviceAccount === undefined ? [] : [{ title: 'Let EKS project no more tokens', text: removeAnnotation(serviceAccount) }];
}

function printOutputs({ region, roleName }: AwsTrust): TrustStep {
  return {
    title: 'Print what Carnet needs',
    text: `ROLE_ARN=$(${iamCommand(`get-role ${option('role-name', roleName)} --query Role.Arn --output text`, region)})
printf '{"roleArn":"%s"}\\n' "$ROLE_ARN"`,
  };
}

