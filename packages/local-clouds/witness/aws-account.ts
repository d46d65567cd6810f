import type { JWTPayload } from 'jose';
import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import type { LocalAccount } from '../src/aws/local-aws.ts';
import { startWorkbench, type Outcome, type Workbench } from './workbench.ts';

/** Whose credentials the command is given. */
export type Caller =
  | { readonly key: { readonly accessKeyId: string; readonly secretAccessKey: string } }
  | { readonly role: string; readonly claims?: JWTPayload };

/** An account with one user who may do everything. */
export interface AwsAccount extends Workbench {
  readonly account: LocalAccount;
  readonly administrator: Caller;
  /** Runs the command in a home that nobody used before, for it keeps the credentials of a role there, whatever the token is. */
  aws(caller: Caller, ...words: readonly string[]): Promise<Outcome>;
  /** The same, where an answer in JSON is expected. */
  ask(caller: Caller, ...words: readonly string[]): Promise<unknown>;
}

export async function startAwsAccount(): Promise<AwsAccount> {
  const workbench = await startWorkbench();
  const account = workbench.clouds.aws.account({ id: '123456789012' });
  const user = account.user({ name: 'administrator' });
  user.putPolicy('everything', { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] });
  const administrator: Caller = { key: user.createAccessKey() };

  const credentials = async (caller: Caller): Promise<Record<string, string>> => {
    if ('key' in caller) return { AWS_ACCESS_KEY_ID: caller.key.accessKeyId, AWS_SECRET_ACCESS_KEY: caller.key.secretAccessKey };
    const token = await workbench.issuer.mint({ aud: 'sts.amazonaws.com', ...caller.claims });
    return { AWS_ROLE_ARN: caller.role, AWS_ROLE_SESSION_NAME: 'witness', AWS_WEB_IDENTITY_TOKEN_FILE: await workbench.file(`token-${randomUUID()}`, token) };
  };
  const aws: AwsAccount['aws'] = async (caller, ...words) =>
    await workbench.run('aws', words, {
      HOME: await workbench.freshHome(),
      AWS_REGION: 'us-east-1',
      AWS_DEFAULT_REGION: 'us-east-1',
      AWS_DEFAULT_OUTPUT: 'json',
      AWS_PAGER: '',
      AWS_MAX_ATTEMPTS: '1',
      AWS_EC2_METADATA_DISABLED: 'true',
      ...(await credentials(caller)),
    });
  const ask: AwsAccount['ask'] = async (caller, ...words) => {
    const { status, stdout, stderr } = await aws(caller, ...words);
    if (status !== 0) throw new Error(`aws ${words.slice(0, 2).join(' ')} ended with ${status}: ${stderr.trim()}`);
    return stdout.trim() === '' ? undefined : (JSON.parse(stdout) as unknown);
  };
  return { ...workbench, account, administrator, aws, ask, [Symbol.asyncDispose]: () => workbench[Symbol.asyncDispose]() };
}

/** How the command ends where a service refused: 255 from its version 1, 254 from its version 2. */
export const refusal = (stderr: unknown): object => ({ status: expect.toSatisfy((status) => status === 254 || status === 255) as unknown, stdout: '', stderr });
