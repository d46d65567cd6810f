import { Option, type Command } from 'commander';
import { seconds } from '../flag-values.ts';
import type { CheckOptions } from './check-provider.ts';
import type { ListOptions, ShowOptions } from './show-providers.ts';

const examples = `
Examples:
  $ carnet provider list
  $ carnet provider show acme
  $ carnet provider show carnet-provider-acme --markdown > docs/acme.md
  $ carnet provider check --badge badge.json

Known are the providers of CARNET_PROVIDERS (package names or paths, separated
by commas), of --provider, and of carnet.config.ts in the working directory.
Exit codes: 0 all is well, 1 a provider cannot be used or does not conform,
2 wrong use, 3 there is no such provider.`;

/** Adds `carnet provider …`. What a command did is given to `ended` as its exit code. */
export function addProviderCommands(program: Command, host: NodeJS.Process, ended: (code: number) => void): void {
  const provider = program
    .command('provider')
    .description('look at providers, and check your own')
    .addHelpText('after', examples);
  withSources(provider.command('list').description('list the providers known here'))
    .option('--json', 'print one JSON object')
    .addHelpText('after', '\nExample:\n  $ carnet provider list --provider carnet-provider-acme')
    .action(async (options: ListOptions) => {
      const { listProviders } = await import('./show-providers.ts');
      ended(await listProviders(options, host));
    });
  withSources(provider.command('show').description('print the fields, the audience and examples of a provider'))
    .argument('<provider>', 'id of a known provider, name of a package, or path')
    .option('--json', 'print one JSON object, the whole manifest in it')
    .addOption(new Option('--markdown', 'print the documentation page').conflicts('json'))
    .addHelpText('after', '\nExample:\n  $ carnet provider show acme --provider carnet-provider-acme')
    .action(async (name: string, options: ShowOptions) => {
      const { showProvider } = await import('./show-providers.ts');
      ended(await showProvider(name, options, host));
    });
  provider.command('check')
    .description("run an author's conformance file and print the scorecard")
    .argument('[file]', 'conformance file (default: conformance.ts here, in src or in test)')
    .option('--provider <module>', 'check what this module exports by default, such as ./dist/index.js, in place of what the file creates')
    .option('--json', 'print the scorecard as one JSON object')
    .option('--badge <file>', 'write the badge, as shields.io reads it, to this file')
    .option('--timeout <seconds>', 'most seconds for the whole check, 1 to 3600 (default: 600)', seconds)
    .addHelpText('after', '\nExample:\n  $ carnet provider check test/conformance.ts --badge badge.json')
    .action(async (file: string | undefined, options: CheckOptions) => {
      const { checkProvider } = await import('./check-provider.ts');
      ended(await checkProvider(file, options, host));
    });
  provider.command('work', { hidden: true }).argument('<work>').action(async (text: string) => {
    const { doForeignWork } = await import('./do-foreign-work.ts');
    ended(await doForeignWork(text, host));
  });
}

function withSources(command: Command): Command {
  return command
    .option('--provider <package>', 'a package that has a provider; may be given again', (name: string, before: readonly string[] | undefined) => [...(before ?? []), name])
    .option('-c, --config <file>', 'configuration whose providers are known (default: carnet.config.ts, .mts, .js or .mjs in the working directory)');
}
