import { relative } from 'node:path';
import type { Plan, PlannedCredential, PlannedIdentity, PlannedVariable, ResolvedVariable } from '@carnet/core';
import { CarnetError, printReference } from '@carnet/provider';
import { exitCodes } from '../exit-codes.ts';
import { findConfig } from '../find-config.ts';
import { withCarnet, type ConfigOptions } from '../open-carnet.ts';
import { printJson } from '../print-json.ts';
import { terminalOf } from '../provider/terminal-text.ts';
import { explanationText } from './explanation-text.ts';

/** The flags of `carnet explain`. */
export interface ExplainOptions extends ConfigOptions {
  readonly read?: boolean;
}

/** What is known of one variable, as both forms of the answer show it. */
export interface Explanation {
  /** The file, from the working directory. */
  readonly configuration: string;
  /** What a change in the store means: read at every run; never, because a version is named; never, because the value stands in the file. */
  readonly rotation: 'fresh' | 'pinned' | 'baked';
  readonly variable: Pick<PlannedVariable, 'name' | 'source' | 'optional' | 'as' | 'encoding' | 'allow'> & {
    readonly reference?: string;
    /** The secret's name as the store writes it. */
    readonly storeName?: string;
  };
  readonly credential?: Pick<PlannedCredential, 'name' | 'provider' | 'method' | 'store' | 'writable'>;
  readonly workloadIdentity?: PlannedIdentity;
  readonly read?: { readonly found: boolean; readonly secretVersion?: string; readonly fingerprint?: string; readonly durationMs?: number };
}

/** `carnet explain`. Returns the exit code. */
export async function explainVariable(name: string, options: ExplainOptions, host: NodeJS.Process): Promise<number> {
  return await withCarnet(options, host, async ({ carnet, timeoutMs }) => {
    const plan = carnet.plan({ only: [name] });
    // A value of the configuration is not read from anywhere.
    const [resolved] = options.read && plan.reads.length > 0 ? (await carnet.resolve({ only: [name], timeoutMs })).variables : [];
    const configuration = relative(host.cwd(), findConfig(options.config, host.cwd()));
    const explanation = { ...explanationOf(plan, configuration), ...(resolved && { read: readOf(resolved) }) };
    if (options.json) printJson(host, explanation);
    else host.stdout.write(explanationText(explanation, terminalOf(host.stdout)));
    return exitCodes.success;
  });
}

function explanationOf({ variables: [variable], credentials: [credential], workloadIdentities: [workloadIdentity], reads: [read] }: Plan, configuration: string): Explanation {
  if (!variable) throw new CarnetError({ code: 'VARIABLE_NOT_FOUND', message: 'No variable found.' });
  const { name, source, reference, optional, as, encoding, allow } = variable;
  return {
    configuration,
    rotation: source === 'direct' ? 'baked' : reference?.version === undefined ? 'fresh' : 'pinned',
    variable: { name, source, ...(reference && { reference: printReference(reference) }), ...(read && { storeName: read.name }), optional, as, ...(encoding && { encoding }), allow },
    ...(credential && { credential: credentialOf(credential) }),
    ...(workloadIdentity && { workloadIdentity }),
  };
}

function credentialOf({ name, provider, method, store, writable }: PlannedCredential): NonNullable<Explanation['credential']> {
  return { name, provider, method, store, writable };
}

function readOf({ secret, version, fingerprint, durationMs }: ResolvedVariable): NonNullable<Explanation['read']> {
  return { found: secret !== undefined, ...(version !== undefined && { secretVersion: version }), ...(fingerprint !== undefined && { fingerprint }), ...(durationMs !== undefined && { durationMs: Math.round(durationMs) }) };
}
