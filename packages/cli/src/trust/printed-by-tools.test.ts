import { createAws } from '@carnet/aws';
import { createAzure } from '@carnet/azure';
import { createGcp } from '@carnet/gcp';
import { validateSettings, type Provider, type Settings, type TrustPlan } from '@carnet/provider';
import { readOutputs } from '@carnet/trust';
import { createVault } from '@carnet/vault';
import { describe, expect, it } from 'vitest';

const tenantId = '0f4a1c52-9c1a-4a0e-8a57-3b1e7c1d2f60';
const clientId = '7b0d7c3e-53b8-4c7e-9d43-0f1c9a3f2b11';
const roleArn = 'arn:aws:iam::123456789012:role/carnet';
const providerResourceName = 'projects/123456789012/locations/global/workloadIdentityPools/carnet/providers/issuer';

function planOf(provider: Provider, fields: Settings): TrustPlan {
  const { manifest: { trust: definition } } = provider;
  const checked = definition === undefined ? undefined : validateSettings(definition.schema, fields);
  if (checked?.ok !== true || provider.trust === undefined) throw new Error(JSON.stringify(checked));
  return provider.trust({ issuer: 'https://issuer.example.com', subject: 'organization:1', settings: checked.settings, secrets: ['api-key'], list: false, write: false });
}

const azure = planOf(createAzure(), { vault: 'my-vault' });
const aws = planOf(createAws(), { accountId: '123456789012', region: 'eu-central-1' });
const gcp = planOf(createGcp(), { projectId: 'my-demo-project', projectNumber: '123456789012' });
const vault = planOf(createVault(), { address: 'https://vault.example.com:8200' });
const printed = (...documents: readonly unknown[]): string => documents.map((document) => JSON.stringify(document, undefined, 2)).join('\n');

describe('G what the tools of a cloud print by themselves is read', () => {
  it.each<[string, TrustPlan, string, object]>([
    ['az ad app create, az ad sp create', azure, printed(
      { '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#applications/$entity', appId: clientId, displayName: 'carnet', id: '00000000-0000-4000-8000-000000000001' },
      { appId: clientId, appOwnerOrganizationId: tenantId, id: '00000000-0000-4000-8000-000000000002', servicePrincipalNames: [clientId] },
    ), { tenantId, clientId }],
    ['az identity create', azure, printed({ clientId, tenantId, principalId: '00000000-0000-4000-8000-000000000003', name: 'carnet', type: 'Microsoft.ManagedIdentity/userAssignedIdentities', tags: {} }), { tenantId, clientId }],
    ['az deployment group create', azure, printed({ name: 'main', properties: { outputs: { carnet: { type: 'Object', value: { tenantId, clientId } } }, provisioningState: 'Succeeded' } }), { tenantId, clientId }],
    ['aws iam get-role', aws, printed({ Role: { Path: '/', RoleName: 'carnet', RoleId: 'AROA', Arn: roleArn, AssumeRolePolicyDocument: { Statement: [{ Principal: { Federated: 'arn:aws:iam::123456789012:oidc-provider/issuer.example.com' } }] } } }), { roleArn }],
    ['aws iam create-open-id-connect-provider, create-role, and a secret', aws, printed({ OpenIDConnectProviderArn: 'arn:aws:iam::123456789012:oidc-provider/issuer.example.com' }, { Role: { Arn: roleArn } }, { ARN: 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:api-key-AbCdEf', Name: 'api-key' }), { roleArn }],
    ['aws cloudformation describe-stacks', aws, printed({ Stacks: [{ StackId: 'arn:aws:cloudformation:eu-central-1:123456789012:stack/carnet/1', Outputs: [{ OutputKey: 'RoleArn', OutputValue: roleArn }] }] }), { roleArn }],
    ['gcloud iam workload-identity-pools providers describe', gcp, printed({ attributeMapping: { 'google.subject': 'assertion.sub' }, name: providerResourceName, oidc: { issuerUri: 'https://issuer.example.com' }, state: 'ACTIVE' }), { providerResourceName }],
    ['terraform output -json for Google', gcp, printed({ carnet: { sensitive: false, type: ['object', { providerResourceName: 'string' }], value: { providerResourceName } } }), { providerResourceName }],
    ['the script for Vault', vault, 'Success! Data written to: auth/jwt/role/carnet\n{"role":"carnet"}\n', { role: 'carnet' }],
  ])('%s', (_, plan, text, outputs) => {
    expect(readOutputs(text, plan)).toEqual(outputs);
  });
});

it.each([['azure', azure], ['aws', aws], ['gcp', gcp], ['vault', vault]])('every text of %s says what each of its outputs is called', (_, plan) => {
  for (const { language, setUp } of plan.documents.filter((document) => document.language !== 'steps')) {
    const text = setUp.map((step) => step.text).join('\n');
    for (const [output, others] of Object.entries(plan.outputs)) expect([output, ...others].some((name) => text.includes(name)), `${language}: ${output}`).toBe(true);
  }
});
