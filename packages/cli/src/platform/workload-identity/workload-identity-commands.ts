import { InvalidArgumentError, Option, type Command } from 'commander';
import { names } from '../../flag-values.ts';
import { addGroup, addPlatformCommand, platformCodes, type CommandPlace } from '../command/platform-command.ts';
import { several } from '../command/flag-parsers.ts';

const config = ['<config>', 'name or id of a workload identity config'] as const;
const ladderCodes = { ...platformCodes, 5: 'the cloud does not trust our token', 6: 'a secret is denied or missing' };

/** Adds `carnet wi …`. */
export function addWorkloadIdentityCommands(parent: Command, host: NodeJS.Process, ended: (code: number) => void): void {
  const place = addGroup({ parent, host, ended }, 'wi', 'workload identity configs: how the organization federates to a cloud', {
    examples: ['carnet wi ls', 'sh trust.sh | carnet wi add production --from-stdin', 'carnet wi test production'],
  });
  addReading(place);
  addWriting(place);
}

function addReading(place: CommandPlace): void {
  addPlatformCommand(place, {
    name: 'ls', description: 'list them',
    help: { examples: ['carnet wi ls'], json: '{ version: 1, workloadIdentityConfigs: [{ id, name, kind, settings, default, … }] }' },
    work: async () => (await import('./show-configs.ts')).listConfigs,
  });
  addPlatformCommand(place, {
    name: 'show', description: 'show one, with what its tokens say and who uses it', arguments: [config],
    help: { examples: ['carnet wi show production'], json: '{ version: 1, workloadIdentityConfig: { id, name, kind, settings, token, usedBy, … } }' },
    work: async () => (await import('./show-configs.ts')).showConfig,
  });
  addPlatformCommand(place, {
    name: 'test', description: 'test the credentials that use it, step by step', arguments: [config],
    flags: ladderFlags,
    help: { examples: ['carnet wi test production', 'carnet wi test production --registered registered.json'], json: '{ version: 1, status, exitCode, credentials: [{ id, name, rungs }] }', exitCodes: ladderCodes },
    work: async () => (await import('./climb-config.ts')).testConfig,
  });
  addPlatformCommand(place, {
    name: 'trust', description: 'print what makes the cloud trust the tokens of one, or before there is one of the organization', arguments: [['[config]', 'name or id of a workload identity config; without it --provider']],
    flags: (command) => trustFlags(command).allowUnknownOption().allowExcessArguments(),
    help: {
      examples: ['carnet wi trust --provider acme --safe main --secret api-key > trust.sh', 'sh trust.sh | carnet wi add production --provider acme --safe main --from-stdin --test', 'carnet wi trust production --safe main --all-secrets --format terraform', 'carnet wi trust production --safe main --secret api-key --teardown | sh'],
      notes: ['The same documents as carnet trust prints, with issuer, subject and audience of the platform. --fields prints the flags that only the provider knows, and its formats.'],
      json: '{ version: 1, provider, issuer, subject, audience, format, teardown, text, notes, formats }\n{ version: 1, fields: [{ flag, label, required, secret, accepts, help? }], formats }   with --fields',
    },
    work: async () => (await import('./print-trust.ts')).printConfigTrust,
  });
}

