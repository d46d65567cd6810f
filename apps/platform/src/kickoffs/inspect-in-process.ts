import { manifestProblems, type Manifest } from '@carnet/provider';
import { logLine } from '../log-line.ts';
import type { Inspect, Inspection } from '../organization/load-organization.ts';
import { isRecord } from '../organization/json-record.ts';
import type { ProviderCatalog } from '../providers/provider-catalog.ts';
import { converse, type KickoffProgram } from './kickoff-process.ts';

const deadlineMs = 30_000;

/** Has the providers look at a configuration in a process of their own. What a token's audience follows from is the catalog: no foreign code wrote into it but each its own part. */
export function inspectInProcess(program: KickoffProgram, catalog?: ProviderCatalog): Inspect {
  const packages = program.packages ?? { names: [], directory: '' };
  return async (configuration) => {
    const inspection = await converse({
      program,
      opening: { type: 'inspect', configuration, packages },
      onMessage: readInspection,
      signal: AbortSignal.timeout(deadlineMs),
      graceMs: 0,
    });
    if (inspection === undefined) {
      const cure = packages.names.length === 0 ? 'start the server again, with the packages installed.' : `look at ${packages.names.join(', ')}, whose code ran in it.`;
      return { manifests: [], packages: [], problems: [`The process in which the providers look at the configuration gave no answer: ${cure} (WORKER_FAILED)`] };
    }
    if (catalog === undefined) return inspection;
    return { ...inspection, manifests: [...catalog.composition, ...catalog.packages.map(({ manifest }) => manifest)], packages: catalog.packages };
  };
}

function readInspection(message: unknown): Inspection | undefined {
  if (!isRecord(message) || message['type'] !== 'inspected') return undefined;
  const manifests: unknown[] = Array.isArray(message['manifests']) ? message['manifests'] : [];
  const problems: unknown[] = Array.isArray(message['problems']) ? message['problems'] : [];
  return { manifests: manifests.map(checkManifest), packages: [], problems: problems.map((problem) => logLine(String(problem))) };
}

function checkManifest(input: unknown): Manifest {
  const manifest = input as Manifest;
  if (manifestProblems(manifest).length > 0) throw new TypeError('A manifest breaks the contract.');
  return manifest;
}
