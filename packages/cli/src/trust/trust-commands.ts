import { Option, type Command } from 'commander';
import { withConfigFlags } from '../config-flags.ts';
import { helpText } from '../help-text.ts';
import type { TrustOptions } from './trust-options.ts';

const help = helpText({
  examples: ['carnet trust acme --safe main --secret api-key > trust.sh', 'sh trust.sh | carnet trust acme --safe main --from-stdin', 'carnet trust acme --safe main --secret api-key --teardown | sh', 'carnet trust acme --help'],
  notes: [
    'Prints what to run at the cloud so that it trusts our token, and touches nothing itself. carnet trust <provider> --help tells its flags and its formats; every provider has json, the plan as data.',
    'Known are the providers of carnet.config.ts, of --provider and of CARNET_PROVIDERS, and the installed packages @carnet/<provider> and carnet-provider-<provider>.',
    'Whose token it is: --issuer with --subject or --organization, --ambient, or what the identity of carnet.config.ts gives.',
  ],
  json: '{ version: 1, provider, issuer, subject, audience, format, teardown,\n  text, plan }\n{ version: 1, provider, name, outputs, config, text }   with --from-stdin',
  exitCodes: { 2: 'wrong use', 3: 'no such provider', 5: 'our own token could not be had' },
});

/** Adds `carnet trust`. */
export function addTrustCommands(program: Command, host: NodeJS.Process, ended: (code: number) => void): void {
  const command = withConfigFlags(describeTrust(program)).addHelpText('after', help);
  command.action(async (provider: string | undefined, options: TrustOptions) => {
    const { setUpTrust } = await import('./set-up-trust.ts');
    // What commander leaves over: the provider, and the flags that only it knows.
    ended(await setUpTrust(provider, command.args.slice(1), options, { command, host }));
  });
}

const several = (value: string, before: readonly string[] | undefined): readonly string[] => [...(before ?? []), value];

function describeTrust(program: Command): Command {
  return program
    .command('trust')
    .description('print the commands that make a cloud trust our token')
    .usage('<provider> [options]')
    .argument('[provider]', 'id of a provider')
    .allowUnknownOption()
    .allowExcessArguments()
    // The flags of a provider are known only when it is loaded.
    .helpOption(false)
    .option('-h, --help', 'print this help; after a provider, with its own flags')
    .option('--secret <name>', 'open this secret; may be given again. Least privilege, at the price that names cannot be completed', several)
    .option('--all-secrets', 'open the whole store, and whatever is put into it later')
    .option('--list', 'also allow to list names, which completes them as you type')
    .option('--write', 'also allow to write and remove')
    .option('--create <name>', 'also create a first secret, to test with')
    .option('--format <format>', 'the tool to write for (default: the usual one of the provider)')
    .option('--teardown', 'print the way back')
    .option('--issuer <url>', 'issuer of the token')
    .option('--subject <subject>', 'subject of the token, exactly as it is')
    .addOption(new Option('--organization <uuid>', 'an organization of our issuer as the subject').conflicts('subject'))
    .option('--automation <uuid>', 'one automation of the organization alone')
    .option('--ambient <kind>', 'trust what gives our process its identity: aks, eks, gke, github or gitlab')
    .option('--namespace <name>', 'namespace of the service account, on a cluster')
    .option('--service-account <name>', 'service account whose pods are trusted, on a cluster')
    .option('--cluster <name>', 'a GKE cluster in place of --issuer: projects/PROJECT/locations/LOCATION/clusters/NAME')
    .option('--repository <name>', 'repository on GitHub: OWNER/REPO, or OWNER@ID/REPO@ID where its subjects are immutable')
    .option('--project-path <path>', 'project on GitLab: GROUP/PROJECT')
    .option('--gitlab-url <url>', 'address of a GitLab of your own')
    .option('--branch <name>', 'jobs of this branch, on GitHub or GitLab')
    .option('--tag <name>', 'jobs of this tag, on GitHub or GitLab')
    .option('--environment <name>', 'jobs of this environment, on GitHub')
    .option('--pull-request', 'jobs of every pull request, on GitHub')
    .option('--registered <file>', "what the cloud's own list command printed, to count and compare; - is standard input")
    .option('--from-stdin', 'read what the set-up printed, and print the entries for carnet.config.ts')
    .option('--as <name>', 'what --from-stdin calls the entries (default: the id of the provider)')
    .option('--provider <package>', 'a package that has a provider; may be given again', several);
}
