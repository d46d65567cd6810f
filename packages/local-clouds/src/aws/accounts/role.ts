import { parsePolicy, type PolicyDocument } from '../policy/policy-document.ts';
import { AwsRefusal } from '../protocol/aws-refusal.ts';
import { checkConstraints } from '../protocol/constraints.ts';
import { IdentityPolicies } from './identity-policies.ts';

export interface RoleSession {
  readonly name: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly expiresAt: number;
}

export interface Role {
  /** `AROA…`: another one where a role of the same name is made again. */
  readonly id: string;
  readonly name: string;
  readonly path: string;
  readonly arn: string;
  readonly description?: string;
  readonly createdAt: number;
  trust: PolicyDocument;
  maxSessionSeconds: number;
  readonly policies: IdentityPolicies;
  readonly sessions: RoleSession[];
}

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
const largestTrustPolicy = 2048;

/** @throws AwsRefusal `MalformedPolicyDocument` or `LimitExceeded` */
export function parseTrustPolicy(text: string): PolicyDocument {
  const policy = parsePolicy(text, 'trust');
  if (text.replace(/\s/g, '').length > largestTrustPolicy) throw new AwsRefusal('LimitExceeded', `Cannot exceed quota for ACLSizePerRole: ${largestTrustPolicy}`, 409);
  return policy;
}

/** @throws AwsRefusal `ValidationError` */
export function checkRole(options: { readonly name: string; readonly path: string; readonly maxSessionSeconds: number }): void {
  checkConstraints('ValidationError', [
    { name: 'roleName', value: options.name, constraint: { required: true, min: 1, max: 64, pattern: /^[\w+=,.@-]+$/ } },
    { name: 'path', value: options.path, constraint: { min: 1, max: 512, pattern: /^(\/|\/[\u0021-\u007E]+\/)$/, patternText: '(\\u002F)|(\\u002F[\\u0021-\\u007E]+\\u002F)' } },
    { name: 'maxSessionDuration', value: options.maxSessionSeconds, constraint: { min: 3600, max: 43_200 } },
  ]);
}
