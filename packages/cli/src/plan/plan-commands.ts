import type { Command } from 'commander';
import { withConfigFlags } from '../config-flags.ts';
import { names } from '../flag-values.ts';
import { cloudCodes, configCodes, helpText } from '../help-text.ts';
import type { ExplainOptions } from './explain-variable.ts';
import type { PlanOptions } from './show-plan.ts';

const planHelp = helpText({
  examples: ['carnet plan', 'carnet plan --only API_KEY --json'],
  notes: ['Nothing is sent and no value is read. An exchange is left out where the cloud credential is at hand already; a failed call that is repeated adds one.'],
  json: `
{ version: 1,
  variables: [{ name, source: 'secret' | 'direct', credential?, provider?, workloadIdentity?, reference?, optional, as, encoding?, allow }],
  credentials: [{ name, provider, method, workloadIdentity?, store, writable, variables, batchSize, requests }],
  workloadIdentities: [{ name, kind, audience, settings }],
  reads: [{ credential, name, version?, variables }],
  calls: { exchanges, reads } }`,
  exitCodes: configCodes,
});

const explainHelp = helpText({
  examples: ['carnet explain API_KEY', 'carnet explain API_KEY --read'],
  notes: ['Without --read nothing is sent. With it a secret is read once; its version and fingerprint are shown, its value is not.'],
  json: `
{ version: 1, configuration, rotation: 'fresh' | 'pinned' | 'baked',
  variable: { name, source: 'secret' | 'direct', reference?, storeName?, optional, as, encoding?, allow },
  credential?: { name, provider, method, store, writable },
  workloadIdentity?: { name, kind, audience, settings },
  read?: { found, secretVersion?, fingerprint?, durationMs? } }`,
  exitCodes: cloudCodes,
});

/** Adds `carnet plan` and `carnet explain`. */
export function addPlanCommands(program: Command, host: NodeJS.Process, ended: (code: number) => void): void {
  withConfigFlags(program
    .command('plan')
    .description('show what a run would read, without reading it')
    .option('--only <names>', 'only these variables, separated by commas; may be given again', names))
    .addHelpText('after', planHelp)
    .action(async (options: PlanOptions) => {
      const { showPlan } = await import('./show-plan.ts');
      ended(await showPlan(options, host));
    });
  withConfigFlags(program
    .command('explain')
    .description('show where a variable comes from')
    .argument('<name>', 'a variable of the configuration')
    .option('--read', 'also read it, for its version and fingerprint'))
    .addHelpText('after', explainHelp)
    .action(async (name: string, options: ExplainOptions) => {
      const { explainVariable } = await import('./explain-variable.ts');
      ended(await explainVariable(name, options, host));
    });
}
