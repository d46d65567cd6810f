import { Worker } from 'node:worker_threads';

// In plain JavaScript: it runs as it stands. Several waits, because a process that was stopped and goes on has missed only one.
const watch = `
const { workerData: { turns, milliseconds, sentence } } = require('node:worker_threads');
let seen = -1;
for (let missed = 0; missed < 5;) {
  const turn = Atomics.load(turns, 0);
  missed = turn === seen ? missed + 1 : 0;
  seen = turn;
  Atomics.wait(turns, 1, 0, milliseconds / 5);
}
require('node:fs').writeSync(2, sentence);
process.kill(process.pid, 'SIGKILL');
`;

/** Ends the process where foreign code keeps its only thread for so long: a loop gives nobody else a turn. */
export function endWhenBlocked(milliseconds: number): Disposable {
  const turns = new Int32Array(new SharedArrayBuffer(8));
  const worker = new Worker(watch, { eval: true, workerData: { turns, milliseconds, sentence: `carnet: a provider or the configuration blocked the process for ${milliseconds / 1000} s. [DEADLINE_EXCEEDED]\n` } });
  // Without it there is one guard less, and no failure more.
  worker.on('error', () => undefined).unref();
  const turn = setInterval(() => Atomics.add(turns, 0, 1), milliseconds / 20).unref();
  return {
    [Symbol.dispose]() {
      clearInterval(turn);
      void worker.terminate();
    },
  };
}
