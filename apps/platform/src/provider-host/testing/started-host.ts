import { chmodSync } from 'node:fs';
import { processesBelow } from '../../testing/processes-below.ts';
import { providerProject, type ProviderProject } from '../../testing/provider-project.ts';
import type { ProviderHost } from '../provider-host.ts';
import { startProviderHost, type ProviderHostOptions } from '../start-provider-host.ts';

export interface StartedHost extends AsyncDisposable {
  readonly host: ProviderHost;
  readonly project: ProviderProject;
  readonly log: readonly string[];
  /** The ids of those that it started. Linux only. */
  processes(): readonly number[];
}

/** A host with packages of a folder of its own. */
export async function startedHost(packages: Readonly<Record<string, string>>, options: Partial<ProviderHostOptions> = {}): Promise<StartedHost> {
  const project = providerProject(packages);
  // Another user reads them too.
  chmodSync(project.folder, 0o755);
  const log: string[] = [];
  const before = new Set(processesBelow(process.pid));
  try {
    const host = await startProviderHost({ packages: { names: Object.keys(packages), directory: project.folder }, log: (line) => log.push(line), ...options });
    return {
      host, project, log,
      processes: () => processesBelow(process.pid).filter((pid) => !before.has(pid)),
      async [Symbol.asyncDispose]() {
        await host.close();
        project[Symbol.dispose]();
      },
    };
  } catch (error) {
    project[Symbol.dispose]();
    throw error;
  }
}
