import { afterAll, beforeAll, expect, test } from 'vitest';
import { documentText, planned } from '../src/testing/planned.ts';
import { runScript, type Outcome } from './run-script.ts';
import { startMoto, type Moto } from './start-moto.ts';

// moto judges no token: it is asked what the commands made.
let moto: Moto;
beforeAll(async () => {
  moto = await startMoto();
});
afterAll(() => moto[Symbol.asyncDispose]());

const run = async (script: string): Promise<Outcome> => await runScript(script, { AWS_ENDPOINT_URL: moto.url, AWS_ACCESS_KEY_ID: 'owner', AWS_SECRET_ACCESS_KEY: 'not checked', AWS_DEFAULT_REGION: 'eu-central-1', AWS_DEFAULT_OUTPUT: 'json' });
const ask = async (command: string): Promise<unknown> => JSON.parse((await run(`aws ${command}`)).stdout) as unknown;

const plan = planned({ list: true, write: true, create: 'app/first', settings: { sessionTags: true } });

test.each(['run', 'run again'])('G the printed script, %s, makes in moto what the plan says', async () => {
  const [, role, policy] = plan.resources;
  expect(await run(documentText(plan, 'aws'))).toEqual({ status: 0, stdout: '{"roleArn":"arn:aws:iam::123456789012:role/carnet"}\n', stderr: '' });
  expect(await ask('iam get-open-id-connect-provider --open-id-connect-provider-arn arn:aws:iam::123456789012:oidc-provider/id.example.com/o')).toMatchObject({ Url: 'id.example.com/o', ClientIDList: ['sts.amazonaws.com'] });
  expect(await ask('iam get-role --role-name carnet')).toMatchObject({ Role: { AssumeRolePolicyDocument: role?.['trustPolicy'] } });
  expect(await ask('iam get-role-policy --role-name carnet --policy-name carnet-secrets')).toMatchObject({ PolicyDocument: policy?.['policy'] });
  expect(await ask('secretsmanager get-secret-value --secret-id app/first')).toMatchObject({ SecretString: expect.stringMatching(/^[0-9a-f]{48}$/) as string });
});

test('G the printed teardown leaves nothing in moto', async () => {
  expect(await run(documentText(plan, 'aws', 'tearDown'))).toEqual({ status: 0, stdout: '', stderr: '' });
  expect(await ask('iam list-roles --query Roles')).toEqual([]);
  expect(await ask('iam list-open-id-connect-providers --query OpenIDConnectProviderList')).toEqual([]);
});
