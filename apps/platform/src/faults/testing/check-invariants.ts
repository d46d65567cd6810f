import type { Sealer } from '../../sealing/sealer.ts';
import { verifyAudit } from '../../audit/verify-audit.ts';
import type { Store } from '../../store/store.ts';
import type { Ledger } from './ledger.ts';
import { settle } from './scripted-client.ts';

export interface Checked {
  readonly store: Store;
  readonly sealer: Sealer;
  readonly organization: string;
  readonly ledger: Ledger;
}

/** Looks at the database while nobody writes. What it finds wrong is added to the ledger. */
export async function checkInvariants({ store, sealer, organization, ledger }: Checked): Promise<void> {
  const wrong = (sentence: string): void => void ledger.wrong.push(sentence);
  for (const scope of ['platform', organization]) {
    const verdict = await verifyAudit({ store, scope });
    if (!verdict.intact) wrong(`The audit of ${scope === 'platform' ? scope : 'the organization'}: ${verdict.message}`);
  }
  const { db } = store;
  const entries = await db.selectFrom('audit_entry').select(({ fn }) => ['action', 'target_id', fn.countAll<number>().as('count')]).where('scope', '=', organization).groupBy(['action', 'target_id']).execute();
  const counts = new Map(entries.map(({ action, target_id: target, count }) => [`${action} ${target ?? ''}`, Number(count)]));
  const audited = (action: string, target: string, count: number): void => {
    const found = counts.get(`${action} ${target}`) ?? 0;
    if (found !== count) wrong(`${action} of ${target} stands in the audit ${found} times, and ought to ${count} times.`);
  };

  const kickoffs = await db.selectFrom('kickoff').select(['id', 'status', 'fence', 'idempotency_key', 'inputs', 'worker_id', 'lease_expires_at', 'ended_at', 'log_sequence', 'exit_code', 'frozen']).where('organization_id', '=', organization).execute();
  const byId = new Map(kickoffs.map((row) => [row.id, row]));
  const keys = new Set<string>();
  for (const row of kickoffs) {
    const ordered = ledger.kickoffs.get(row.idempotency_key ?? '');
    if (ordered === undefined || keys.has(ordered.key)) wrong(`The kickoff ${row.id} was ordered by nobody, or twice.`);
    keys.add(ordered?.key ?? '');
    if ((JSON.parse(row.inputs) as { number?: unknown }).number !== ordered?.number) wrong(`The kickoff ${row.id} has other inputs.`);
    const lost = row.status === 'lost';
    const active = row.status === 'claimed' || row.status === 'running';
    if ((row.ended_at !== null) !== (!active && row.status !== 'queued')) wrong(`The kickoff ${row.id} is ${row.status} and ended at ${row.ended_at}.`);
    if (active && (row.worker_id === null || row.lease_expires_at === null || row.frozen === null)) wrong(`The kickoff ${row.id} is ${row.status} by half.`);
    audited('kickoff.requested', row.id, 1);
    audited('kickoff.claimed', row.id, lost ? row.fence - 1 : row.fence);
    audited('kickoff.ended', row.id, row.ended_at === null ? 0 : 1);
  }
  for (const { action, target_id: target } of entries) if (action.startsWith('kickoff.') && !byId.has(target ?? '')) wrong(`${action} is in the audit for a kickoff that is not there.`);

  for (const { id, key } of ledger.kickoffs.values()) if (id !== undefined && byId.get(id)?.idempotency_key !== key) wrong(`The kickoff ${id} was acknowledged, and is not there.`);
  const lines = new Map((await db.selectFrom('kickoff_log').select(({ fn }) => ['kickoff_id', fn.countAll<number>().as('count'), fn.max('sequence').as('last')]).where('organization_id', '=', organization).groupBy('kickoff_id').execute())
    .map(({ kickoff_id: id, count, last }) => [id, { count: Number(count), last: Number(last) }]));
  for (const row of kickoffs) {
    const { count, last } = lines.get(row.id) ?? { count: 0, last: 0 };
    if (count !== row.log_sequence || last !== row.log_sequence) wrong(`The log of ${row.id} has ${count} lines up to ${last}, and the kickoff says ${row.log_sequence}.`);
  }
  for (const [id, claims] of ledger.claims) {
    const row = byId.get(id);
    for (const { fence, acknowledgedLines, ended, lost } of claims) {
      if (row === undefined) wrong(`The kickoff ${id} was handed out, and is not there.`);
      else if (row.fence < fence || row.status === 'queued') wrong(`The kickoff ${id} was handed out with the fence ${fence}, and is ${row.status} with ${row.fence}.`);
      else if (row.log_sequence < acknowledgedLines) wrong(`Of ${id} ${acknowledgedLines} lines were acknowledged, and ${row.log_sequence} are there.`);
      else if (ended !== undefined && row.status !== ended) wrong(`The result of ${id} was acknowledged as ${ended}, and it is ${row.status}.`);
      else if (lost && row.status !== 'lost' && row.ended_at !== null) wrong(`The worker of ${id} was told that its lease is lost, and it is ${row.status}.`);
    }
  }

  const automations = new Map((await db.selectFrom('automation').select(['id', 'name', 'version', 'timeout_seconds']).where('organization_id', '=', organization).where('name', 'like', 'made %').execute()).map((row) => [row.id, row]));
  for (const [id, value] of ledger.automations) {
    const row = automations.get(id);
    if (row === undefined) wrong(`The automation ${id} was acknowledged, and is not there.`);
    else settle(ledger, `automation ${id}`, value, row.timeout_seconds);
  }
  for (const { id, name, version, timeout_seconds: seconds } of automations.values()) {
    if (!ledger.unknownAutomations.has(name)) wrong(`The automation ${name} was made by nobody.`);
    // It began with one second, and each change added one.
    if (version !== seconds) wrong(`The automation ${id} has the version ${version} and ${seconds} seconds.`);
    audited('automation.created', id, 1);
    audited('automation.updated', id, version - 1);
  }

  for (const [id, value] of ledger.variables) {
    const row = await db.selectFrom('variable').select(['value', 'version']).where('organization_id', '=', organization).where('id', '=', id).executeTakeFirst();
    if (row === undefined) wrong(`The variable ${id} was acknowledged, and is not there.`);
    else {
      settle(ledger, `variable ${id}`, value, Buffer.from(sealer.open(row.value ?? '', { table: 'variable', organization, row: id, column: 'value' })).toString());
      audited('variable.updated', id, row.version - 1);
    }
  }
}
