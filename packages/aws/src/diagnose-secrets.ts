import type { Diagnosis, Failure } from '@carnet/provider';
import { option } from './aws-command.ts';
import { denialOf, secretsRegion } from './failure-subject.ts';
import { hostOf } from './partitions.ts';
import { addStatement, secretPattern, secretPatterns, type Statement } from './policy-command.ts';

function regionFlag(failure: Failure): string {
  const region = secretsRegion(failure);
  return region === undefined ? '' : ` --region ${region.name}`;
}

function secretFlag({ reference }: Failure): string {
  return reference === undefined ? '--secret-id "$SECRET_NAME"' : option('secret-id', reference.name);
}

const isKmsFailure = ({ error }: Failure): boolean =>
  /^(?:Decryption|Encryption)Failure/.test(error.cloudCode ?? '') || /\bkms:|Access to KMS is not allowed/.test(error.cloudMessage ?? '');

function kmsDenied(failure: Failure): Diagnosis {
  const { resource } = denialOf(failure.error.cloudMessage);
  const actions = failure.operation === 'write' ? ['kms:GenerateDataKey', 'kms:Decrypt'] : ['kms:Decrypt'];
  const cause = `The identity may reach the secret and not the KMS key that protects it (${actions.join(', ')}), or the key is disabled.`;
  if (resource === undefined) {
    return {
      cause,
      cure: `Allow ${actions.join(' and ')} on the key that this prints, in the policy of the identity and in that of the key.`,
      command: `aws secretsmanager describe-secret ${secretFlag(failure)}${regionFlag(failure)} --query KmsKeyId --output text`,
      severity: 'error',
    };
  }
  return { cause, cure: 'Add this statement to the identity, and let the policy of the key allow it, too.', command: addStatement(failure, { Effect: 'Allow', Action: actions, Resource: resource }), severity: 'error' };
}

/** A connection test has several steps: the error names the one that failed. */
function deniedStep({ operation, error }: Failure): Failure['operation'] {
  return operation === 'check' && (error.step === 'list' || error.step === 'read') ? error.step : operation;
}

function neededStatement(failure: Failure): Statement {
  const Effect = 'Allow';
  switch (deniedStep(failure)) {
    case 'list':
      return { Effect, Action: ['secretsmanager:ListSecrets'], Resource: '*' };
    case 'write':
      return { Effect, Action: ['secretsmanager:PutSecretValue', 'secretsmanager:CreateSecret'], Resource: secretPatterns(failure) };
    case 'remove':
      return { Effect, Action: ['secretsmanager:DeleteSecret'], Resource: secretPattern(failure) };
    default:
      return { Effect, Action: ['secretsmanager:GetSecretValue'], Resource: secretPattern(failure) };
  }
}

export function accessDenied(failure: Failure): Diagnosis {
  if (isKmsFailure(failure)) return kmsDenied(failure);
  const { error, authenticated } = failure;
  const operation = deniedStep(failure);
  const severity = operation === 'list' ? 'warning' : 'error';
  const statement = neededStatement(failure);
  const { policy, isExplicit } = denialOf(error.cloudMessage);
  const trust = authenticated === false ? '' : 'The trust works, and ';
  const action = statement.Action.join(' and ');
  if (isExplicit || (policy !== undefined && policy !== 'identity-based')) {
    return {
      cause: `${trust}${isExplicit ? `a${policy === undefined ? '' : ` ${policy}`} policy explicitly denies` : `the ${policy} policy does not allow`} ${action}.`,
      cure: 'Change that policy: no statement on the identity outweighs it.',
      severity,
      ...(operation !== 'list' && policy === 'resource-based' && { command: `aws secretsmanager get-resource-policy ${secretFlag(failure)}${regionFlag(failure)}` }),
    };
  }
  return {
    cause: operation === 'list' ? `${trust === '' ? 'Listing' : `${trust}listing`} is denied: no policy allows secretsmanager:ListSecrets.` : `${trust === '' ? 'No' : `${trust}no`} policy allows ${action} on this secret.`,
    cure: operation === 'list' ? 'Type names without autocomplete, or add this statement to have it.' : 'Add this statement to the identity; a change can take a minute to be seen. Check the name, too: AWS says the same of a secret that does not exist.',
    command: addStatement(failure, statement),
    severity,
  };
}

export function batchDenied(failure: Failure): Diagnosis {
  return {
    cause: 'The trust works, and reading in batches is denied, so that each secret is one request.',
    cure: 'Add this statement: the action takes Resource "*" alone, and each secret keeps its own permission. Where a VPC endpoint policy denies a single secret, the whole batch is denied: then leave it.',
    command: addStatement(failure, { Effect: 'Allow', Action: ['secretsmanager:BatchGetSecretValue'], Resource: '*' }),
    severity: 'warning',
  };
}

export function secretNotFound(failure: Failure): Diagnosis {
  return {
    cause: failure.error.message,
    cure: 'Correct the name, the version or the region, or create the secret; this prints the names that exist there.',
    command: `aws secretsmanager list-secrets${regionFlag(failure)} --query "SecretList[].Name" --output text`,
    severity: 'error',
  };
}

export function secretDisabled(failure: Failure): Diagnosis {
  return {
    cause: failure.error.message,
    cure: 'Restore it, or refer to another secret.',
    command: `aws secretsmanager restore-secret ${secretFlag(failure)}${regionFlag(failure)}`,
    severity: 'error',
  };
}

export function throttled({ error }: Failure): Diagnosis {
  const wait = error.retryAfter === undefined ? 'Wait a minute' : `Wait ${Math.ceil(error.retryAfter / 1000)} s`;
  return { cause: error.message, cure: `${wait}; if it lasts, spread the kickoffs: an account has 100 batches and 10,000 single reads a second in each region.`, severity: 'error' };
}

export function storeUnreachable(failure: Failure): Diagnosis {
  const region = secretsRegion(failure);
  return {
    cause: failure.error.message,
    cure: 'Check the region, then DNS, proxy, VPC endpoint, firewall and certificate authorities of this host.',
    severity: 'error',
    ...(region && { command: `curl -sS --max-time 5 https://${hostOf('secretsmanager', region)}` }),
  };
}
