import type { ClaimAnswer, KickoffJob } from '../../worker-protocol/protocol.ts';
import type { HeldKickoff, Ledger } from './ledger.ts';
import { callPlatform, type Caller } from './platform-call.ts';

export interface ScriptedWorker {
  readonly running: () => boolean;
  readonly caller: Caller;
  readonly ledger: Ledger;
  /** What it holds from before the server was killed. */
  readonly held: { current: HeldKickoff | undefined };
  /** Of the variable that is baked into the deployment. */
  readonly bakedValue: string;
}

export const facts = { slots: 1, platform: 'linux-x64', providers: [], ownUser: false } as const;
const lines = 4;

/** Claims, writes logs, and reports, as a worker does; what it does not know to be done it says again. */
export async function runScriptedWorker(worker: ScriptedWorker): Promise<void> {
  const { running, caller, ledger, held } = worker;
  while (running()) {
    if (held.current !== undefined && !await finish(worker, held.current)) return;
    held.current = undefined;
    if (!running()) return;
    const answer = await callPlatform(caller, 'POST', '/v1/worker/claims', { workerVersion: '1.0.0', facts, waitSeconds: 0.2, free: 1 });
    if (answer === undefined) return;
    if (answer.status === 204) continue;
    const claim = answer.body as ClaimAnswer;
    if (answer.status !== 200 || claim.type !== 'kickoff') ledger.wrong.push(`A claim was answered ${answer.status}: ${answer.text.slice(0, 300)}`);
    else held.current = noted(worker, claim.job);
  }
}

function noted({ ledger, bakedValue }: ScriptedWorker, job: KickoffJob): HeldKickoff {
  const known = ledger.claims.get(job.kickoffId) ?? [];
  if (known.length > 0) ledger.wrong.push(`The kickoff ${job.kickoffId} was handed out ${known.length + 1} times (fences ${[...known.map(({ fence }) => fence), job.fence].join(', ')}).`);
  const [variable] = job.variables;
  if (variable?.path !== 'direct' || Buffer.from(variable.value, 'base64').toString() !== bakedValue) ledger.wrong.push(`The kickoff ${job.kickoffId} came without its sealed value.`);
  const kickoff = { id: job.kickoffId, fence: job.fence, acknowledgedLines: 0, said: false, ended: undefined, lost: false };
  ledger.claims.set(job.kickoffId, [...known, kickoff]);
  ledger.counts.claims += 1;
  return kickoff;
}

/** Whether it came to an end: false where the server went away. */
async function finish({ running, caller, ledger }: ScriptedWorker, kickoff: HeldKickoff): Promise<boolean> {
  const say = async (action: string, body: object): Promise<'done' | 'away' | 'lost'> => {
    const answer = await callPlatform(caller, 'POST', `/v1/worker/kickoffs/${kickoff.id}/${action}`, { fence: kickoff.fence, ...body });
    if (answer === undefined) return 'away';
    if (answer.status < 300) return 'done';
    // A server that was away for longer than the lease; anything else is wrong.
    if (answer.status !== 409) ledger.wrong.push(`${action} was answered ${answer.status}: ${answer.text.slice(0, 300)}`);
    kickoff.lost = true;
    return 'lost';
  };
  // What may have ended it is said again, and nothing before that: its lease ended with it.
  const beat = kickoff.said ? 'done' : await say('heartbeat', { steps: [], phase: 'running' });
  if (beat !== 'done') return beat === 'lost';
  while (!kickoff.said && kickoff.acknowledgedLines < lines) {
    if (!running()) return false;
    const sequence = kickoff.acknowledgedLines + 1;
    const said = await say('logs', { lines: [{ sequence, at: 1, stream: 'stdout', text: `line ${sequence} of ${kickoff.id}` }] });
    if (said !== 'done') return said === 'lost';
    kickoff.acknowledgedLines = sequence;
    ledger.counts.lines += 1;
  }
  // Said again it has to be the same: what is written is what arrived first.
  const outcome = /[0-7]$/.test(kickoff.id) ? 'succeeded' as const : 'failed' as const;
  kickoff.said = true;
  const said = await say('result', { outcome, exitCode: outcome === 'succeeded' ? 0 : 1, variables: [], steps: [], lines: [], logTruncated: false });
  if (said === 'away') return false;
  if (said === 'done') {
    kickoff.ended = outcome;
    ledger.counts.results += 1;
  }
  return true;
}
