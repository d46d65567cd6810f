import type { TrustDocument, TrustPlan, TrustStep } from '@carnet/provider';
import { spawnSync } from 'node:child_process';

export function documentOf(plan: TrustPlan, format: string): TrustDocument {
  const found = plan.documents.find((document) => document.format === format);
  if (!found) throw new TypeError(`The plan has no ${format}.`);
  return found;
}

/** Steps as a person reads them: comments where the language has them, headings in Markdown. */
export function textOf(steps: readonly TrustStep[], language: TrustDocument['language']): string {
  const remark = (text: string): string => (language === 'steps' ? text : `# ${text}`);
  return steps.map(({ title, why, text }) => [language === 'steps' ? `## ${title}` : remark(title), ...(why === undefined ? [] : [remark(why)]), ...(language === 'steps' ? [''] : []), text].join('\n')).join('\n\n') + '\n';
}

export interface ScriptRun {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** The words of each call, oldest first. */
  readonly calls: readonly (readonly string[])[];
  /** What each call that reads its standard input found there, by its words. */
  readonly inputs: Readonly<Record<string, string>>;
  /** VAULT_ADDR and VAULT_NAMESPACE, as every call saw them. */
  readonly servers: readonly string[];
}

const stub = `found() {
  case $1 in
    none) echo "\${NOTHING_THERE-No value found at the path}" >&2; return 2 ;;
    *) echo "$1" ;;
  esac
}
vault() {
  printf 'c%s\\0%s' "$VAULT_ADDR" "$VAULT_NAMESPACE" >&3; printf '\\0%s' "$@" >&3; printf '\\1' >&3
  case "$*" in *' -'|*=-) printf 'i%s\\0' "$*" >&3; cat >&3; printf '\\1' >&3 ;; esac
  case "$*" in
    'read sys/auth/'*) return "$MOUNT_THERE" ;;
    'read -field=bound_issuer'*) echo "$ISSUER_THERE" ;;
    'read -field=bound_subject'*) echo "$SUBJECT_THERE" ;;
    'read auth/'*/config) found "\${ISSUER_THERE-none}" ;;
    'read auth/'*/role/*) found "\${SUBJECT_THERE-none}" ;;
    'policy read'*) found "\${POLICY_THERE-none}" ;;
    'kv metadata get -field=custom_metadata'*) echo "$ENTRY_THERE" ;;
    'kv metadata get'*) found "\${ENTRY_THERE-none}" ;;
    list*) echo "$ROLES_THERE" ;;
    *) echo 'Success! It is done.' ;;
  esac
}
`;

/**
 * Runs a script under `set -eu` with a vault that records its words, and answers as if it found what `there` says: of what is
 * not named there is nothing, and NOTHING_THERE is what is said of that.
 */
export function runScript(script: string, there: Readonly<Record<string, string>> = {}): ScriptRun {
  const { status, output } = spawnSync('/bin/sh', ['-c', `set -eu\n${stub}${script}`], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'], MOUNT_THERE: '2', ROLES_THERE: '{}', ...there },
  });
  const [, stdout = '', stderr = '', recorded = ''] = output as readonly string[];
  const records = recorded.split('\u0001').slice(0, -1);
  const calls = records.filter((record) => record.startsWith('c')).map((record) => record.slice(1).split('\0'));
  const inputs = records.filter((record) => record.startsWith('i')).map((record) => record.slice(1).split('\0') as [string, string]);
  return { status, stdout, stderr, calls: calls.map((words) => words.slice(2)), inputs: Object.fromEntries(inputs), servers: [...new Set(calls.map(([address, namespace]) => `${address} ${namespace}`))] };
}
