import type { Diagnosis, Failure } from '@carnet/provider';
import { isPolicyPattern } from './policy-pattern.ts';
import { kvMount, kvPath, rolePath, shellQuote, vaultCommand } from './vault-command.ts';

/** Never the same for two texts: a policy's name knows no upper case. */
const inName = (text: string): string => text.replace(/[^a-z0-9]/gu, (character) => (character === '/' ? '-' : `_${character.codePointAt(0)?.toString(16)}_`));

/** A policy of its own, so that nobody's is replaced; what the role has is printed beside it. */
function grant(failure: Failure, path: string, capabilities: readonly string[]): Pick<Diagnosis, 'cure' | 'command'> {
  const entry = kvPath(failure);
  if (isPolicyPattern(entry)) return { cure: 'Write a policy by hand, or give the secret another name: a star at its end, a plus sign as a part of it, or {{ means more in a policy than this one secret.' };
  const rule = `path ${JSON.stringify(path)} { capabilities = ${JSON.stringify(capabilities)} }`;
  const name = ['carnet', failure.operation, kvMount(failure), ...(entry === '' ? [] : [entry])].map(inName).join('.');
  const command = `printf '%s\\n' ${shellQuote(rule)} | ${vaultCommand(failure, 'policy write', [name, '-'])}`;
  if (failure.method !== 'workload-identity') return { cure: 'Write this policy, and store a token in the credential that has it.', command };
  return {
    cure: 'Write this policy, and name it in token_policies of the role beside those that this prints (vault write replaces the list); the next login has it.',
    command: `${command} && ${vaultCommand(failure, 'read', ['-field=token_policies', rolePath(failure)])}`,
  };
}

export function accessDenied(failure: Failure): Diagnosis {
  const { error, operation, authenticated } = failure;
  if (/control group/.test(error.message)) return { cause: error.message, cure: error.hint, severity: 'error' };
  const path = kvPath(failure);
  const data = `${kvMount(failure)}/data/${path}`;
  const metadata = `${kvMount(failure)}/metadata/${path}`;
  const works = authenticated === false ? 'No' : 'The trust works, and no';
  switch (operation) {
    case 'list': {
      const { cure, ...command } = grant(failure, path === '' ? `${metadata}*` : `${metadata}/*`, ['list']);
      return { cause: 'The trust works, and listing is denied.', cure: `Type names without autocomplete, or have it with a policy that shows names and no values. ${cure}`, ...command, severity: 'warning' };
    }
    case 'remove':
      return { cause: `${works} policy lets the identity remove this secret.`, ...grant(failure, metadata, ['delete']), severity: 'error' };
    case 'write':
      return { cause: `${works} policy lets the identity write this secret.`, ...grant(failure, data, ['create', 'update', 'patch']), severity: 'error' };
    default:
      return { cause: `${works} policy lets the identity read this secret, whether it exists or not.`, ...grant(failure, data, ['read']), severity: 'error' };
  }
}

export function secretNotFound(failure: Failure): Diagnosis {
  const folder = kvPath(failure).split('/').slice(0, -1).join('/');
  return {
    cause: failure.error.message,
    cure: 'Correct the name or create the secret; this prints the names beside it. A name begins below the mount and the folder of the credential, without data/.',
    command: vaultCommand(failure, 'kv list', [`${kvMount(failure)}/${folder}`]),
    severity: 'error',
  };
}

export function secretDisabled(failure: Failure): Diagnosis {
  return {
    cause: failure.error.message,
    cure: 'Bring the version back (vault kv undelete -versions=…) or write a new one; what is destroyed stays so. This prints the state of each.',
    command: vaultCommand(failure, 'kv metadata get', [`${kvMount(failure)}/${kvPath(failure)}`]),
    severity: 'error',
  };
}

export function wrongMount(failure: Failure): Diagnosis | undefined {
  if (failure.error.step === 'configure') return undefined;
  return { cause: failure.error.message, cure: failure.error.hint, command: vaultCommand(failure, 'secrets list', ['-detailed']), severity: 'error' };
}

export function redirectRefused(failure: Failure): Diagnosis {
  return { cause: failure.error.message, cure: failure.error.hint, command: vaultCommand(failure, 'status', []), severity: 'error' };
}

export function throttled({ error }: Failure): Diagnosis {
  const wait = error.retryAfter === undefined ? 'Wait a minute' : `Wait ${Math.ceil(error.retryAfter / 1000)} s`;
  return { cause: error.message, cure: `${wait}; if it lasts, spread the kickoffs or raise the quota (vault read sys/quotas/rate-limit/…).`, severity: 'error' };
}
