import type { TrustStep } from '@carnet/provider';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What a stub prints where its arguments, joined by spaces, match the pattern of the shell; or the status it ends with. */
export interface StubAnswer {
  readonly when: string;
  readonly print?: string;
  readonly status?: number;
}

export interface ScriptRun {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** The words of each call of `az` and `kubectl`. */
  readonly calls: readonly (readonly string[])[];
  /** What `az keyvault secret set` read. */
  readonly secret: string | undefined;
}

const quoted = (word: string): string => `'${word.replaceAll("'", String.raw`'\''`)}'`;

function preamble(folder: string, answers: readonly StubAnswer[]): string {
  const branches = answers.map(({ when, print, status = 0 }) => `    ${when.replaceAll(' ', '\\ ')}) ${print === undefined ? '' : `printf '%s\\n' ${quoted(print)}; `}return ${status} ;;`);
  return [
    'stub() {',
    `  { printf '%s\\0' "$@"; printf '\\n\\0'; } >> ${quoted(join(folder, 'calls'))}`,
    `  case "$*" in az\\ keyvault\\ secret\\ set*) cat > ${quoted(join(folder, 'secret'))} ;; esac`,
    '  case "$*" in',
    ...branches,
    '  esac',
    '}',
    'az() { stub az "$@"; }',
    'kubectl() { stub kubectl "$@"; }',
    'set -eu',
  ].join('\n');
}

/** Runs the steps in a real shell, as `… | sh` does, against stubs of `az` and `kubectl`. */
export function runScript(steps: readonly TrustStep[], answers: readonly StubAnswer[]): ScriptRun {
  const folder = mkdtempSync(join(tmpdir(), 'carnet-azure-'));
  try {
    const script = `${[preamble(folder, answers), ...steps.map(({ text }) => text)].join('\n')}\n`;
    const { status, stdout, stderr } = spawnSync('/bin/sh', { input: script, encoding: 'utf8', cwd: folder });
    const recorded = existsSync(join(folder, 'calls')) ? readFileSync(join(folder, 'calls'), 'utf8') : '';
    const calls = recorded.split('\n\0').slice(0, -1).map((call) => call.split('\0').slice(0, -1));
    const secret = existsSync(join(folder, 'secret')) ? readFileSync(join(folder, 'secret'), 'utf8') : undefined;
    return { status, stdout, stderr, calls, secret };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
