import { CarnetError, type TrustDocument, type TrustPlan, type TrustStep } from '@carnet/provider';
import type { TrustedToken } from '../ambient/trusted-token.ts';
import { commentLines, hiddenCharacter, oneLine } from './comment-lines.ts';

/** The token, and what is wanted of the text. */
export interface RenderOptions extends TrustedToken {
  /** The way back in place of the way there. Default: false. */
  readonly teardown?: boolean | undefined;
  /** The command that takes what the set-up prints. */
  readonly next?: string | undefined;
}

const signs = { shell: '#', hcl: '#', yaml: '#', bicep: '//' } as const;

/**
 * A trust in the language of one tool, ready for a file: a header with the three values and what the choices cost, then
 * every step with its reason. The format `json` is the plan itself, with `version: 1`.
 *
 * @throws CarnetError `INPUT_INVALID` where the plan is not written for that format, `PROVIDER_FAULT` where a text of it
 *   holds what a terminal would not show: the script that is read is the script that runs
 * @example
 * ```ts
 * import type { TrustPlan } from '@carnet/provider';
 * import { renderDocument } from '@carnet/trust';
 * declare const plan: TrustPlan;
 * const script = renderDocument(plan, 'terraform', { issuer: 'https://issuer.example.com', subject: 'organization:6f9619ff-8b86-4d01-b42d-00c04fc964ff' });
 * ```
 */
export function renderDocument(plan: TrustPlan, format: string, options: RenderOptions): string {
  const text = textOf(plan, format, options);
  const hidden = hiddenCharacter(text);
  if (hidden === undefined) return text;
  throw new CarnetError({
    code: 'PROVIDER_FAULT', step: 'configure',
    message: `The provider writes a character into its text that cannot be seen (${hidden}).`,
    hint: 'Look for it in the names that you gave; if it is in none of them, do not run what this provider writes.',
  });
}

function textOf(plan: TrustPlan, format: string, options: RenderOptions): string {
  if (format === 'json') return `${JSON.stringify({ version: 1, ...plan }, undefined, 2)}\n`;
  const document = plan.documents.find((each) => each.format === format);
  if (document === undefined) {
    throw new CarnetError({ code: 'INPUT_INVALID', step: 'configure', message: `There is no format '${oneLine(format).slice(0, 100)}'.`, hint: `There is ${[...plan.documents.map((each) => each.format), 'json'].join(', ')}.` });
  }
  return document.language === 'steps' ? inMarkdown(plan, document, options) : inCode(plan, document, options);
}

function inCode({ audience, notes }: TrustPlan, document: TrustDocument, { issuer, subject, teardown = false, next }: RenderOptions): string {
  const language = teardown || document.language === 'steps' ? 'shell' : document.language;
  const sign = signs[language];
  const steps = teardown ? document.tearDown : document.setUp;
  const header = [
    ...commentLines(teardown ? 'Ends the trust in this subject token:' : 'Sets up the trust in this subject token:', sign),
    ...Object.entries({ issuer, subject, audience }).flatMap(([name, value]) => commentLines(`${name}: ${value}`, sign, '  ')),
    ...(teardown ? [] : notes.flatMap((note) => commentLines(`- ${note}`, sign, '  '))),
    ...(next === undefined ? [] : [...commentLines('What it prints is for:', sign), `${sign}   ${oneLine(next)}`]),
  ];
  return [
    ...(language === 'shell' ? ['#!/bin/sh', ...header, 'set -eu'] : header),
    ...steps.flatMap(({ title, why, text }, index) => ['', ...commentLines(`${index + 1}. ${title}`, sign, '   '), ...(why === undefined ? [] : commentLines(why, sign)), text.trimEnd()]),
    '',
  ].join('\n');
}

function inMarkdown({ audience, notes, outputs }: TrustPlan, { setUp, tearDown }: TrustDocument, { issuer, subject, teardown = false, next }: RenderOptions): string {
  const steps = teardown ? tearDown : setUp;
  return [
    teardown ? '# End the trust' : '# Set up the trust',
    Object.entries({ issuer, subject, audience }).map(([name, value]) => `- ${name}: ${codeSpan(value)}`).join('\n'),
    ...(teardown || notes.length === 0 ? [] : [notes.map((note) => `- ${oneLine(note)}`).join('\n')]),
    ...(next === undefined ? [] : [`What it leads to is for ${codeSpan(next)}, which is given it as ${codeSpan(JSON.stringify(Object.fromEntries(Object.keys(outputs).map((name) => [name, '…']))))}.`]),
    ...steps.flatMap(({ title, why, text }: TrustStep, index) => [`## ${index + 1}. ${oneLine(title)}`, ...(why === undefined ? [] : [oneLine(why)]), text.trimEnd()]),
    '',
  ].join('\n\n').replace(/\n+$/, '\n');
}

/** CommonMark, section 6.1: fenced by more backticks than the text holds. */
function codeSpan(text: string): string {
  const line = oneLine(text);
  const fence = '`'.repeat(Math.max(0, ...(line.match(/`+/g) ?? []).map(({ length }) => length)) + 1);
  return fence.length === 1 ? `\`${line}\`` : `${fence} ${line} ${fence}`;
}
