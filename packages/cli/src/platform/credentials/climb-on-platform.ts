import type { Rung } from '@carnet/trust';
import { printLadder } from '../../check/print-ladder.ts';
import { startProgress } from '../../check/progress.ts';
import { latestRungs, statusOfRungs, exitCodeOfRungs, type Section, type ShownRung } from '../../check/shown-rung.ts';
import { readRegistered } from '../../registered-files.ts';
import { shellWord } from '../../shell-word.ts';
import type { PlatformOptions } from '../connection/choose-platform.ts';
import { findByName, findWorker, type Named } from '../connection/find-by-name.ts';
import type { Platform } from '../connection/open-platform.ts';
import { PlatformProblem } from '../connection/platform-problem.ts';
import { credentialsPath } from './credential-entity.ts';

export interface LadderFlags extends PlatformOptions {
  readonly secret?: string;
  readonly registered?: readonly string[];
  readonly probe?: boolean;
  readonly worker?: string;
  readonly automation?: string;
  readonly markdown?: boolean;
}

export interface TestedCredential {
  readonly id: string;
  readonly name: string;
  readonly rungs: readonly ShownRung[];
}

/** Climbs the ladder of one credential on the platform, or on a worker. */
export async function testOnPlatform({ api }: Platform, { id, name }: Named, options: LadderFlags, host: NodeJS.Process): Promise<TestedCredential> {
  const { secret, registered = [], probe, worker, automation } = options;
  const documents = (await readRegistered(registered, host)).map(({ document }) => document);
  const body = {
    ...(secret !== undefined && { reference: secret }),
    ...(documents.length > 0 && { registered: documents }),
    ...(probe && { probe, probeUnderstood: true }),
    ...(worker !== undefined && { worker: (await findWorker(api, worker)).id }),
    ...(automation !== undefined && { automation: (await findByName(api, 'automation', automation)).id }),
  };
  const progress = startProgress(host);
  try {
    if (probe && !options.json) progress.say('--probe shows the cloud tokens of 60 s that it must refuse; its log will show them as refused sign-ins.');
    return { id, name, rungs: await latestRungs(toldAttempts(rungsIn(api.events('post', `${credentialsPath}/{credential}/test`, { path: { credential: id }, body })), (line) => { if (!options.json) progress.say(line); }), progress) };
  } finally {
    progress.end();
  }
}

async function* rungsIn(events: AsyncIterable<{ readonly event: string; readonly data: unknown }>): AsyncGenerator<ShownRung, void, undefined> {
  let isWhole = false;
  for await (const { event, data } of events) {
    if (event === 'problem') throw problemIn(data);
    if (event === 'rung' && isRung(data)) yield data;
    isWhole ||= event === 'result';
  }
  if (!isWhole) throw problemIn(undefined);
}

/** What the cloud refused and is asked again is told at once, whoever watches: it may go on for minutes. */
async function* toldAttempts(rungs: AsyncIterable<ShownRung>, tell: (line: string) => void): AsyncGenerator<ShownRung, void, undefined> {
  for await (const rung of rungs) {
    if (rung.status === 'unproven' && rung.error !== undefined && (rung.id === 'exchange' || rung.id === 'secret')) tell(`${rung.title}: ${rung.message}`);
    yield rung;
  }
}

function isRung(value: unknown): value is Rung {
  const { id, title, status, message } = (value ?? {}) as Readonly<Record<string, unknown>>;
  return [id, title, status, message].every((each) => typeof each === 'string');
}

function problemIn(data: unknown): PlatformProblem {
  const { code, detail, message, hint } = (data ?? {}) as Readonly<Record<string, unknown>>;
  const text = (value: unknown): string | undefined => (typeof value === 'string' ? value.slice(0, 2000) : undefined);
  return new PlatformProblem({ code: text(code) ?? 'UNEXPECTED', message: text(detail) ?? text(message) ?? 'The test ended in the middle.', hint: text(hint) ?? 'Try again.' });
}

/** Prints the ladders in the form that was asked for. Returns the exit code. */
export function printTests(tested: readonly TestedCredential[], options: LadderFlags, host: NodeJS.Process): number {
  const sections = tested.map(({ name, rungs }): Section => ({ title: `credential ${name}`, rungs: rungs.map((rung) => withPipe(rung, name)) }));
  return printLadder(sections, { credentials: tested }, ladderForm(options), host);
}

export function resultOf({ rungs }: TestedCredential): { readonly status: string; readonly exitCode: number; readonly rungs: readonly ShownRung[] } {
  return { status: statusOfRungs(rungs), exitCode: exitCodeOfRungs(rungs), rungs };
}

function ladderForm({ json, markdown }: LadderFlags): { readonly json?: boolean; readonly markdown?: boolean } {
  return { ...(json !== undefined && { json }), ...(markdown !== undefined && { markdown }) };
}

/** What a list command prints goes into the comparison at once. */
function withPipe(rung: ShownRung, name: string): ShownRung {
  return rung.commands === undefined ? rung : { ...rung, commands: rung.commands.map((command) => `${command} | carnet credentials test ${shellWord(name)} --registered -`) };
}
