import { Option, type Command } from 'commander';
import { names } from '../../flag-values.ts';
import { addGroup, addPlatformCommand, platformCodes } from '../command/platform-command.ts';

/** Adds `carnet env …`. */
export function addVariableCommands(parent: Command, host: NodeJS.Process, ended: (code: number) => void): void {
  const place = addGroup({ parent, host, ended }, 'env', 'environment variables of automations', {
    examples: ['carnet env ls', 'carnet env set API_KEY --credential orders --secret api-key', 'carnet env set MODE --value production --automation billing'],
  });
  addPlatformCommand(place, {
    name: 'ls', description: 'list them; a value is never shown', flags: (command) => command.option('--automation <automation>', 'only what applies to this automation'),
    help: { examples: ['carnet env ls', 'carnet env ls --automation billing'], json: '{ version: 1, variables: [{ id, name, source, credentialId, reference, automations, … }] }' },
    work: async () => (await import('./list-variables.ts')).listVariables,
  });
  addPlatformCommand(place, {
    name: 'set', description: 'make or change a variable', arguments: [['<NAME>', 'its name in the environment']],
    flags: (command) => scope(command
      .option('--credential <credential>', 'read it through this credential')
      .option('--provider <id>', 'read it through the default credential of this provider')
      .option('--secret <reference>', 'the secret: name#key@version, key and version optional')
      .option('--value <text>', 'a direct value that is no secret, which stands here in the list of processes')
      .option('--stdin', 'take the direct value from standard input')
      .option('--optional', 'leave it unset where the secret is not there').option('--no-optional', 'fail where the secret is not there')
      .addOption(new Option('--encoding <encoding>', 'how the bytes become text').choices(['utf8', 'base64']))
      .addOption(new Option('--as <sink>', 'how the command gets it').choices(['environment', 'file']))
      .option('--allow', 'allow a name that steers programs, as a proxy or a certificate file')),
    help: {
      examples: ['carnet env set API_KEY --credential orders --secret api-key', 'carnet env set DATABASE_PASSWORD --provider acme --secret database#password', 'carnet env set LICENCE --stdin < licence.txt'],
      notes: ['A variable of chosen automations goes before the one of the same name for all. A direct value and one of a stored credential change with the next deployment, any other with the next kickoff.'],
      json: '{ version: 1, variable, created }',
    },
    work: async () => (await import('./set-variable.ts')).setVariable,
  });
  addPlatformCommand(place, {
    name: 'rm', description: 'delete a variable', arguments: [['<NAME>', 'name or id of a variable']],
    flags: (command) => command.option('--automation <automation>', 'the one of this automation, where several have the name').option('-y, --yes', 'do not ask'),
    help: { examples: ['carnet env rm API_KEY --yes'], json: '{ version: 1, id, name, removed: true }', exitCodes: { ...platformCodes, 130: 'you said no' } },
    work: async () => (await import('./remove-variable.ts')).removeVariable,
  });
  addPlatformCommand(place, {
    name: 'import', description: 'make variables of the lines of a .env file', arguments: [['<file>', 'the file; - is standard input']],
    flags: (command) => scope(command.option('--dry-run', 'say what would be made, and do nothing')),
    help: {
      examples: ['carnet env import .env --automation billing', 'carnet env import .env --dry-run'],
      notes: ['All lines are written, or none: a line that is refused is named, and --dry-run finds it, too. Every value becomes a direct one, which is sealed and can be used, and not read again. Put what is a secret into a store, and name it with carnet env set.', 'Read as node --env-file reads it. A value is never shown.'],
      json: '{ version: 1, variables: [{ name, action: \'create\' | \'change\' }], dryRun }',
    },
    work: async () => (await import('./import-variables.ts')).importVariables,
  });
}

function scope(command: Command): Command {
  return command
    .option('--automation <names>', 'for these automations alone, separated by commas; may be given again', names)
    .option('--all-automations', 'for every automation (the default of a new one)');
}
