import { PlatformError } from '../errors/platform-error.ts';
import { hostedCredential, type LoadedCredential } from '../resources/credentials/loaded-credential.ts';
import { readRow } from '../resources/records/edited-record.ts';
import { variablesOf, type EffectiveVariable } from '../resources/index.ts';
import { configServes } from '../resources/workload-identity/loaded-config.ts';
import type { DeploymentFailure } from './deployment-failure.ts';
import type { DeploymentSnapshot, SnapshotVariable } from './deployment-snapshot.ts';
import type { KickoffParts } from './kickoff-parts.ts';

/** What an automation's next deployment would be made from, as of now. */
export interface DeploymentPlan {
  readonly automation: { readonly id: string; readonly name: string; readonly version: number };
  readonly snapshot: DeploymentSnapshot;
  /** By id: those of the static path alone. */
  readonly credentials: ReadonlyMap<string, LoadedCredential>;
  /** The id of each direct variable, by its name. */
  readonly direct: ReadonlyMap<string, string>;
  readonly failures: readonly DeploymentFailure[];
}

type Parts = Pick<KickoffParts, 'store' | 'sealer'>;

/** @throws PlatformError `RESOURCE_NOT_FOUND`, `NOT_DEPLOYED` for an automation that is archived */
export async function planDeployment(parts: Parts, organization: string, automationId: string): Promise<DeploymentPlan> {
  const row = await readRow(parts.store, 'automation', organization, automationId);
  if (row.archived_at !== null) throw new PlatformError({ code: 'NOT_DEPLOYED', message: 'The automation is archived.', hint: 'Make another automation.' });
  const variables = await variablesOf(parts.store, organization, automationId);
  const loaded = await loadCredentials(parts, organization, automationId, variables);

  const failures: DeploymentFailure[] = [];
  const planned = variables.flatMap((variable) => {
    const credential = variable.credentialId === null ? undefined : loaded.get(variable.credentialId);
    if (variable.source !== 'direct' && !(credential instanceof Found)) {
      failures.push({ variable: variable.name, error: credential ?? new PlatformError({ code: 'DEFAULT_MISSING', message: `No credential found: the provider ${variable.provider ?? ''} has no default credential.` }) });
      return [];
    }
    return [plannedVariable(variable, credential instanceof Found ? credential.credential : undefined)];
  });
  const isStatic = new Set(planned.filter(({ path }) => path === 'static').map(({ credential }) => credential));
  return {
    automation: { id: row.id, name: row.name, version: row.version },
    snapshot: {
      command: JSON.parse(row.command) as readonly string[], timeoutSeconds: row.timeout_seconds, concurrency: row.concurrency,
      requiredWorkerVersion: row.required_worker_version, variables: planned,
    },
    credentials: new Map([...loaded].flatMap(([id, each]) => (each instanceof Found && isStatic.has(id) ? [[id, each.credential] as const] : []))),
    direct: new Map(variables.filter(({ source }) => source === 'direct').map(({ name, id }) => [name, id])),
    failures,
  };
}

class Found {
  readonly credential: LoadedCredential;

  constructor(credential: LoadedCredential) {
    this.credential = credential;
  }
}

async function loadCredentials(parts: Parts, organization: string, automation: string, variables: readonly EffectiveVariable[]): Promise<ReadonlyMap<string, Found | PlatformError>> {
  const ids = new Set(variables.flatMap(({ credentialId }) => (credentialId === null ? [] : [credentialId])));
  const loaded = new Map<string, Found | PlatformError>();
  for (const id of ids) {
    try {
      const credential = await hostedCredential(parts, organization, id);
      const serves = credential.config === undefined || await configServes(parts.store, organization, credential.config.id, automation);
      loaded.set(id, serves ? new Found(credential) : notForAutomation(credential.config?.name ?? ''));
    } catch (error) {
      if (!(error instanceof PlatformError) || error.retryable) throw error;
      loaded.set(id, error);
    }
  }
  return loaded;
}

export function notForAutomation(config: string): PlatformError {
  return new PlatformError({ code: 'WORKLOAD_IDENTITY_NOT_FOR_AUTOMATION', message: `The workload identity config '${config}' may not be used by this automation.` });
}

function plannedVariable({ name, reference, optional, encoding, sink, allow }: EffectiveVariable, credential: LoadedCredential | undefined): SnapshotVariable {
  const { hosted } = credential ?? {};
  const path = hosted === undefined ? 'direct' : hosted.method === 'workload-identity' ? 'workload-identity' : 'static';
  return { name, path, credential: hosted?.id ?? null, provider: hosted?.provider ?? null, reference, optional, encoding, sink, allow };
}
