export { commandUserOf } from './command-user.ts';
export { startWorker, type Worker, type WorkerOptions } from './start-worker.ts';
export { WorkerError } from './worker-error.ts';
export { createWorkerIdentity, identityPlaces, type WorkerIdentity } from './worker-identity.ts';
export { startWorkerWithSettings, type WorkerSurroundings } from './start-worker-with-settings.ts';
export { workerSettings, type WorkerSettings } from './worker-settings.ts';
