import { verifyAudit } from '../audit/verify-audit.ts';
import type { AuditCheckpoint } from '../audit/audit-signer.ts';
import { openDatabase } from '../server/open-database.ts';
import type { Store } from '../store/store.ts';
import { readBounded, settingsOf } from './settings-of.ts';
import { UsageError, type Role } from './role.ts';

export const auditRole: Role = {
  name: 'audit',
  usage: 'audit verify [<organization id> | platform] [--since <checkpoint file>]',
  meaning: 'Walks the chains of the audit log and names the first entry that is not as it was written.',
  async run(process) {
    const { scope, since } = readArguments(process.args);
    const checkpoint = since === undefined ? undefined : JSON.parse(new TextDecoder().decode(await readBounded(since))) as AuditCheckpoint;
    const read = await settingsOf(process, []);
    if (!read) return 1;
    const store = await openDatabase(read.settings);
    try {
      let broken = 0;
      for (const each of scope === undefined ? await scopesOf(store) : [scope]) {
        const verdict = await verifyAudit({ store, scope: each, signer: read.settings.auditKey, since: checkpoint });
        if (!verdict.intact) broken++;
        process.stdout.write(verdict.intact ? `${each}: whole, entries ${verdict.from} to ${verdict.through}, head ${verdict.hash}\n` : `${each}: BROKEN at ${verdict.sequence}: ${verdict.message}\n`);
      }
      return broken === 0 ? 0 : 1;
    } finally {
      await store.close();
    }
  },
};

function readArguments(args: readonly string[]): { readonly scope: string | undefined; readonly since: string | undefined } {
  const [verb, ...rest] = args;
  const at = rest.indexOf('--since');
  const since = at === -1 ? undefined : rest[at + 1];
  const others = at === -1 ? rest : rest.toSpliced(at, 2);
  if (verb !== 'verify' || others.length > 1 || (at !== -1 && since === undefined)) throw new UsageError('Write: audit verify [<organization id> | platform] [--since <checkpoint file>].');
  return { scope: others[0], since };
}

async function scopesOf({ db }: Store): Promise<readonly string[]> {
  return (await db.selectFrom('audit_head').select('scope').orderBy('scope').execute()).map(({ scope }) => scope);
}
