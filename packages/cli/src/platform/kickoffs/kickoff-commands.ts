import { InvalidArgumentError, Option, type Command } from 'commander';
import { seconds } from '../../flag-values.ts';
import { addGroup, addPlatformCommand, platformCodes } from '../command/platform-command.ts';

const automation = ['<automation>', 'name or id of an automation'] as const;
const run = ['<run>', 'id of a run: carnet runs ls'] as const;
const runCodes = { 124: 'the run took too long', 125: 'nothing was started, or the run was lost, or the platform could not be asked', 130: 'the run was cancelled' };
const following = 'With --follow it ends with the code of the command, as carnet run does; 124: the run took too long, 125: nothing was started or the run was lost, 130: it was cancelled. Ctrl-C ends the watching and not the run: carnet runs cancel.';
const followingAsJson = 'With --follow and --json, standard output has one object, the record of the run when it has ended. Its log goes to standard error as it comes, all of it, for people; a failure is one object on the last line there. For the log as JSON: carnet runs logs <run> --follow --json.';

/** Adds `carnet kickoff`, `carnet runs …` and `carnet verify-rotation`. */
export function addKickoffCommands(parent: Command, host: NodeJS.Process, ended: (code: number) => void): void {
  addPlatformCommand({ parent, host, ended }, {
    name: 'kickoff', description: 'start a run of what is deployed', arguments: [automation],
    flags: (command) => command
      .option('--inputs <file>', 'a JSON object for the command; - is standard input')
      .option('--follow', 'show its log as it comes, and wait for its end')
      .option('--idempotency-key <key>', 'start it once, however often this is repeated'),
    help: {
      examples: ['carnet kickoff billing --follow', 'echo \'{"month":"2026-11"}\' | carnet kickoff billing --inputs -', 'carnet kickoff billing --idempotency-key 2026-11-22'],
      notes: [following, followingAsJson, 'What changed since the run before stands below the log: version and fingerprint of each variable, and how long before the end it was read.'],
      json: '{ version: 1, kickoff: { id, status, … } }',
      exitCodes: { ...platformCodes, ...runCodes },
    },
    work: async () => (await import('./start-kickoff.ts')).startKickoff,
  });

  const runs = addGroup({ parent, host, ended }, 'runs', 'what ran, runs and waits', { examples: ['carnet runs ls --automation billing', 'carnet runs logs 6f9619ff-8b86-4d01-b42d-00c04fc964ff --follow'] });
  addPlatformCommand(runs, {
    name: 'ls', description: 'list runs, the newest first',
    flags: (command) => command
      .option('--automation <automation>', 'only those of this automation')
      .addOption(new Option('--status <status>', 'only those that are so').choices(['queued', 'claimed', 'running', 'succeeded', 'failed', 'cancelled', 'timed_out', 'lost']))
      .option('--limit <number>', 'most runs, 1 to 10000 (default: 50)', limit),
    help: { examples: ['carnet runs ls', 'carnet runs ls --automation billing --status failed'], json: '{ version: 1, runs: [{ id, automation, deployment, status, createdAt, … }] }' },
    work: async () => (await import('./show-runs.ts')).listRuns,
  });
  addPlatformCommand(runs, {
    name: 'show', description: 'show the record of a run: steps, variables, what failed', arguments: [run],
    help: { examples: ['carnet runs show 6f9619ff-8b86-4d01-b42d-00c04fc964ff'], json: '{ version: 1, run: { id, status, steps, variables: [{ name, version, fingerprint, changed, … }], failures, … } }' },
    work: async () => (await import('./show-runs.ts')).showRun,
  });
  addPlatformCommand(runs, {
    name: 'logs', description: 'print the masked log of a run', arguments: [run], json: 'print one JSON object a line, and failures as one on standard error',
    flags: (command) => command.option('--follow', 'go on until the run has ended, and end with its code'),
    help: { examples: ['carnet runs logs 6f9619ff-8b86-4d01-b42d-00c04fc964ff', 'carnet runs logs 6f9619ff-8b86-4d01-b42d-00c04fc964ff --follow'], json: '{ version: 1, sequence, at, stream, text }   a line each', exitCodes: { ...platformCodes, ...runCodes } },
    work: async () => (await import('./print-logs.ts')).printLogs,
  });
  addPlatformCommand(runs, {
    name: 'cancel', description: 'end a run', arguments: [run],
    help: { examples: ['carnet runs cancel 6f9619ff-8b86-4d01-b42d-00c04fc964ff'], json: '{ version: 1, id, cancelRequested: true }' },
    work: async () => (await import('./show-runs.ts')).cancelRun,
  });
  addPlatformCommand(runs, {
    name: 'rerun', description: 'start the same once more, with what is deployed now', arguments: [run],
    flags: (command) => command.option('--follow', 'show its log as it comes, and wait for its end'),
    help: { examples: ['carnet runs rerun 6f9619ff-8b86-4d01-b42d-00c04fc964ff --follow'], notes: [following, followingAsJson], json: '{ version: 1, kickoff: { id, status, … } }', exitCodes: { ...platformCodes, ...runCodes } },
    work: async () => (await import('./start-kickoff.ts')).rerun,
  });

  addPlatformCommand({ parent, host, ended }, {
    name: 'verify-rotation', description: 'prove that a rotated secret is seen without a redeploy', arguments: [automation, ['<variable>', 'name of the variable']],
    flags: (command) => command
      .option('--wait', 'between the two runs, wait until you press Enter; needs a terminal')
      .option('--after-command <command>', 'between the two runs, run this with sh: what rotates the secret')
      .option('--wait-seconds <seconds>', 'most seconds for each run, 1 to 3600 (default: 600)', seconds),
    help: {
      examples: ['carnet verify-rotation billing API_KEY --wait', 'carnet verify-rotation billing API_KEY --after-command ./rotate.sh', 'carnet verify-rotation billing API_KEY --json'],
      notes: [
        'Starts a run, has the secret rotated, starts another one, and shows both fingerprints side by side. Without --wait and --after-command it asks for the Enter key where there is a terminal; elsewhere it compares the run that it starts with the one before.',
        'The output of the command goes to standard error.',
      ],
      json: '{ version: 1, automation, variable, rotated, message, before, after }',
      exitCodes: { ...platformCodes, 1: 'nothing changed, or a run failed', 130: 'you left' },
    },
    work: async () => (await import('./verify-rotation.ts')).verifyRotation,
  });
}

function limit(text: string): number {
  if (!/^[1-9]\d{0,4}$/.test(text) || Number(text) > 10_000) throw new InvalidArgumentError('Write a number from 1 to 10000.');
  return Number(text);
}
