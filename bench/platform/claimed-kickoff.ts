import type { BenchOrganization } from './organization.ts';
import { sessionOf, type Session } from './session.ts';

/** A kickoff that a worker holds, which is nothing but its calls here. */
export interface ClaimedKickoff {
  readonly id: string;
  readonly fence: number;
  readonly workloadIdentity: string;
  readonly worker: Session;
  /** Keeps the lease. */
  beat(): Promise<void>;
}

const facts = { slots: 1, platform: 'linux-x64', providers: ['azure'], ownUser: false };
const workerVersion = '0.1.0';

/** Makes a worker, and has it claim the next kickoff of the organization. */
export async function claimKickoff(url: string, organization: BenchOrganization, name: string): Promise<ClaimedKickoff> {
  const joining = sessionOf(url, await organization.joinToken(name));
  const { token } = await joining.call<{ token: string }>('POST', '/v1/worker/join', { name, workerVersion, facts });
  const worker = sessionOf(url, token);
  const { job } = await worker.call<{ job: { kickoffId: string; fence: number; workloadIdentities: Readonly<Record<string, unknown>> } }>('POST', '/v1/worker/claims', { workerVersion, facts, waitSeconds: 5, free: 1 });
  const { kickoffId: id, fence } = job;
  const [workloadIdentity = ''] = Object.keys(job.workloadIdentities);
  return { id, fence, workloadIdentity, worker, beat: () => worker.call('POST', `/v1/worker/kickoffs/${id}/heartbeat`, { fence, steps: [], phase: 'resolving' }) };
}
