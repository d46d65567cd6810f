import type { Command } from 'commander';
import { withConfigFlags } from '../config-flags.ts';
import { cloudCodes, helpText } from '../help-text.ts';
import type { CheckOptions } from './check-credential.ts';
import type { DoctorOptions } from './run-doctor.ts';

const exitCodes = { ...cloudCodes, 130: 'interrupted' };
const statuses = 'Each line is a rung: pass, fail, warn (the trust works, and a permission is missing), skip, or unproven (well as seen from this host, which proves nothing until an exchange is accepted).';
const probing = '--probe shows the cloud two tokens of 60 s that it must refuse: one of an organization that does not exist, one for another audience. Both stay in the cloud\'s log as refused. Each trust is probed once an hour from this machine at most; once for each change of it is enough.';
const comparing = 'Without --registered, a refused exchange shows the commands that print what the cloud has registered. With it, both are compared character by character, and the command that mends the trust is printed.';
const rung = '{ id, title, status, durationMs, message, reference?, sent?, expected?, difference?, error?, diagnosis?, commands? }';

const checkHelp = helpText({
  examples: [
    'carnet check vault --secret database#password',
    'carnet check vault --registered registered.json',
  ],
  notes: [
    statuses,
    comparing,
    probing,
  ],
  json: `
{ version: 1, status, exitCode, credential, provider, workloadIdentity?,
  rungs: [${rung}],
  attempts: [{ credential, rung, number, code }] }`,
  exitCodes,
});

const doctorHelp = helpText({
  examples: ['carnet doctor', 'carnet doctor --markdown > ticket.md'],
  notes: [statuses, 'Every identity, every credential and every secret that a variable names; each secret is read once, and no value is shown.', `${comparing} Each file is held against the workload identity config whose provider can read it.`, probing],
  json: `
{ version: 1, status, exitCode, configuration: [rung],
  workloadIdentities: [{ name, kind, rungs: [rung] }],
  credentials: [{ name, provider, workloadIdentity?, rungs: [rung] }],
  attempts: [{ credential, rung, number, code }] }
rung: ${rung.replace(', reference?', ',\n  reference?')}`,
  exitCodes,
});

/** Adds `carnet doctor` and `carnet check`. */
export function addCheckCommands(program: Command, host: NodeJS.Process, ended: (code: number) => void): void {
  withLadderFlags(program.command('doctor').description('test everything in the configuration, step by step'))
    .addHelpText('after', doctorHelp)
    .action(async (options: DoctorOptions) => {
      const { runDoctor } = await import('./run-doctor.ts');
      ended(await runDoctor(options, host));
    });
  withLadderFlags(program.command('check').description('test one credential, step by step')
    .argument('<credential>', 'a credential of the configuration')
    .option('--secret <reference>', 'also read this secret: name, name#key, name@version; may be given again', collected))
    .addHelpText('after', checkHelp)
    .action(async (credential: string, options: CheckOptions) => {
      const { checkCredential } = await import('./check-credential.ts');
      ended(await checkCredential(credential, options, host));
    });
}

function withLadderFlags(command: Command): Command {
  return withConfigFlags(command)
    .option('--registered <file>', 'what the list command of the cloud printed, - for standard input; may be given again', collected)
    .option('--new', 'registered in the last 15 minutes: try again every 10 s, for up to 5 minutes')
    .option('--probe', 'also see whether the trust is too wide; leaves two refused exchanges in the log of the cloud')
    .option('--markdown', 'print Markdown for a ticket, with ids shortened');
}

const collected = (value: string, earlier: readonly string[] = []): readonly string[] => [...earlier, value];
