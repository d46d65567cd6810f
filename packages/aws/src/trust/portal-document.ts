import type { TrustDocument, TrustStep } from '@carnet/provider';
import { audience, policyName, type AwsTrust } from './aws-trust.ts';
import type { Policy } from './trust-policy.ts';

const json = (policy: Policy): string => JSON.stringify(policy, undefined, 2).split('\n').map((line) => `   ${line}`).join('\n');
const pasted = (policy: Policy): string => `\n\n   \`\`\`json\n${json(policy)}\n   \`\`\``;
const numbered = (...steps: readonly string[]): string => steps.map((step, index) => `${index + 1}. ${step}`).join('\n');

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html */
export function portalDocument(trust: AwsTrust): TrustDocument {
  const { accountId, issuer, providerArn, roleName, trustPolicy, accessPolicy, create } = trust;
  return {
    format: 'portal',
    language: 'steps',
    setUp: [
      {
        title: 'Register the issuer',
        why: 'Once for each account, and shared by its roles.',
        text: numbered(
          `Sign in to the account \`${accountId}\`, and open **IAM > Identity providers**.`,
          `Is there a provider \`${providerArn}\` already? Open it, and under **Audiences** add \`${audience}\` if it is missing. The rest of this part is then done.`,
          '**Add provider**, type **OpenID Connect**.',
          `**Provider URL**: \`${issuer}\``,
          `**Audience**: \`${audience}\``,
          '**Add provider**.',
        ),
      },
      {
        title: 'Make the role that this one subject may take',
        why: 'Both conditions are needed: without sub, every workload of the issuer could take the role.',
        text: numbered(
          'Open **IAM > Roles > Create role**, and choose **Custom trust policy**.',
          `Replace what is there with this:${pasted(trustPolicy)}`,
          '**Next**, and **Next** again without any permission.',
          `**Role name**: \`${roleName}\`, then **Create role**.`,
        ),
      },
      {
        title: 'Allow what the role needs, and no more',
        why: 'Six question marks stand for what AWS adds to the name of a secret.',
        text: numbered(
          `Open the role \`${roleName}\`, then **Permissions > Add permissions > Create inline policy > JSON**.`,
          `Replace what is there with this:${pasted(accessPolicy)}`,
          `**Next**, name it \`${policyName}\`, then **Create policy**.`,
        ),
      },
      ...firstSecret(trust),
      { title: 'Copy what Carnet needs', text: numbered(`Open the role \`${roleName}\`, and copy its **ARN**.`) },
    ],
    tearDown: [
      { title: 'Delete the role: from here on, no token is accepted', text: numbered(`Open **IAM > Roles**, choose \`${roleName}\`, then **Delete**, if its **Trust relationships** name this subject.`) },
      {
        title: 'Forget the issuer, unless other roles of the account trust it',
        text: numbered('Open **IAM > Roles**, and look in the column **Trusted entities** for other roles with this provider.', `Only where there is none: **IAM > Identity providers**, choose \`${providerArn}\`, then **Delete**.`),
      },
      ...(create === undefined ? [] : [{ title: 'Delete the first secret, if you created it for this', why: 'It can be restored for 30 days, and its name is taken until then.', text: numbered(`Open **Secrets Manager > Secrets > ${create}**, then **Actions > Delete secret** with a waiting period of 30 days.`) }]),
    ],
  };
}

function firstSecret({ create, region, kmsKeyArn }: AwsTrust): readonly TrustStep[] {
  if (create === undefined) return [];
  return [{
    title: 'Create a first secret',
    text: numbered(
      `Open **Secrets Manager** in the region \`${region.name}\`, then **Store a new secret > Other type of secret > Plaintext**, and type any value to test with.`,
      `**Encryption key**: \`${kmsKeyArn ?? 'aws/secretsmanager'}\``,
      `**Next**, **Secret name**: \`${create}\`, then **Next**, **Next** and **Store**.`,
    ),
  }];
}
