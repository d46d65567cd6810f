import type { Assertion, Theme } from '../assertion.ts';
import { runModuleProcess, type ModuleRun } from '../run-module-process.ts';
import type { Scene } from '../scene/scene.ts';

/** Longer than the process itself may take. */
export const processMs = 25_000;

export const moduleRunOf = ({ conformance, double }: Scene): Promise<ModuleRun> => runModuleProcess(conformance.module, double.connection);

const seen = (id: string, fact: string, judge: (run: ModuleRun, scene: Scene) => true | string): Assertion => ({
  id: `loading.${id}`,
  fact,
  atLeastMs: processMs,
  async holds(scene) {
    const run = await moduleRunOf(scene);
    // Of a module that cannot be imported, `loading.module` tells all that there is to tell.
    return run.failure !== undefined && id !== 'module' ? true : judge(run, scene);
  },
});

/** A command that names ten providers and uses one pays for one. */
export const loadingTheme: Theme = {
  id: 'loading',
  title: 'Loading',
  assertions: [
    seen('module', 'the module can be imported by Node, made into a provider and opened, in a process of its own', ({ failure }) => failure ?? true),
    seen('default-export', 'the default export of the module is the provider, or makes it', ({ defaultExport, id }, { conformance }) => {
      if (defaultExport === 'something else') return 'it is something else';
      return id === conformance.manifest.id || 'it is another provider';
    }),
    seen('packages', 'importing the module and opening a store loads no other package', ({ packages }) => packages.length === 0 || `${packages.slice(0, 5).join(', ')} was loaded`),
    seen('resources', 'importing the module and opening a store keeps no process alive', ({ resources }) => resources.length === 0 || `${resources.join(', ')} stays`),
  ],
};
