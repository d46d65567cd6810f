import type { Command } from 'commander';
import { helpText } from '../../help-text.ts';

const roles = [
  { name: 'serve', description: 'start the platform: issuer, API and console', examples: ['carnet serve', 'CARNET_URL=https://carnet.example.com carnet serve'], what: 'It is configured by its environment and its file; what it takes is in the documentation of @carnet/platform.' },
  { name: 'worker', description: 'start a worker, which runs the kickoffs of one organization', examples: ['CARNET_JOIN_TOKEN_FILE=join.token carnet worker --url https://carnet.example.com', 'carnet worker'], what: 'A join token comes from carnet workers join-token; the worker keeps its own token after it joined.' },
] as const;

/** Adds `carnet serve` and `carnet worker`, which start @carnet/platform where it is installed. */
export function addProcessCommands(program: Command, host: NodeJS.Process, ended: (code: number) => void): void {
  for (const { name, description, examples, what } of roles) {
    program.command(name).description(description)
      .usage('[arguments of the platform…]')
      .argument('[arguments...]', 'handed to the platform as they are')
      .option('--json', 'report a platform that is not installed as one JSON object on standard error')
      .allowUnknownOption().passThroughOptions()
      .addHelpText('after', helpText({
        examples,
        notes: [`Starts @carnet/platform, which is installed beside your program or beside carnet: npm install @carnet/platform. ${what}`, "Signals are handed on, and it ends with the platform's own exit code; 3 where it is not installed."],
        exitCodes: { 3: 'the platform is not installed', 125: 'it could not be started', '130': 'interrupted' },
      }))
      .action(async (args: string[], options: { readonly json?: boolean }) => {
        const { startPlatform } = await import('./start-platform.ts');
        ended(await startPlatform(name, args, options, host));
      });
  }
}
