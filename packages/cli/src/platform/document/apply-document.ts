import { resolve } from 'node:path';
import { parseDocument } from 'yaml';
import { readText, readTextFile } from '../../bounded-input.ts';
import { printJson } from '../../print-json.ts';
import { agree } from '../command/agree.ts';
import type { PlatformCall } from '../command/platform-command.ts';
import type { AnswerOf, Schema } from '../connection/api-types.ts';
import type { PlatformOptions } from '../connection/choose-platform.ts';
import { PlatformProblem } from '../connection/platform-problem.ts';
import { changeLines } from './change-lines.ts';

interface ApplyOptions extends PlatformOptions {
  readonly file?: string;
  readonly dryRun?: boolean;
  readonly prune?: boolean;
  readonly yes?: boolean;
}

const path = '/v1/organizations/{organization}/document';

type Applied = AnswerOf<'post', typeof path>;

/** `carnet apply`: shown first, then done. */
export async function applyDocument({ platform: { api }, options, host }: PlatformCall<ApplyOptions>): Promise<void> {
  const document = await readDocument(options.file, host);
  const post = async (dryRun: boolean, state?: string | null): Promise<Applied> => await api.request('post', path, { body: { document, dryRun, prune: options.prune ?? false, ...(typeof state === 'string' && { state }) } });
  const planned = await post(true);
  const before = options.json ? undefined : await api.request('get', path);
  if (before !== undefined) host.stdout.write(changeLines(planned.changes, before, document).map((line) => `${line}\n`).join(''));
  const changing = planned.changes.filter(({ action }) => action !== 'unchanged');
  if (options.dryRun || changing.length === 0) {
    tell(planned, options, host);
    return;
  }
  const deleted = changing.filter(({ action }) => action === 'delete').length;
  if (deleted > 0) await agree(`Apply it, and delete ${deleted}?`, options, host);
  // What was shown and agreed to, and nothing that somebody else has made of it since.
  tell(await post(false, planned.state), options, host);
}

function tell({ applied, changes }: Applied, { json }: ApplyOptions, host: NodeJS.Process): void {
  if (json) printJson(host, { applied, changes });
  else host.stderr.write(`carnet: ${applied ? 'applied.' : changes.every(({ action }) => action === 'unchanged') ? 'nothing to change.' : 'nothing was done.'}\n`);
}

/** What it may hold the platform says; here it has to be one mapping. Of its text nothing is repeated. */
async function readDocument(file: string | undefined, host: NodeJS.Process): Promise<Schema<'OrganizationDocument'>> {
  if (file === undefined) throw new PlatformProblem({ code: 'INPUT_INVALID', message: '--file is missing.', hint: 'Name the document: carnet apply -f org.yaml. carnet document prints one.' });
  const text = file === '-' ? await readText(host, 'the document') : await readTextFile(resolve(host.cwd(), file), 'The document');
  const parsed = parseDocument(text, { prettyErrors: true });
  const [error] = parsed.errors;
  if (error !== undefined) throw new PlatformProblem({ code: 'INPUT_INVALID', message: `The document is no YAML (line ${error.linePos?.[0].line ?? 1}).`, hint: 'Correct that line.' });
  const value: unknown = parsed.toJS({ maxAliasCount: 100 });
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new PlatformProblem({ code: 'INPUT_INVALID', message: 'The document is no mapping.', hint: 'Begin it with version: 1. carnet document prints one.' });
  return value as Schema<'OrganizationDocument'>;
}
