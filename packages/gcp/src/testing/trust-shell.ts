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
}

const answers = `case "$*" in
  *'value(projectNumber)'*) echo "$NUMBER_THERE" ;;
  *providers*'value(state)'*) echo "$PROVIDER_THERE" ;;
  *'value(state)'*) echo "$POOL_THERE" ;;
  *'providers list'*) echo "$OTHERS_THERE" ;;
  *'(oidc.issuerUri,attributeCondition)'*) echo "$ADMITS_THERE" ;;
  *'(state,description)'*) echo "$MADE_THERE" ;;
  *'value(labels.carnet)'*) echo "$LABEL_THERE" ;;
  *'secrets describe'*) return "$SECRET_THERE" ;;
  *-iam-policy-binding*|*delete*) [ -z "$FAILS_WITH" ] || { echo "$FAILS_WITH" >&2; return 1; } ;;
  *) echo 'etag: BwX' ;;
esac`;

/** Runs a script under \`set -eu\` with a gcloud that records its words, and answers as if it found what \`there\` says. */
export function runScript(script: string, there: Readonly<Record<string, string>> = {}): ScriptRun {
  const stub = `gcloud() {\n  printf '%s\\0' "$@" >&3; printf '\\1' >&3\n  case "$*" in *--data-file=-*) cat >/dev/null ;; esac\n  ${answers}\n}\n`;
  const { status, output } = spawnSync('/bin/sh', ['-c', `set -eu\n${stub}${script}`], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'], NUMBER_THERE: '123456789012', PROVIDER_THERE: '', POOL_THERE: '', OTHERS_THERE: '', SECRET_THERE: '1', ADMITS_THERE: '', MADE_THERE: 'ACTIVE Made by carnet trust', LABEL_THERE: 'trust', FAILS_WITH: '', ...there },
  });
  const [, stdout = '', stderr = '', recorded = ''] = output as readonly string[];
  return { status, stdout, stderr, calls: recorded.split('\u0001').slice(0, -1).map((call) => call.split('\0').slice(0, -1)) };
}
