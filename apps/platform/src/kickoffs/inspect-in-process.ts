import { manifestProblems, type Manifest } from '@carnet/provider';
import type { Inspect, Inspection } from '../organization/load-organization.ts';
import { isRecord } from '../organization/json-record.ts';
import { converse, type KickoffProgram } from './kickoff-process.ts';

const deadlineMs = 30_000;

/** Has the providers look at a configuration in a process of their own, and takes their manifests over as data. */
export function inspectInProcess(program: KickoffProgram): Inspect {
  return async (configuration) => {
    const inspection = await converse({
      program,
      opening: { type: 'inspect', configuration },
      onMessage: readInspection,
      signal: AbortSignal.timeout(deadlineMs),
      graceMs: 0,
    });
    return inspection ?? { manifests: [], problems: ['The process that loads the providers ended before it answered: start the server again, with the packages installed. (WORKER_FAILED)'] };
  };
}

function readInspection(message: unknown): Inspection | undefined {
  if (!isRecord(message) || message['type'] !== 'inspected') return undefined;
  const manifests: unknown[] = Array.isArray(message['manifests']) ? message['manifests'] : [];
  const problems: unknown[] = Array.isArray(message['problems']) ? message['problems'] : [];
  return { manifests: manifests.map(checkManifest), problems: problems.map(String) };
}

function checkManifest(input: unknown): Manifest {
  const manifest = input as Manifest;
  if (manifestProblems(manifest).length > 0) throw new TypeError('A manifest breaks the contract.');
  return manifest;
}
