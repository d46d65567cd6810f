import { tagContext, type Principal } from '../accounts/principal.ts';
import { partitions } from '../hosts.ts';
import { decideFor, notAuthorized, requireAllowed } from '../policy/authorize.ts';
import type { RequestContext } from '../policy/conditions.ts';
import { AwsRefusal } from '../protocol/aws-refusal.ts';
import { keyNotAllowed } from './secrets-manager-refusals.ts';
import type { StoredSecret, StoredSecrets } from './stored-secrets.ts';

/** Who calls, where: what each action needs to know. */
export interface SecretCaller {
  readonly principal: Principal;
  readonly region: string;
  readonly secrets: StoredSecrets;
  readonly now: number;
}

type ContextEntry = readonly [string, string | readonly string[]];

const accessDenied = { code: 'AccessDeniedException', status: 400 };

/** @throws AwsRefusal `AccessDeniedException` for an action that concerns no single secret */
export function requireAction({ principal, region }: SecretCaller, action: string): void {
  requireAllowed(principal, { action: `secretsmanager:${action}`, resource: '*', context: new Map([['aws:requestedregion', region]]) }, accessDenied);
}

/** @throws AwsRefusal `AccessDeniedException`, whether or not there is such a secret */
export function requireActionOn(caller: SecretCaller, action: string, secretId: string, more: Iterable<ContextEntry> = []): void {
  const { principal, region, secrets } = caller;
  // A secret that is made is asked about with the characters that it will have.
  const resource = action === 'CreateSecret' && !secrets.find(secretId) ? `${secrets.arnFor(secretId)}-AbCdEf` : secrets.arnFor(secretId);
  const asked = { action: `secretsmanager:${action}`, resource, named: secretId, context: secretContext(resource, secrets.find(secretId), [['aws:requestedregion', region], ...more]) };
  if (isOfOtherAccount(caller, secretId)) {
    throw new AwsRefusal(accessDenied.code, notAuthorized(principal.arn, asked, ` because no resource-based policy allows the ${asked.action} action`));
  }
  requireAllowed(principal, asked, accessDenied);
}

// A secret has no policy of its own here, and nothing else opens it to another account.
function isOfOtherAccount({ principal }: SecretCaller, secretId: string): boolean {
  const [, account] = /^arn:[^:]*:secretsmanager:[^:]*:([^:]*):/.exec(secretId) ?? [];
  return account !== undefined && account !== principal.account.id;
}

function secretContext(arn: string, secret: StoredSecret | undefined, more: Iterable<ContextEntry>): RequestContext {
  return new Map<string, string | readonly string[]>([
    ['secretsmanager:secretid', arn],
    ...tagContext('aws:ResourceTag', secret?.tags ?? []),
    ...tagContext('secretsmanager:ResourceTag', secret?.tags ?? []),
    ...more,
  ]);
}

/** What conditions can ask of the tags that a call sends. */
export function requestTags(tags: readonly (readonly [string, string])[]): readonly ContextEntry[] {
  return tags.length === 0 ? [] : [['aws:tagkeys', tags.map(([key]) => key)], ...tagContext('aws:RequestTag', tags)];
}

/** @throws AwsRefusal where the secret has a key of the customer's that the caller may not use so */
export function requireKey({ principal, region }: SecretCaller, kmsKeyId: string | undefined, actions: readonly ('kms:Decrypt' | 'kms:GenerateDataKey')[]): void {
  if (kmsKeyId === undefined || kmsKeyId === '' || kmsKeyId.endsWith('alias/aws/secretsmanager')) return;
  const resource = kmsKeyId.startsWith('arn:') ? kmsKeyId : principal.account.arn('kms', kmsKeyId.startsWith('alias/') ? kmsKeyId : `key/${kmsKeyId}`, region);
  const context = new Map([['kms:viaservice', `secretsmanager.${region}.${partitions[principal.account.partition].suffix}`]]);
  if (!actions.every((action) => decideFor(principal, { action, resource, context }).decision === 'allowed')) throw keyNotAllowed();
}
