import { validateSettings, type IdentityDefinition } from '@carnet/provider';
import { expect, test } from 'vitest';
import { ambientAws } from './ambient-aws.ts';
import { createAws } from './create-aws.ts';
import { manifest } from './manifest.ts';
import { region, startTestAws, text } from './testing/test-aws.ts';

const roleArn = 'arn:aws:iam::123456789012:role/carnet';

test('B4 what a pod knows becomes settings that the manifest accepts', () => {
  const { workloadIdentity: { kind, ...identity }, credential } = ambientAws({ roleArn, region });
  expect(kind).toBe(manifest.identity?.kind);
  expect(validateSettings((manifest.identity as IdentityDefinition).schema, identity)).toMatchObject({ ok: true });
  expect(credential).toEqual({ provider: 'aws', store: {} });
  expect(ambientAws({ roleArn, region, storeRegion: 'us-east-1' }).credential).toEqual({ provider: 'aws', store: { region: 'us-east-1' } });
});

// The file itself is read by @carnet/identity; here stands what it gives: the cluster's token for a service account.
test('B4 a service account reads with the token of its file, which is asked for anew at each exchange (aws-sdk-js-v3 2297, 3052)', async () => {
  await using aws = await startTestAws();
  const serviceAccount = 'system:serviceaccount:default:secrets-reader';
  const role = aws.account.federatedRole({ name: 'pod', issuer: aws.issuer.url, subject: serviceAccount });
  role.allowRead();
  aws.secrets.set('a', 'from the cluster');
  aws.source = () => aws.issuer.mint({ sub: serviceAccount });
  const { workloadIdentity: { kind: _, ...identity }, credential } = ambientAws({ roleArn: role.arn, region });
  const store = createAws().open({ method: 'workload-identity', identity, store: credential.store }, aws.context);
  expect(text((await store.read({ name: 'a' }, {})).bytes)).toBe('from the cluster');
  aws.clock.time += 86_400_000;
  await store.authenticate({});
  expect(aws.mints).toHaveLength(2);
  expect(role.sessions).toHaveLength(2);
});
