import { describe, expect, test } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { parseHcl } from '../testing/parse-hcl.ts';
import { documentText, planned } from '../testing/planned.ts';
import { kmsKeyArn, scenarios } from '../testing/scenarios.ts';
import { trustDefinition } from './trust-definition.ts';

const extensions: Readonly<Record<string, string>> = { shell: 'sh', hcl: 'tf', yaml: 'yaml', steps: 'md' };

describe.each(Object.entries(scenarios))('%s', (scenario, plan) => {
  test('G each format is as it was read and agreed to', async () => {
    expect(plan.documents.map(({ format }) => format)).toEqual(trustDefinition.formats.map(({ id }) => id));
    for (const { format, language } of plan.documents) {
      await expect(documentText(plan, format)).toMatchFileSnapshot(`expected/${scenario}/${format}.${extensions[language] ?? ''}`);
      await expect(documentText(plan, format, 'tearDown')).toMatchFileSnapshot(`expected/${scenario}/${format}.teardown.${language === 'steps' ? 'md' : 'sh'}`);
    }
    const { documents: _, ...data } = plan;
    await expect(`${JSON.stringify(data, undefined, 2)}\n`).toMatchFileSnapshot(`expected/${scenario}/plan.json`);
  });

  const [, role, policy, secret] = plan.resources;

  test('G Terraform registers the same', async () => {
    const { resource, output } = (await parseHcl(documentText(plan, 'terraform'))) as { readonly resource: Readonly<Record<string, Readonly<Record<string, readonly object[]>>>>; readonly output: object };
    expect(Object.keys(resource).toSorted()).toEqual(['aws_iam_openid_connect_provider', 'aws_iam_role', 'aws_iam_role_policy', ...(secret === undefined ? [] : ['aws_secretsmanager_secret'])]);
    expect(resource['aws_iam_openid_connect_provider']).toEqual({ carnet: [{ url: plan.resources[0]?.['url'], client_id_list: ['sts.amazonaws.com'] }] });
    expect(resource['aws_iam_role']).toMatchObject({ carnet: [{ name: role?.['name'], assume_role_policy: expect.stringMatching(/^\$\{jsonencode\(/) as string, depends_on: ['${aws_iam_openid_connect_provider.carnet}'] }] });
    expect(resource['aws_iam_role_policy']).toMatchObject({ carnet: [{ name: policy?.['name'], role: '${aws_iam_role.carnet.name}' }] });
    expect(output).toEqual({ carnet: [{ value: { roleArn: '${aws_iam_role.carnet.arn}' } }] });
  });

  test('G CloudFormation registers the same', () => {
    const { Resources, Outputs } = parseYaml(documentText(plan, 'cloudformation')) as { readonly Resources: object; readonly Outputs: object };
    expect(Resources).toEqual({
      CarnetIssuer: { Type: 'AWS::IAM::OIDCProvider', Condition: 'RegistersIssuer', DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Retain', Properties: { Url: plan.resources[0]?.['url'], ClientIdList: ['sts.amazonaws.com'] } },
      CarnetRole: { Type: 'AWS::IAM::Role', Properties: { RoleName: role?.['name'], AssumeRolePolicyDocument: role?.['trustPolicy'], Policies: [{ PolicyName: policy?.['name'], PolicyDocument: policy?.['policy'] }] } },
      ...(secret === undefined ? {} : { CarnetSecret: expect.objectContaining({ Type: 'AWS::SecretsManager::Secret', Properties: { Name: secret['name'], GenerateSecretString: { ExcludePunctuation: true }, KmsKeyId: kmsKeyArn } }) as object }),
    });
    expect(Outputs).toEqual({ RoleArn: { Value: { 'Fn::GetAtt': ['CarnetRole', 'Arn'] } } });
    expect(plan.outputs['roleArn']).toContain('RoleArn');
  });
});

test('G CloudFormation has one stack for each role and subject: none takes the place of another', () => {
  const stacks = [{ subject: 'organization:one' }, { subject: 'organization:two' }, { subject: 'organization:one', settings: { roleName: 'a_b' } }, { subject: 'organization:one', settings: { roleName: 'a-b' } }]
    .map((input) => /--stack-name ([A-Za-z][A-Za-z0-9-]{0,127}) /.exec(documentText(planned(input), 'cloudformation'))?.[1]);
  expect(new Set(stacks).size).toBe(4);
});

test.each([
  ['an issuer with a port', { issuer: 'https://id.example.com:8443' }],
  ['an issuer without TLS', { issuer: 'http://id.example.com' }],
  ['an issuer with a query', { issuer: 'https://id.example.com/?tenant=1' }],
  ['an issuer that a shell would read', { issuer: 'https://id.example.com/$(id)\'' }],
  ['a key in another region', { settings: { kmsKeyArn: kmsKeyArn.replace('eu-central-1', 'us-east-1') } }],
  ['a subject that makes the trust policy too long', { subject: 'x'.repeat(2048) }],
  ['more secrets than a policy holds', { secrets: Array.from({ length: 200 }, (_, index) => `app/${index}`) }],
])('G %s is refused before anything is printed', (_, input) => {
  expect(() => planned(input)).toThrow(expect.objectContaining({ code: 'SETTINGS_INVALID', provider: 'aws' }) as Error);
});

test.each(['a b', '*', 'arn:aws:secretsmanager:us-east-1:1:secret:x', '$(id)', "'"])('G %j is no secret to open', (name) => {
  expect(() => planned({ secrets: [name] })).toThrow(expect.objectContaining({ code: 'REFERENCE_INVALID' }) as Error);
  expect(() => planned({ create: name })).toThrow(expect.objectContaining({ code: 'REFERENCE_INVALID' }) as Error);
});
