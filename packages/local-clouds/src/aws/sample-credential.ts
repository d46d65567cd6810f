import type { LocalAws, LocalAwsSampleCredential } from './local-aws.ts';

/** The least that a first read needs. */
export function sampleCredential(aws: Pick<LocalAws, 'account'>, secrets: Readonly<Record<string, string>>): LocalAwsSampleCredential {
  const region = 'us-east-1';
  const account = aws.account();
  const user = account.user({ name: 'sample' });
  user.allowRead();
  for (const [name, value] of Object.entries(secrets)) account.secrets(region).set(name, value);
  const { accessKeyId, secretAccessKey } = user.createAccessKey();
  return { provider: 'aws', method: 'access-key', settings: { accessKeyId }, secrets: { secretAccessKey }, store: { region } };
}
