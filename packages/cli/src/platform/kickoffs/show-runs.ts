import type { PlatformCall } from '../command/platform-command.ts';
import { showList, showOne, tellDone } from '../command/show.ts';
import type { PlatformOptions } from '../connection/choose-platform.ts';
import { findAutomation } from '../automations/automations.ts';
import { readRecord } from './follow-kickoff.ts';
import { kickoffsPath } from './kickoff-record.ts';

export async function listRuns(call: PlatformCall<PlatformOptions & { readonly automation?: string; readonly status?: string; readonly limit?: number }>): Promise<void> {
  const { platform: { api }, options: { automation, status, limit = 50 } } = call;
  const id = automation === undefined ? undefined : (await findAutomation(api, automation)).id;
  showList(call, 'runs', await api.all(kickoffsPath, { query: { automation: id, status } }, limit), {
    automation: (each) => each.automation.name, deployment: ({ deployment }) => deployment?.number, status: (each) => each.status, code: ({ exitCode }) => exitCode, requested: ({ createdAt }) => createdAt, ended: ({ endedAt }) => endedAt, id: (each) => each.id,
  });
}

export async function showRun(call: PlatformCall): Promise<void> {
  const run = await readRecord(call.platform.api, call.args[0] ?? '');
  showOne(call, 'run', run, {
    automation: run.automation.name, id: run.id, deployment: run.deployment?.number, status: run.status, 'exit code': run.exitCode, worker: run.worker?.name,
    'requested by': run.requestedBy, requested: run.createdAt, started: run.startedAt, ended: run.endedAt, waits: run.waiting?.message, problem: run.error === null ? undefined : `${run.error.message} ${run.error.hint} [${run.error.code}]`,
  });
  if (call.options.json) return;
  for (const { variables, message, code } of run.failures) call.host.stdout.write(`  ${variables.join(', ')}: ${message} [${code}]\n`);
  if (run.steps.length > 0) {
    call.host.stdout.write('\n');
    showList(call, 'steps', run.steps, { step: ({ name }) => name, at: ({ at }) => new Date(at).toISOString(), took: ({ durationMs }) => (durationMs === null ? undefined : `${Math.round(durationMs)} ms`), secrets: ({ secrets }) => secrets, refused: ({ errorCode }) => errorCode });
  }
  if (run.variables.length > 0) {
    call.host.stdout.write('\n');
    showList(call, 'variables', run.variables, {
      variable: ({ name }) => name, path: ({ path }) => path, version: ({ version }) => version, fingerprint: ({ fingerprint }) => fingerprint, changed: ({ changed }) => (changed === null ? 'first run' : changed), took: ({ durationMs }) => (durationMs === null ? undefined : `${Math.round(durationMs)} ms`),
    });
  }
}

export async function cancelRun(call: PlatformCall): Promise<void> {
  const [id = ''] = call.args;
  await call.platform.api.request('post', `${kickoffsPath}/{kickoff}/cancel`, { path: { kickoff: id }, body: {} });
  tellDone(call, { id, cancelRequested: true }, `Asked for the end of run ${id}.`);
}
