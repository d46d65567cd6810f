import type { Command } from 'commander';
import { helpText } from '../../help-text.ts';
import { addPlatformCommand, platformCodes } from '../command/platform-command.ts';
import { withPlatformFlags } from '../command/platform-flags.ts';
import type { LoginOptions } from './sign-in.ts';

/** Adds `carnet login`, `logout` and `whoami`. */
export function addSignInCommands(program: Command, host: NodeJS.Process, ended: (code: number) => void): void {
  withPlatformFlags(program.command('login').description('sign in to a platform, in a browser or with a one-time link')
    .option('--link <link>', 'redeem this one-time sign-in link; - reads it from standard input'))
    .addHelpText('after', helpText({
      examples: ['carnet login --url https://carnet.example.com', 'carnet login --link -', 'carnet login --profile test --url https://carnet.test.example.com --org billing'],
      notes: [
        'Shows a code and an address. Open the address in any browser where you are signed in, compare the code and confirm it.',
        'The session is kept in profiles.json in your configuration directory (XDG_CONFIG_HOME), which you alone can read; it is sent to this address and to no other one. With --org the organization is kept along with it.',
        'With --no-input it needs --link: a code is for a person to confirm.',
        'Programs take an API token in place of it: CARNET_TOKEN, or CARNET_TOKEN_FILE, with CARNET_URL and CARNET_ORG.',
      ],
      json: '{ version: 1, profile, url, name, organization? }',
      exitCodes: { ...platformCodes, 4: 'the sign-in was refused or not confirmed in time', 130: 'interrupted' },
    }))
    .action(async (options: LoginOptions) => {
      const { signIn } = await import('./sign-in.ts');
      ended(await signIn(options, host));
    });

  withPlatformFlags(program.command('logout').description('sign out, and forget the session'))
    .addHelpText('after', helpText({ examples: ['carnet logout'], notes: ['Ends the session at the platform, and removes it from the profile in any case.'], json: '{ version: 1, profile, url, ended }', exitCodes: platformCodes }))
    .action(async (options: LoginOptions) => {
      const { signOut } = await import('./sign-out.ts');
      ended(await signOut(options, host));
    });

  addPlatformCommand({ parent: program, host, ended }, {
    name: 'whoami', description: 'say who is signed in, where, and what they may do',
    help: { examples: ['carnet whoami', 'carnet whoami --json | jq -r .me.organizations[].id'], json: '{ version: 1, url, profile, me: { kind, name, organizations: […], … } }' },
    work: async () => (await import('./who-am-i.ts')).whoAmI,
  });
}
