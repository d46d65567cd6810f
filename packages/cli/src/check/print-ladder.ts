import { printJson } from '../print-json.ts';
import { ladderMarkdown } from './ladder-markdown.ts';
import type { LadderOptions } from './ladder-options.ts';
import { ladderText } from './ladder-text.ts';
import { exitCodeOfRungs, statusOfRungs, type Section } from './shown-rung.ts';

/** Prints in the form that was asked for. Returns the exit code. */
export function printLadder(sections: readonly Section[], json: object, options: LadderOptions, host: NodeJS.Process): number {
  const rungs = sections.flatMap((section) => section.rungs);
  const exitCode = exitCodeOfRungs(rungs);
  if (options.json) printJson(host, { status: statusOfRungs(rungs), exitCode, ...json });
  else host.stdout.write(options.markdown ? ladderMarkdown(sections) : ladderText(sections, host.stdout));
  return exitCode;
}

/** Before the first probe: what it leaves at the cloud. */
export function announceProbe(options: LadderOptions, host: NodeJS.Process): void {
  if (!options.probe || options.json) return;
  host.stderr.write('carnet: --probe shows each cloud two tokens that it must refuse, of a random organization and for a random audience (urn:carnet:probe:…).\ncarnet: Its log will show them as refused sign-ins. Once for each change of a trust is enough; leave an hour between two.\n');
}

export function credentialTitle(name: string, provider: string, workloadIdentity: string | undefined): string {
  return `credential ${name} (${provider}${workloadIdentity === undefined ? '' : `, workload identity ${workloadIdentity}`})`;
}
