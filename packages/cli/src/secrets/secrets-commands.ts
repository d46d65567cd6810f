import type { Command } from 'commander';
import { withConfigFlags } from '../config-flags.ts';
import { cloudCodes, helpText } from '../help-text.ts';
import type { ListSecretsOptions } from './list-secrets.ts';
import type { ReadSecretOptions } from './read-secret.ts';
import type { RemoveSecretOptions } from './remove-secret.ts';
import type { SetSecretOptions } from './set-secret.ts';

const writeCodes = { ...cloudCodes, 4: 'the credential is read-only' };

/** Adds `carnet secrets …`. */
export function addSecretsCommands(program: Command, host: NodeJS.Process, ended: (code: number) => void): void {
  const secrets = program
    .command('secrets')
    .description('look at secrets, and change them where a credential may')
    .addHelpText('after', helpText({
      examples: ['carnet secrets ls vault', 'carnet secrets get vault database#password > password.txt', 'openssl rand -hex 32 | tr -d \'\\n\' | carnet secrets set vault api-key --stdin'],
      notes: ['A credential is a name under credentials in the configuration; a reference is name#key@version, key and version optional.'],
    }));

  withConfigFlags(secrets.command('ls').description('list the names in a store').argument('<credential>', 'a credential of the configuration')
    .option('--prefix <text>', 'only names that begin so'))
    .addHelpText('after', helpText({
      examples: ['carnet secrets ls vault', 'carnet secrets ls vault --prefix billing- --json'],
      notes: ['On a terminal a table; elsewhere one name a line. At most 10,000 names.'],
      json: '{ version: 1, credential, secrets: [{ name, enabled?, expiresAt? }] }',
      exitCodes: cloudCodes,
    }))
    .action(async (credential: string, options: ListSecretsOptions) => {
      const { listSecrets } = await import('./list-secrets.ts');
      ended(await listSecrets(credential, options, host));
    });

  withConfigFlags(onReference(secrets.command('get').description('print the value of a secret'))
    .option('--reveal', 'print it to a terminal, too'))
    .addHelpText('after', helpText({
      examples: ['carnet secrets get vault certificate > certificate.pem', 'carnet secrets get vault database#password@3 --reveal'],
      notes: ['The bytes are those of the store, with nothing added. On a terminal a line break follows.'],
      json: "{ version: 1, credential, reference, secretVersion, notAfter?, fingerprint, encoding: 'utf8' | 'base64', value }",
      exitCodes: cloudCodes,
    }))
    .action(async (credential: string, reference: string, options: ReadSecretOptions) => {
      const { getSecret } = await import('./read-secret.ts');
      ended(await getSecret(credential, reference, options, host));
    });

  withConfigFlags(secrets.command('set').description('store a value as the newest version of a secret').argument('<credential>', 'a credential with writable: true').argument('<name>', 'the name of the secret')
    .option('--stdin', 'take the bytes of standard input, every one of them'))
    .allowExcessArguments()
    .addHelpText('after', helpText({
      examples: ['printf %s "$VALUE" | carnet secrets set vault api-key --stdin', 'carnet secrets set vault certificate --stdin < certificate.pem'],
      notes: ['Without --stdin you are asked on a terminal, and what you type is not shown. A value is never an argument: the list of processes and the history of the shell would have it.'],
      json: '{ version: 1, credential, name, secretVersion }',
      exitCodes: { ...writeCodes, 130: 'you left the question' },
    }))
    .action(async (credential: string, name: string, options: SetSecretOptions, command: Command) => {
      const { setSecret } = await import('./set-secret.ts');
      ended(await setSecret({ credential, name, excess: command.args.length > 2 }, options, host));
    });

  withConfigFlags(secrets.command('rm').description('remove a secret').argument('<credential>', 'a credential with writable: true').argument('<name>', 'the name of the secret')
    .option('-y, --yes', 'do not ask'))
    .addHelpText('after', helpText({
      examples: ['carnet secrets rm vault api-key', 'carnet secrets rm vault api-key --yes'],
      notes: ['Asks on a terminal; elsewhere --yes is needed. Whether the store can bring it back is up to the store.'],
      json: '{ version: 1, credential, name, removed: true }',
      exitCodes: { ...writeCodes, 130: 'you said no' },
    }))
    .action(async (credential: string, name: string, options: RemoveSecretOptions) => {
      const { removeSecret } = await import('./remove-secret.ts');
      ended(await removeSecret(credential, name, options, host));
    });

  withConfigFlags(onReference(secrets.command('fingerprint').description('print the fingerprint of a secret and not its value')))
    .addHelpText('after', helpText({
      examples: ['carnet secrets fingerprint vault api-key'],
      notes: ['It changes when the value does. It is keyed (HMAC) with a key of this machine and with the name, so it compares with itself and gives the value away to nobody.'],
      json: '{ version: 1, credential, reference, secretVersion, notAfter?, fingerprint }',
      exitCodes: cloudCodes,
    }))
    .action(async (credential: string, reference: string, options: ReadSecretOptions) => {
      const { fingerprintSecret } = await import('./read-secret.ts');
      ended(await fingerprintSecret(credential, reference, options, host));
    });
}

function onReference(command: Command): Command {
  return command.argument('<credential>', 'a credential of the configuration').argument('<reference>', 'name, name#key, name@version or name#key@version');
}
