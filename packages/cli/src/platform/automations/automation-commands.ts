import { InvalidArgumentError, type Command } from 'commander';
import { addGroup, addPlatformCommand, platformCodes } from '../command/platform-command.ts';

const automation = ['<automation>', 'name or id of an automation'] as const;

/** Adds `carnet automations …` and `carnet deployments …`. */
export function addAutomationCommands(parent: Command, host: NodeJS.Process, ended: (code: number) => void): void {
  const place = addGroup({ parent, host, ended }, 'automations', 'what runs: a command with the variables assigned to it', {
    examples: ['carnet automations create billing -- node bill.js', 'carnet automations ls'],
  });
  addPlatformCommand(place, {
    name: 'ls', description: 'list them',
    help: { examples: ['carnet automations ls'], json: '{ version: 1, automations: [{ id, name, command, timeoutSeconds, … }] }' },
    work: async () => (await import('./automations.ts')).listAutomations,
  });
  addPlatformCommand(place, {
    name: 'show', description: 'show one', arguments: [automation],
    help: { examples: ['carnet automations show billing'], json: '{ version: 1, automation: { id, name, command, … } }' },
    work: async () => (await import('./automations.ts')).showAutomation,
  });
  addPlatformCommand(place, {
    name: 'create', description: 'make one', arguments: [['<name>', 'what to call it'], ['<command...>', 'the command and its arguments, without a shell, after --']], flags: limits,
    help: { examples: ['carnet automations create billing -- node bill.js --all', 'carnet automations create report --run-timeout 600 --concurrency 1 -- ./report.sh'], notes: ['Whoever may change a command can read every value that is assigned to it. Deploy it next: carnet deployments create.'], json: '{ version: 1, automation }' },
    work: async () => (await import('./automations.ts')).createAutomation,
  });
  addPlatformCommand(place, {
    name: 'edit', description: 'change one; what is deployed stays as it is', arguments: [automation, ['[command...]', 'another command, after --']],
    flags: (command) => limits(command.option('--name <name>', 'call it so')),
    help: { examples: ['carnet automations edit billing --run-timeout 900', 'carnet automations edit billing -- node bill.js --fast'], json: '{ version: 1, automation }' },
    work: async () => (await import('./automations.ts')).editAutomation,
  });
  addPlatformCommand(place, {
    name: 'archive', description: 'end one for good: nothing can start it any more', arguments: [automation], flags: (command) => command.option('-y, --yes', 'do not ask'),
    help: { examples: ['carnet automations archive old --yes'], json: '{ version: 1, id, name, archived: true }', exitCodes: { ...platformCodes, 130: 'you said no' } },
    work: async () => (await import('./automations.ts')).archiveAutomation,
  });

  const deployments = addGroup({ parent, host, ended }, 'deployments', 'versions of an automation, made ready to run', {
    examples: ['carnet deployments create billing', 'carnet deployments ls billing'],
  });
  addPlatformCommand(deployments, {
    name: 'ls', description: 'list those of an automation, the newest first', arguments: [automation],
    help: { examples: ['carnet deployments ls billing'], json: '{ version: 1, deployments: [{ number, status, command, createdAt, … }] }' },
    work: async () => (await import('./deployments.ts')).listDeployments,
  });
  addPlatformCommand(deployments, {
    name: 'create', description: 'deploy an automation as it is now', arguments: [automation],
    help: {
      examples: ['carnet deployments create billing'],
      notes: ['Direct values and those of credentials with a stored secret are resolved now, and sealed with the deployment. Those on a workload identity are read fresh by each kickoff.'],
      json: '{ version: 1, deployment: { number, status, variables, … } }', exitCodes: { ...platformCodes, 5: 'a cloud refused the sign-in', 6: 'a secret is denied or missing' },
    },
    work: async () => (await import('./deployments.ts')).createDeployment,
  });
  addPlatformCommand(deployments, {
    name: 'show', description: 'show one', arguments: [automation, ['[number]', 'its number (default: the one that is active)']],
    help: { examples: ['carnet deployments show billing', 'carnet deployments show billing 3'], json: '{ version: 1, deployment: { number, status, command, variables: [{ name, path, reference, fingerprint, version }], … } }' },
    work: async () => (await import('./deployments.ts')).showDeployment,
  });
}

function limits(command: Command): Command {
  return command
    .option('--run-timeout <seconds>', 'most seconds that a run may take', wholeNumber)
    .option('--concurrency <number>', 'most runs of it at once; 0 is no limit of its own', wholeNumber)
    .option('--worker-version <version>', 'the least version of a worker that may run it');
}

function wholeNumber(text: string): number {
  if (!/^\d{1,7}$/.test(text)) throw new InvalidArgumentError('Write a whole number.');
  return Number(text);
}
