import type { TrustInput, TrustPlan } from '@carnet/provider';
import { audience, awsTrust, policyName } from './aws-trust.ts';
import { cloudFormationDocument } from './cloudformation-document.ts';
import { portalDocument } from './portal-document.ts';
import { shellDocument } from './shell-document.ts';
import { terraformDocument } from './terraform-document.ts';
import { trustNotes } from './trust-notes.ts';

/** What to register in AWS: the issuer, a role that one subject may take, and what it may do. */
export function trust(input: TrustInput): TrustPlan {
  const plan = awsTrust(input);
  const { region, accountId, issuer, roleName, trustPolicy, accessPolicy, sessionTags, create, kmsKeyArn } = plan;
  const place = { partition: region.partition.id, accountId };
  return {
    audience,
    resources: [
      { type: 'aws.openIdConnectProvider', ...place, url: issuer, clientId: audience },
      { type: 'aws.role', ...place, name: roleName, trustPolicy },
      { type: 'aws.rolePolicy', ...place, role: roleName, name: policyName, policy: accessPolicy },
      ...(create === undefined ? [] : [{ type: 'aws.secret', ...place, region: region.name, name: create, ...(kmsKeyArn === undefined ? {} : { kmsKeyId: kmsKeyArn }) }]),
    ],
    documents: [shellDocument(plan), terraformDocument(plan), cloudFormationDocument(plan), portalDocument(plan)],
    outputs: { roleArn: ['RoleArn', 'role_arn', 'Arn'] },
    identity: { roleArn: '{roleArn}', region: region.name, ...(sessionTags ? { sessionTags } : {}) },
    store: {},
    notes: trustNotes(input, plan),
  };
}
