import type { Plan, PlannedVariable } from '@carnet/core';
import { printReference } from '@carnet/provider';
import { checkNames } from '../check-names.ts';
import { exitCodes } from '../exit-codes.ts';
import { withCarnet, type ConfigOptions } from '../open-carnet.ts';
import { printJson } from '../print-json.ts';
import { terminalOf, type Terminal } from '../provider/terminal-text.ts';
import { textTable } from '../text-table.ts';

/** The flags of `carnet plan`. */
export interface PlanOptions extends ConfigOptions {
  readonly only?: readonly string[];
}

/** `carnet plan`. Returns the exit code. */
export async function showPlan(options: PlanOptions, host: NodeJS.Process): Promise<number> {
  return await withCarnet(options, host, async ({ carnet }) => {
    const plan = carnet.plan({ only: options.only });
    checkNames(plan);
    if (options.json) printJson(host, planJson(plan));
    else host.stdout.write(planText(plan, terminalOf(host.stdout)));
    return exitCodes.success;
  });
}

function planJson(plan: Plan): object {
  return { ...plan, variables: plan.variables.map(({ reference, ...rest }) => ({ ...rest, ...(reference && { reference: printReference(reference) }) })), calls: callsOf(plan) };
}

function callsOf({ credentials, workloadIdentities }: Plan): { readonly exchanges: number; readonly reads: number } {
  return { exchanges: workloadIdentities.length, reads: credentials.reduce((sum, { requests }) => sum + requests, 0) };
}

function planText(plan: Plan, terminal: Terminal): string {
  const { variables, credentials, workloadIdentities, reads } = plan;
  const calls = callsOf(plan);
  const parts = [
    variables.length > 0 && textTable(['variable', 'from', 'secret', ''], variables.map(({ name, credential, reference, ...marks }) =>
      [name, credential ?? 'the configuration', reference ? printReference(reference) : '', marksOf(marks)]), terminal),
    credentials.length > 0 && textTable(['credential', 'provider', 'identity', 'reads', 'requests'], credentials.map(({ name, provider, workloadIdentity, method, requests }) =>
      [name, provider, workloadIdentity ?? method, String(reads.filter(({ credential }) => credential === name).length), String(requests)]), terminal),
    workloadIdentities.length > 0 && textTable(['identity', 'kind', 'audience'], workloadIdentities.map(({ name, kind, audience }) => [name, kind, audience]), terminal),
    `${counted(variables.length, 'variable')}: ${counted(calls.exchanges, 'token exchange')}, then ${counted(reads.length, 'secret')} in ${counted(calls.reads, 'request')}. Nothing was sent.\n`,
  ];
  return parts.filter((part) => part !== false).join('\n');
}

function marksOf({ optional, as, encoding, allow }: Pick<PlannedVariable, 'optional' | 'as' | 'encoding' | 'allow'>): string {
  return [...(optional ? ['optional'] : []), ...(as === 'file' ? ['in a file'] : []), ...(encoding === 'base64' ? [encoding] : []), ...(allow ? ['allowed name'] : [])].join(', ');
}

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;
