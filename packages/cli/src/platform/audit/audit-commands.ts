import { InvalidArgumentError, type Command } from 'commander';
import { helpText } from '../../help-text.ts';
import { addGroup, addPlatformCommand } from '../command/platform-command.ts';
import type { VerifyOptions } from './verify-export.ts';

/** Adds `carnet audit …`. */
export function addAuditCommands(parent: Command, host: NodeJS.Process, ended: (code: number) => void): void {
  const place = addGroup({ parent, host, ended }, 'audit', 'who did what, as a chain that shows what was changed in it', {
    examples: ['carnet audit ls --action credential.', 'carnet audit export > audit.ndjson', 'carnet audit verify audit.ndjson'],
  });
  addPlatformCommand(place, {
    name: 'ls', description: 'list entries, the newest first',
    flags: (command) => range(command)
      .option('--action <action>', 'only this one; with a dot at its end whatever begins so: credential.')
      .option('--actor <id>', 'only what this person, token or worker did')
      .option('--target <id>', 'only what was done to this')
      .option('--limit <number>', 'most entries, 1 to 10000 (default: 50)', limit),
    help: { examples: ['carnet audit ls', 'carnet audit ls --action signing_key. --platform'], json: '{ version: 1, entries: [{ sequence, at, actor, action, target, details, … }] }' },
    work: async () => (await import('./read-audit.ts')).listAudit,
  });
  addPlatformCommand(place, {
    name: 'export', description: 'print the chain as NDJSON, one entry a line, the oldest first', flags: range, json: 'report failures as one JSON object on standard error',
    help: { examples: ['carnet audit export > audit.ndjson', 'carnet audit export --from 2026-01-01T00:00:00Z --to 2026-02-01T00:00:00Z'], notes: ['What has been exported can be held against the chain later: keep it elsewhere.'] },
    work: async () => (await import('./read-audit.ts')).exportAudit,
  });
  place.parent.command('verify').description('verify an exported chain; names the first entry that is wrong')
    .argument('<file>', 'what carnet audit export printed; - is standard input')
    .option('--checkpoint <entry>', 'a word that was kept elsewhere, as sequence:hash: the chain must hold it', checkpoint)
    .option('--json', 'print one JSON object, and failures as one on standard error')
    .addHelpText('after', helpText({
      examples: ['carnet audit verify audit.ndjson', 'carnet audit export | carnet audit verify -', 'carnet audit verify audit.ndjson --checkpoint 1000:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
      notes: [
        'Nobody is asked: each entry holds the hash of the one before. Who can write to the whole database can make a chain anew; a checkpoint that was kept elsewhere tells of that, and what came after the last one is beyond proof.',
        'An export with --from begins in the middle, and is verified from there.',
      ],
      json: '{ version: 1, intact: true, scope, from, through, hash }\n{ version: 1, intact: false, scope, sequence, problem, message }', exitCodes: { 1: 'the chain is broken', 2: 'it is no export' },
    }))
    .action(async (file: string, options: VerifyOptions) => {
      const { verifyExport } = await import('./verify-export.ts');
      ended(await verifyExport(file, options, host));
    });
}

function range(command: Command): Command {
  return command
    .option('--from <time>', 'from this time on: 2026-11-22 or 2026-11-22T12:00:00Z', time)
    .option('--to <time>', 'before this time', time)
    .option('--platform', 'the chain of the platform itself, for its administrators');
}

function time(text: string): string {
  const at = /^\d{4}-\d{2}-\d{2}(?:T[\d:.]+(?:Z|[+-]\d{2}:\d{2}))?$/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(at)) throw new InvalidArgumentError('Write a date, or a time with its zone.');
  return new Date(at).toISOString();
}

function limit(text: string): number {
  if (!/^[1-9]\d{0,4}$/.test(text) || Number(text) > 10_000) throw new InvalidArgumentError('Write a number from 1 to 10000.');
  return Number(text);
}

function checkpoint(text: string): { readonly sequence: number; readonly hash: string } {
  const [, sequence, hash] = /^(\d{1,15}):([0-9a-f]{64})$/.exec(text) ?? [];
  if (sequence === undefined || hash === undefined) throw new InvalidArgumentError('Write the number of an entry and its hash: 1000:5f2c… with 64 hexadecimal digits.');
  return { sequence: Number(sequence), hash };
}
