import { parse } from 'yaml';
import type { Check } from '../check-definition.ts';

interface Job {
  readonly permissions?: unknown;
  readonly environment?: unknown;
  readonly 'timeout-minutes'?: number;
  readonly steps?: readonly { readonly uses?: string; readonly run?: string; readonly with?: Readonly<Record<string, unknown>> }[];
}
interface Workflow {
  readonly on?: unknown;
  readonly permissions?: unknown;
  readonly jobs?: Readonly<Record<string, Job>>;
}

/** A workflow runs with the right to publish us: what it runs must be what was looked at. */
export const workflows: Check = {
  name: 'workflows',
  purpose: 'workflows pin every action by its commit, declare their permissions, and take no orders from a pull request',
  run: (repository) => repository.files
    .filter((file) => /^\.github\/(?:workflows|actions)\/.*\.ya?ml$/.test(file))
    .flatMap((file) => {
      const text = repository.read(file);
      return [...pinProblems(text), ...(file.startsWith('.github/workflows/') ? workflowProblems(text) : [])].map((problem) => `${file}${problem}`);
    }),
};

const pinned = /^[\w.-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/;

/** The document says what is used, in whatever form it is written; its version stands in a comment, which only the text has. */
function pinProblems(text: string): readonly string[] {
  const lines = text.split('\n').flatMap((line) => /uses: (\S.*)$/.exec(line)?.[1] ?? []);
  return usedIn(parse(text)).filter((used) => !used.startsWith('./') && !lines.some((line) => line.split(' ')[0] === used && pinned.test(line)))
    .map((used) => `: ${used} is not pinned as owner/name@<40 hex digits> # v1.2.3`);
}

function usedIn(node: unknown): readonly string[] {
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) => (key === 'uses' ? [String(value)] : usedIn(value)));
}

function workflowProblems(text: string): readonly string[] {
  const { on, permissions, jobs = {} } = parse(text) as Workflow;
  const events = typeof on === 'string' ? [on] : Array.isArray(on) ? on.map(String) : Object.keys(on ?? {});
  return [
    ...events.filter((event) => ['pull_request_target', 'workflow_run', 'issue_comment'].includes(event)).map((event) => `: ${event} runs a stranger's change with our rights`),
    ...(isEmpty(permissions) ? [] : [': permissions must be {} at the top, and each job says what it needs']),
    ...Object.entries(jobs).flatMap(([name, job]) => jobProblems(job, events).map((problem) => `: ${name}: ${problem}`)),
  ];
}

function jobProblems({ permissions, environment, steps = [], 'timeout-minutes': minutes }: Job, events: readonly string[]): readonly string[] {
  const rights: Readonly<Record<string, unknown>> = typeof permissions === 'object' && permissions !== null ? { ...permissions } : {};
  const writes = Object.entries(rights).filter(([, right]) => right === 'write').map(([name]) => name);
  return [
    ...(typeof permissions === 'object' && permissions !== null ? [] : ['declares no permissions']),
    ...(minutes === undefined ? ['has no timeout-minutes'] : []),
    ...(writes.length > 0 && events.includes('pull_request') ? [`may write ${writes.join(', ')} for a pull request`] : []),
    ...(writes.includes('id-token') && environment === undefined ? ['may prove who we are, and has no protected environment'] : []),
    ...steps.filter(({ uses, with: options }) => uses?.startsWith('actions/checkout@') && options?.['persist-credentials'] !== false).map(() => 'checks out without persist-credentials: false'),
    ...steps.flatMap(({ run = '' }) => [...run.matchAll(/\$\{\{\s*(?:github\.event|github\.head_ref|inputs)\b[^}]*\}\}/g)].map(([found]) => `${found} becomes a part of a script`)),
    ...(/\bsecrets\.(?!GITHUB_TOKEN\b)/.test(JSON.stringify(steps)) ? ['uses a stored secret'] : []),
  ];
}

function isEmpty(permissions: unknown): boolean {
  return typeof permissions === 'object' && permissions !== null && Object.keys(permissions).length === 0;
}
