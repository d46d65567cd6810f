import { readFileSync } from 'node:fs';

// CAP_KILL has number 5 in capabilities(7).
const killBit = 1n << 5n;

/** Whether this root can end what runs as another user. In a container without that capability no signal of its own arrives there, nor the kernel's at its death. */
export function mayEndOthers(): boolean {
  if (process.platform !== 'linux') return true;
  const [, effective] = /^CapEff:\s*([0-9a-f]+)$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
  return effective === undefined || (BigInt(`0x${effective}`) & killBit) !== 0n;
}
