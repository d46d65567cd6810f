export { commandUserOf } from './command-user.ts';
export { startWorker, type Worker, type WorkerOptions } from './start-worker.ts';
export { WorkerError } from './worker-error.ts';
export { createWorkerIdentity, identityPlaces } from './worker-identity.ts';
export { startWorkerWithSettings } from './start-worker-with-settings.ts';
export { workerSettings } from './worker-settings.ts';
