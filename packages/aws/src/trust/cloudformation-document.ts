import type { TrustDocument, TrustStep } from '@carnet/provider';
import { shellQuote } from '@carnet/provider-parts';
import { createHash } from 'node:crypto';
import { audience, policyName, type AwsTrust } from './aws-trust.ts';
import { rightAccount } from './right-account.ts';
import { putValue } from './shell-document.ts';
import { deleteProvider } from './shell-tear-down.ts';
import { yamlLines } from './yaml.ts';

const yaml = (value: object): string => yamlLines(value).join('\n');
const resource = (value: object): string => yamlLines(value, '  ').join('\n');

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-oidcprovider.html */
export function cloudFormationDocument(trust: AwsTrust): TrustDocument {
  const { region, issuer, roleName, trustPolicy, accessPolicy } = trust;
  const stack = `--stack-name ${stackName(trust)} --region ${region.name}`;
  return {
    format: 'cloudformation',
    language: 'yaml',
    setUp: [
      {
        title: 'Deploy it, then print what Carnet needs',
        text: `# aws cloudformation deploy --template-file trust.yaml --capabilities CAPABILITY_NAMED_IAM ${stack}
# aws cloudformation describe-stacks ${stack} --query ${shellQuote("{roleArn: Stacks[0].Outputs[?OutputKey=='RoleArn'].OutputValue | [0]}")}
${yaml({
          AWSTemplateFormatVersion: '2010-09-09',
          Parameters: { RegisterIssuer: { Type: 'String', AllowedValues: ['true', 'false'], Default: 'true', Description: 'false where the account has this issuer already' } },
          Conditions: { RegistersIssuer: { 'Fn::Equals': [{ Ref: 'RegisterIssuer' }, 'true'] } },
        })}`,
      },
      {
        title: 'Register the issuer',
        why: 'Once for each account, and shared by its roles: so it stays when the stack is deleted. Where it is registered already, deploy with --parameter-overrides RegisterIssuer=false.',
        text: `Resources:\n${resource({
          CarnetIssuer: { Type: 'AWS::IAM::OIDCProvider', Condition: 'RegistersIssuer', DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Retain', Properties: { Url: issuer, ClientIdList: [audience] } },
        })}`,
      },
      {
        title: 'Make the role that this one subject may take, and allow what it needs',
        why: 'Both conditions are needed: without sub, every workload of the issuer could take the role. Six question marks stand for what AWS adds to the name of a secret.',
        text: resource({
          CarnetRole: {
            Type: 'AWS::IAM::Role',
            Properties: { RoleName: roleName, AssumeRolePolicyDocument: trustPolicy, Policies: [{ PolicyName: policyName, PolicyDocument: accessPolicy }] },
          },
        }),
      },
      ...firstSecret(trust),
      { title: 'What Carnet needs', text: yaml({ Outputs: { RoleArn: { Value: { 'Fn::GetAtt': ['CarnetRole', 'Arn'] } } } }) },
    ],
    tearDown: [
      rightAccount(trust),
      { title: 'Delete the stack: from here on, no token is accepted', text: `aws cloudformation delete-stack ${stack}\naws cloudformation wait stack-delete-complete ${stack}` },
      deleteProvider(trust),
    ],
  };
}

/** One for each role and subject: with the name of another's stack, a deployment would put its role in the place of that one's. */
function stackName({ roleName, issuer, subject }: AwsTrust): string {
  const digest = createHash('sha256').update(JSON.stringify([roleName, issuer, subject])).digest('hex').slice(0, 8);
  return `trust-${roleName.replaceAll(/[^A-Za-z0-9]+/g, '-')}-${digest}`;
}

function firstSecret({ create, kmsKeyArn, region }: AwsTrust): readonly TrustStep[] {
  if (create === undefined) return [];
  return [{
    title: 'Create a first secret',
    why: `A throw-away value to test with, and random. Give it your own with: ${putValue(create, region.name)}`,
    text: resource({
      CarnetSecret: { Type: 'AWS::SecretsManager::Secret', DeletionPolicy: 'Delete', UpdateReplacePolicy: 'Delete', Properties: { Name: create, GenerateSecretString: { ExcludePunctuation: true }, ...(kmsKeyArn === undefined ? {} : { KmsKeyId: kmsKeyArn }) } },
    }),
  }];
}
