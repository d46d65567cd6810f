import type { LadderRequest } from '@carnet/trust';
import { printJson } from '../print-json.ts';
import { shellWord } from '../shell-word.ts';
import { ladderMarkdown } from './ladder-markdown.ts';
import type { LadderOptions } from './ladder-options.ts';
import { ladderText } from './ladder-text.ts';
import type { Progress } from './progress.ts';
import { exitCodeOfRungs, statusOfRungs, type Section } from './shown-rung.ts';

/** Prints in the form that was asked for. Returns the exit code. */
export function printLadder(sections: readonly Section[], json: object, options: LadderOptions, host: NodeJS.Process): number {
  const rungs = sections.flatMap((section) => section.rungs);
  const exitCode = exitCodeOfRungs(rungs);
  if (options.json) printJson(host, { status: statusOfRungs(rungs), exitCode, ...json });
  else host.stdout.write(options.markdown ? ladderMarkdown(sections) : ladderText(sections.map((section) => withPipes(section, options)), host.stdout));
  return exitCode;
}

/** What a list command prints goes into the comparison at once. */
function withPipes(section: Section, { config }: LadderOptions): Section {
  if (section.credential === undefined) return section;
  const words = ['carnet', 'check', section.credential, ...(config === undefined ? [] : ['--config', config]), '--registered', '-'].map(shellWord).join(' ');
  return { ...section, rungs: section.rungs.map((rung) => (rung.commands ? { ...rung, commands: rung.commands.map((command) => `${command} | ${words}`) } : rung)) };
}

/** Before the first probe: what it leaves at which clouds. Says nothing where no cloud will be shown a decoy. */
export function announceProbe(requests: readonly LadderRequest[], { json }: LadderOptions, { stderr }: NodeJS.Process, progress: Progress): void {
  if (json && !stderr.isTTY) return;
  const probed = requests.flatMap(({ probe, credential: { provider, workloadIdentity } }) => (probe?.mint && workloadIdentity !== undefined && !provider.registrations?.exactMatch ? [workloadIdentity] : []));
  if (probed.length === 0) return;
  progress.say(`--probe shows the cloud of ${[...new Set(probed)].join(', ')} two tokens of 60 s that it must refuse: one of an organization that does not exist, one for an audience of nobody (urn:carnet:probe:…).`);
  progress.say('Its log will show two refused sign-ins. A trust is probed once an hour at most; once for each change of it is enough.');
}

export function credentialTitle(name: string, provider: string, workloadIdentity: string | undefined): string {
  return `credential ${name} (${provider}${workloadIdentity === undefined ? '' : `, workload identity ${workloadIdentity}`})`;
}
