import { z } from 'zod';
import { verifyAudit } from '../audit/verify-audit.ts';
import type { AuditCheckpoint } from '../audit/audit-signer.ts';
import { openFilledDatabase } from '../server/open-database.ts';
import type { Store } from '../store/store.ts';
import { readBounded, settingsOf } from './settings-of.ts';
import { UsageError, type Role } from './role.ts';

export const auditRole: Role = {
  name: 'audit',
  usage: 'audit verify [<organization id> | platform] [--since <checkpoint file>]',
  meaning: 'Walks the chains of the audit log and names the first entry that is not as it was written.',
  async run(process) {
    const { scope, since } = readArguments(process.args);
    const checkpoint = since === undefined ? undefined : checkpointIn(await readBounded(since));
    const read = await settingsOf(process, []);
    if (!read) return 1;
    const store = await openFilledDatabase(read.settings);
    try {
      let broken = 0;
      const chains = await scopesOf(store);
      const wanted = scope ?? checkpoint?.scope;
      if (wanted !== undefined && !chains.includes(wanted)) throw new UsageError(`There is no audit log of ${JSON.stringify(wanted.slice(0, 40))} in this database.`);
      for (const each of wanted === undefined ? chains : [wanted]) {
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

const checkpointForm = z.object({ scope: z.string(), sequence: z.int().min(1), hash: z.string(), at: z.int(), keyId: z.string(), signature: z.string() });

/** A line of the server's log has it as `checkpoint`. */
function checkpointIn(bytes: Uint8Array): AuditCheckpoint {
  const text = new TextDecoder().decode(bytes);
  const read = z.union([checkpointForm, z.object({ checkpoint: checkpointForm }).transform(({ checkpoint }) => checkpoint)]).safeParse(parsed(text));
  if (!read.success) throw new UsageError('The file of --since holds no checkpoint: one JSON object, as the server logs it.');
  return read.data;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function scopesOf({ db }: Store): Promise<readonly string[]> {
  return (await db.selectFrom('audit_head').select('scope').orderBy('scope').execute()).map(({ scope }) => scope);
}
