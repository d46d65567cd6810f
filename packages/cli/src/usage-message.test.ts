import { expect, it } from 'vitest';
import { usageMessage } from './usage-message.ts';

const canary = 'canary-51fe08';
const key = `-----BEGIN PRIVATE KEY-----\n${canary}' is invalid.\n-----END PRIVATE KEY-----`;

it.each([
  ["error: unknown option '--jsno'\n(Did you mean --json?)", "unknown option '--jsno'\n(Did you mean --json?)"],
  [`error: unknown option '--value=${canary}'`, "unknown option '--value'"],
  [`error: unknown option '-p${canary}'`, "unknown option '-p'"],
  [`error: unknown option '${key}'`, 'unknown option'],
  [`error: unknown command '${canary}'`, 'unknown command'],
  ["error: unknown command 'rnu'\n(Did you mean run?)", "unknown command 'rnu'\n(Did you mean run?)"],
  [`error: too many arguments for 'get'. Expected 2 arguments but got 3: vault, api-key, ${key}.`, "too many arguments for 'get'. Expected 2 arguments but got 3."],
  [`error: option '--timeout <seconds>' argument '${key}' is invalid. Write whole seconds.`, "option '--timeout <seconds>' has a wrong value. Write whole seconds."],
  [`error: command-argument value '${key}' is invalid for argument 'shell'. Allowed choices are bash.`, "argument 'shell' has a wrong value. Allowed choices are bash."],
  ["error: missing required argument 'name'", "missing required argument 'name'"],
])('%j is told as %j', (message, told) => {
  expect(usageMessage(message)).toBe(told);
});