function addWriting(place: CommandPlace): void {
  addPlatformCommand(place, {
    name: 'add', description: 'make one, from flags or from what a set-up printed', arguments: [['<name>', 'what to call it']],
    flags: (command) => sharedFlags(command
      .option('--kind <kind>', 'which identity it is (with --from-stdin found by what was printed)'))
      .option('--provider <id>', 'the provider of the credential; says the kind, too')
      .option('--from-stdin', 'take the fields from what the set-up printed on standard input')
      .option('--test', 'also make a credential of this name, and test it')
      .option('--secret <reference>', 'with --test: also read this secret')
      .option('--fields', 'print the flags of the kind, or the kinds, and do nothing else')
      .allowUnknownOption().allowExcessArguments(),
    help: {
      examples: ['carnet wi add production --kind acme --tenant orders --default', 'sh trust.sh | carnet wi add production --provider acme --safe main --from-stdin --test', 'carnet wi add any --fields', 'carnet wi add any --kind acme --fields'],
      notes: ['The flags of a kind are the fields of its provider: tenantId is --tenant-id. With a flag of the store a credential of the same name is made, too; with the flags that the set-up was written with, its store follows from them. --test ends as carnet wi test does: with 5 where the cloud does not trust our token; what was made stays, to be tested again.'],
      json: '{ version: 1, workloadIdentityConfig, credential?, test?: { status, exitCode, rungs } }\n{ version: 1, fields: [{ flag, label, required, secret, accepts, help? }] }   with --fields and a kind\n{ version: 1, kinds: [{ kind, title }] }   with --fields alone',
      exitCodes: ladderCodes,
    },
    work: async () => (await import('./add-config.ts')).addConfig,
  });
  addPlatformCommand(place, {
    name: 'edit', description: 'change one', arguments: [config],
    flags: (command) => sharedFlags(command.option('--name <name>', 'call it so'))
      .option('--unset <field>', 'remove this optional field; may be given again', several)
      .allowUnknownOption().allowExcessArguments(),
    help: { examples: ['carnet wi edit production --tenant billing', 'carnet wi edit production --name main --automation billing'], notes: ['Fields that are not named stay. Secrets of credentials that use it must be typed again when its fields change.'], json: '{ version: 1, workloadIdentityConfig }' },
    work: async () => (await import('./edit-config.ts')).editConfig,
  });
  addPlatformCommand(place, {
    name: 'default', description: 'make one the default of its kind', arguments: [config],
    help: { examples: ['carnet wi default production'], json: '{ version: 1, workloadIdentityConfig }' },
    work: async () => (await import('./edit-config.ts')).makeDefault,
  });
  addPlatformCommand(place, {
    name: 'rm', description: 'delete one that nothing uses', arguments: [config], flags: (command) => command.option('-y, --yes', 'do not ask'),
    help: { examples: ['carnet wi rm old --yes'], json: '{ version: 1, id, name, removed: true }', exitCodes: { ...platformCodes, 130: 'you said no' } },
    work: async () => (await import('./edit-config.ts')).removeConfig,
  });
}

/** The flags of whatever climbs a ladder on the platform. */
export function ladderFlags(command: Command): Command {
  return command
    .option('--secret <reference>', 'also read this secret: name#key@version')
    .option('--registered <file>', "what the cloud's own list command printed, to compare; - is standard input", several)
    .option('--probe', 'show the cloud two tokens that it must refuse; once an hour at most')
    .option('--worker <worker>', 'have this worker of the organization do it')
    .option('--automation <automation>', 'the automation whose subject is used, where each has its own')
    .option('--markdown', 'print it for a ticket, with ids cut');
}

function sharedFlags(command: Command): Command {
  return command
    .option('--default', 'make it the default of its kind')
    .option('--automation <names>', 'only these automations may use it, separated by commas; may be given again', names)
    .option('--all-automations', 'every automation may use it')
    .addOption(new Option('--subject <whose>', 'whose subject its tokens carry').choices(['organization', 'automation']))
    .option('--organization-issuer', "its tokens name the organization's own issuer")
    .option('--token-lifetime <seconds>', 'life of its tokens, 300 to 3600', lifetime);
}

function lifetime(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < 300 || value > 3600) throw new InvalidArgumentError('Write whole seconds from 300 to 3600.');
  return value;
}

function trustFlags(command: Command): Command {
  return command
    .option('--provider <id>', 'the provider whose store is opened, where several use the kind')
    .option('--secret <name>', 'open this secret; may be given again. Least privilege, at the price that names cannot be completed', several)
    .option('--all-secrets', 'open the whole store, and whatever is put into it later')
    .option('--list', 'also allow to list names')
    .option('--write', 'also allow to write and remove')
    .option('--create <name>', 'also create a first secret, to test with')
    .option('--format <format>', 'the tool to write for (default: the usual one of the provider)')
    .option('--teardown', 'print the way back')
    .option('--automation <automation>', 'the automation whose subject is trusted, where each has its own')
    .option('--organization-issuer', "before there is a config: the organization's own issuer")
    .option('--fields', 'print the flags that only the provider knows, and its formats');
}
