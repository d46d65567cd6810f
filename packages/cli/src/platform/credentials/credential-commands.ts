import type { Command } from 'commander';
import { addGroup, addPlatformCommand, platformCodes, type CommandPlace } from '../command/platform-command.ts';
import { several } from '../command/flag-parsers.ts';
import { ladderFlags } from '../workload-identity/workload-identity-commands.ts';

const credential = ['<credential>', 'name or id of a credential'] as const;
const reference = ['<reference>', 'name, name#key, name@version or name#key@version'] as const;
const storeCodes = { ...platformCodes, 5: 'the cloud does not trust our token', 6: 'a secret is denied or missing' };

/** Adds `carnet credentials …`. */
export function addCredentialCommands(parent: Command, host: NodeJS.Process, ended: (code: number) => void): void {
  const place = addGroup({ parent, host, ended }, 'credentials', 'secret provider credentials: how to reach one secret store', {
    examples: ['carnet credentials ls', 'carnet credentials add orders --provider acme --workload-identity production --region north', 'carnet credentials test orders'],
  });
  addResource(place);
  addStore(place);
}

function addResource(place: CommandPlace): void {
  addPlatformCommand(place, {
    name: 'ls', description: 'list them',
    help: { examples: ['carnet credentials ls'], json: '{ version: 1, credentials: [{ id, name, provider, method, store, default, … }] }' },
    work: async () => (await import('./show-credentials.ts')).listCredentials,
  });
  addPlatformCommand(place, {
    name: 'show', description: 'show one; of its secret fields which are stored', arguments: [credential],
    help: { examples: ['carnet credentials show orders'], json: '{ version: 1, credential: { id, name, provider, method, store, settings, secretNames, … } }' },
    work: async () => (await import('./show-credentials.ts')).showCredential,
  });
  addPlatformCommand(place, {
    name: 'add', description: 'make one', arguments: [['<name>', 'what to call it']],
    flags: (command) => fieldFlags(command
      .option('--provider <id>', 'its provider; --fields without it tells those of the platform')
      .option('--method <method>', 'how to sign in (default: workload-identity where the provider has it)')
      .option('--test', 'test it afterwards')
      .option('--fields', 'print the flags of the provider, or the providers, and do nothing else')),
    help: {
      examples: ['carnet credentials add orders --provider acme --workload-identity production --region north', 'carnet credentials add legacy --provider acme --method key --user ci --secret-from key=key.txt'],
      notes: ['The flags of a provider are its fields: vaultUrl is --vault-url. A secret field is asked for on a terminal, or read from a file with --secret-from; it is never an argument.', 'A credential with a stored secret is read when a deployment is made: a rotated value needs a new deployment.'],
      json: '{ version: 1, credential, test?: { status, exitCode, rungs } }\n{ version: 1, fields: [{ flag, label, required, secret, accepts, help? }] }   with --fields and a provider\n{ version: 1, providers: [{ id, title, methods }] }   with --fields alone', exitCodes: storeCodes,
    },
    work: async () => (await import('./write-credential.ts')).addCredential,
  });
  addPlatformCommand(place, {
    name: 'edit', description: 'change one', arguments: [credential],
    flags: (command) => fieldFlags(command.option('--name <name>', 'call it so').option('--unset <field>', 'remove this optional field; may be given again', several)),
    help: { examples: ['carnet credentials edit orders --region south', 'carnet credentials edit legacy --secret-from key=-'], notes: ['What is not named stays. Where address, identity or method change, stored secrets must be given again.'], json: '{ version: 1, credential }' },
    work: async () => (await import('./write-credential.ts')).editCredential,
  });
  addPlatformCommand(place, {
    name: 'rm', description: 'delete one that nothing uses', arguments: [credential], flags: (command) => command.option('-y, --yes', 'do not ask'),
    help: { examples: ['carnet credentials rm legacy --yes'], json: '{ version: 1, id, name, removed: true }', exitCodes: { ...platformCodes, 130: 'you said no' } },
    work: async () => (await import('./write-credential.ts')).removeCredential,
  });
}

function addStore(place: CommandPlace): void {
  addPlatformCommand(place, {
    name: 'test', description: 'test one, step by step', arguments: [credential], flags: ladderFlags,
    help: { examples: ['carnet credentials test orders --secret api-key', 'carnet credentials test orders --registered registered.json'], json: '{ version: 1, status, exitCode, credentials: [{ id, name, rungs }] }', exitCodes: storeCodes },
    work: async () => (await import('./use-store.ts')).testCredential,
  });
  addPlatformCommand(place, {
    name: 'secrets', description: 'list the names in its store', arguments: [credential], flags: (command) => onWorker(command.option('--prefix <text>', 'only names that begin so')),
    help: { examples: ['carnet credentials secrets orders --prefix billing-'], notes: ['Where listing is not permitted, names can still be typed: carnet credentials check.'], json: '{ version: 1, credential, secrets: [{ name, enabled?, expiresAt? }], truncated }', exitCodes: storeCodes },
    work: async () => (await import('./use-store.ts')).listSecretNames,
  });
  addPlatformCommand(place, {
    name: 'check', description: 'read one secret, and print its fingerprint and version', arguments: [credential, reference], flags: onWorker,
    help: { examples: ['carnet credentials check orders api-key', 'carnet credentials check orders database#password --json'], json: '{ version: 1, credential, reference, fingerprint, secretVersion, durationMs }', exitCodes: storeCodes },
    work: async () => (await import('./use-store.ts')).checkSecret,
  });
  addPlatformCommand(place, {
    name: 'put-secret', description: 'store standard input as the newest version of a secret', arguments: [credential, ['<name>', 'the name of the secret']], flags: onWorker,
    help: { examples: ['openssl rand -hex 32 | tr -d \'\\n\' | carnet credentials put-secret orders api-key'], notes: ['The credential must be writable, and your role must hold secret_values:manage. On a terminal you are asked, and what you type is not shown.'], json: '{ version: 1, credential, name, secretVersion, fingerprint }', exitCodes: storeCodes },
    work: async () => (await import('./use-store.ts')).putSecret,
  });
  addPlatformCommand(place, {
    name: 'remove-secret', description: 'remove a secret from its store', arguments: [credential, ['<name>', 'the name of the secret']], flags: (command) => onWorker(command.option('-y, --yes', 'do not ask')),
    help: { examples: ['carnet credentials remove-secret orders api-key --yes'], json: '{ version: 1, credential, name, removed: true }', exitCodes: { ...storeCodes, 130: 'you said no' } },
    work: async () => (await import('./use-store.ts')).removeSecret,
  });
}

function fieldFlags(command: Command): Command {
  return command
    .option('--workload-identity <config>', 'the workload identity config that it signs in with, by name or id')
    .option('--secret-from <field=file>', 'read a secret field from this file; - is standard input; may be given again', several)
    .option('--default', 'make it the default of its provider')
    .option('--writable', 'let secrets be written and removed through it')
    .option('--no-writable', 'let secrets only be read')
    .allowUnknownOption().allowExcessArguments();
}

function onWorker(command: Command): Command {
  return command.option('--worker <worker>', 'have this worker of the organization do it, as for a store whose address is free');
}
