import { spawn } from 'node:child_process';
import { constants } from 'node:os';

/**
 * Runs a command in our place: signals go through to it, and its exit code comes back
 * (128 + number when a signal ended it; 127 when it cannot be started).
 */
export function runChild([command, ...args], options = {}) {
  const child = spawn(command, args, { stdio: 'inherit', ...options });
  const forward = (signal) => child.kill(signal);
  // On a terminal the keyboard's SIGINT reaches the whole foreground group: a second one would read as "at once".
  const onInterrupt = (signal) => process.stdin.isTTY || forward(signal);
  process.on('SIGTERM', forward);
  process.on('SIGINT', onInterrupt);

  return new Promise((resolve) => {
    const finish = (code) => {
      process.off('SIGTERM', forward);
      process.off('SIGINT', onInterrupt);
      resolve(code);
    };
    child.on('error', (error) => {
      process.stderr.write(`${command}: ${error.code ?? 'cannot be started'}\n`);
      finish(127);
    });
    child.on('close', (code, signal) => finish(code ?? 128 + constants.signals[signal]));
  });
}
