import { nearName, systemClock } from '@carnet/core';
import { CarnetError, validateSettings, type SecretReference } from '@carnet/provider';
import type { Attempt, Decoy, LadderCredential, LadderRequest } from '@carnet/trust';
import type { OpenConfig } from '../open-carnet.ts';
import type { LadderOptions } from './ladder-options.ts';
import { probeLedger } from './probe-ledger.ts';
import { startProgress, type Progress } from './progress.ts';

const standardMs = 60_000;
// Five minutes of waiting, and what comes before and after.
const patientMs = 360_000;

/** What all ladders of one command share. */
export interface LadderSetting {
  readonly attempts: readonly { readonly credential: string; readonly rung: string; readonly number: number; readonly code: string }[];
  requestFor(credential: string, references: readonly SecretReference[], registered?: readonly unknown[]): LadderRequest;
  readonly progress: Progress;
  end(): void;
}

/** Lets ladders be climbed under one limit of time, and ends progress and limit before anything is printed. */
export async function withLadders<T>(open: OpenConfig, options: LadderOptions, host: NodeJS.Process, work: (ladders: Omit<LadderSetting, 'end'>) => Promise<T>): Promise<T> {
  const ladders = startLadders(open, options, host);
  try {
    return await work(ladders);
  } finally {
    ladders.end();
  }
}

function startLadders({ carnet, config, timeoutMs }: OpenConfig, options: LadderOptions, host: NodeJS.Process): LadderSetting {
  const clock = config.clock ?? systemClock;
  const random = config.random ?? ((size: number) => crypto.getRandomValues(new Uint8Array(size)));
  const attempts: LadderSetting['attempts'][number][] = [];
  const { signal, end } = limitedTo(timeoutMs ?? (options.new ? patientMs : standardMs), host);
  const progress = startProgress(host);
  const createdAt = options.new ? clock.now() : undefined;
  const onAttempt = (credential: string, { rung, number, error, waitMs }: Attempt): void => {
    attempts.push({ credential, rung, number, code: error.code });
    if (!options.json) progress.say(`${credential}, ${rung}, try ${number}: ${error.message} Again in ${waitMs / 1000} s.`);
  };
  const mint = decoysOf(config.identity);
  const refusal = probeLedger(clock, host);
  return {
    attempts,
    progress,
    requestFor: (name, references, registered) => ({
      carnet, clock, references, registered, createdAt, nearName, signal,
      onAttempt: (attempt) => onAttempt(name, attempt),
      credential: credentialOf(config, name),
      ...(options.probe && { probe: { mint, random, refusal } }),
    }),
    end: () => {
      progress.end();
      end();
    },
  };
}

/** What the ladder knows of a credential. The composition has checked it already. */
function credentialOf({ credentials, providers }: OpenConfig['config'], name: string): LadderCredential {
  const credential = Object.hasOwn(credentials, name) ? credentials[name] : undefined;
  const provider = providers.find(({ manifest }) => manifest.id === credential?.provider);
  if (!credential || !provider) {
    const near = nearName(name, Object.keys(credentials));
    throw new CarnetError({ code: 'CREDENTIAL_NOT_FOUND', message: `No credential found under the name '${name.slice(0, 100)}'.${near === undefined ? '' : ` Did you mean '${near}'?`}` });
  }
  const store = validateSettings(provider.manifest.store.schema, credential.store ?? {});
  return { name, provider, workloadIdentity: credential.identity, store: store.ok ? store.settings : {} };
}

/** A source that mints decoys says so by a method of its own; the contract knows only of real tokens. */
function decoysOf(source: unknown): ((decoy: Decoy) => Promise<string>) | undefined {
  const { probe } = (source ?? {}) as { readonly probe?: unknown };
  return typeof probe === 'function' ? (decoy) => (probe as (this: unknown, decoy: Decoy) => Promise<string>).call(source, decoy) : undefined;
}

/** Ends with the time or with Ctrl-C, whichever comes first. */
function limitedTo(milliseconds: number, host: NodeJS.Process): { readonly signal: AbortSignal; end(): void } {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(new CarnetError({ code: 'DEADLINE_EXCEEDED', message: `The whole command took longer than ${milliseconds / 1000} s.` })), milliseconds);
  const interrupt = (): void => controller.abort(new CarnetError({ code: 'ABORTED', message: 'It was interrupted.' }));
  for (const name of ['SIGINT', 'SIGTERM'] as const) host.once(name, interrupt);
  return {
    signal: controller.signal,
    end: () => {
      clearTimeout(timer);
      for (const name of ['SIGINT', 'SIGTERM'] as const) host.off(name, interrupt);
    },
  };
}
