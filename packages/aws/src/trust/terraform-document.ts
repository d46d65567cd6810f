import type { TrustDocument } from '@carnet/provider';
import { audience, policyName, type AwsTrust } from './aws-trust.ts';
import { hclText, hclValue } from './hcl.ts';
import { rightAccount } from './right-account.ts';
import { putValue } from './shell-document.ts';
import { deleteProvider } from './shell-tear-down.ts';

const provider = 'aws_iam_openid_connect_provider.carnet';

/** @see https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_openid_connect_provider */
export function terraformDocument(trust: AwsTrust): TrustDocument {
  const { region, accountId, issuer, providerArn, roleName, trustPolicy, accessPolicy } = trust;
  return {
    format: 'terraform',
    language: 'hcl',
    setUp: [
      {
        title: 'The provider',
        why: 'Leave out what your module has already.',
        text: `terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.81"
    }
  }
}

provider "aws" {
  region              = ${hclText(region.name)}
  allowed_account_ids = [${hclText(accountId)}]
}`,
      },
      {
        title: 'Register the issuer',
        why: `Once for each account, and shared by its roles. Where it is registered already, import it first: terraform import ${provider} ${providerArn}`,
        text: `resource "aws_iam_openid_connect_provider" "carnet" {
  url            = ${hclText(issuer)}
  client_id_list = [${hclText(audience)}]
}`,
      },
      {
        title: 'Make the role that this one subject may take',
        why: 'Both conditions are needed: without sub, every workload of the issuer could take the role.',
        text: `resource "aws_iam_role" "carnet" {
  name = ${hclText(roleName)}

  assume_role_policy = jsonencode(${hclValue(trustPolicy, '  ')})

  depends_on = [${provider}]
}`,
      },
      {
        title: 'Allow what the role needs, and no more',
        why: 'Six question marks stand for what AWS adds to the name of a secret.',
        text: `resource "aws_iam_role_policy" "carnet" {
  name = ${hclText(policyName)}
  role = aws_iam_role.carnet.name

  policy = jsonencode(${hclValue(accessPolicy, '  ')})
}`,
      },
      ...firstSecret(trust),
      { title: 'What Carnet needs', text: 'output "carnet" {\n  value = {\n    roleArn = aws_iam_role.carnet.arn\n  }\n}' },
    ],
    tearDown: [
      rightAccount(trust),
      {
        title: 'Destroy the role: from here on, no token is accepted',
        text: `terraform destroy -target=aws_iam_role_policy.carnet -target=aws_iam_role.carnet${trust.create === undefined ? '' : ' -target=aws_secretsmanager_secret.carnet'}`,
      },
      { ...deleteProvider(trust, `terraform destroy -target=${provider}`), why: `Where it stays, leave it out of a terraform destroy of everything, too: terraform state rm ${provider}` },
    ],
  };
}

function firstSecret({ create, kmsKeyArn, region }: AwsTrust): TrustDocument['setUp'] {
  if (create === undefined) return [];
  const [name, key] = kmsKeyArn === undefined ? ['name', ''] : ['name      ', `\n  kms_key_id = ${hclText(kmsKeyArn)}`];
  return [{
    title: 'Create a first secret',
    why: `Without a value, which Terraform would keep in its state. Give it one with: ${putValue(create, region.name)}`,
    text: `resource "aws_secretsmanager_secret" "carnet" {\n  ${name} = ${hclText(create)}${key}\n}`,
  }];
}
