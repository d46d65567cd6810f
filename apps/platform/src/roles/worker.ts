import { programModule } from '../program-module.ts';
import { programVersion } from '../program-version.ts';
import { startWorkerWithSettings, WorkerError, workerSettings } from '../worker/index.ts';
import { UsageError, type Role } from './role.ts';
import { environmentWarnings, readTable } from './settings-of.ts';

export const workerRole: Role = {
  name: 'worker',
  usage: 'worker',
  meaning: 'Takes kickoffs of one organization from the platform and runs them. The first start needs CARNET_JOIN_TOKEN_FILE.',
  async run(process) {
    if (process.args.length > 0) throw new UsageError('worker takes nothing: it is set up by variables of the environment, which the README lists.');
    const { stderr, environment, stopped } = process;
    const read = await readTable(process, workerSettings, ['platformUrl']);
    if (!read) return 1;
    const tell = ({ message, hint }: WorkerError): number => {
      stderr.write(`${message} ${hint}\n`);
      return 1;
    };
    for (const warning of environmentWarnings(workerSettings, read.origins)) stderr.write(`Warning: ${warning}.\n`);
    try {
      const worker = await startWorkerWithSettings(read.settings, {
        environment, program: { module: programModule('kickoff-process') }, version: programVersion(), directory: globalThis.process.cwd(), log: (line) => void stderr.write(`${line}\n`),
      });
      const error = await Promise.race([worker.ended, stopped.then(() => worker.stop()).then(() => undefined)]);
      return error === undefined ? 0 : tell(error);
    } catch (error) {
      if (error instanceof WorkerError) return tell(error);
      throw error;
    }
  },
};
