/** How much an operating system hands to a new process. */
export interface EnvironmentLimits {
  /** Of one `NAME=value`, in bytes; on Windows in UTF-16 units. */
  readonly entry: number;
  /** Of all entries and arguments, each with its end mark and pointer, in bytes. */
  readonly total: number;
}

// Linux: 131,072 bytes an entry with its NUL; in all a quarter of the stack limit, 2 MiB as a rule: 1.8 MB passed and 2.4 MB did not.
const linux: EnvironmentLimits = { entry: 131_071, total: 1_800_000 };

const byPlatform: Partial<Record<NodeJS.Platform, EnvironmentLimits>> = {
  // ARG_MAX, 1 MiB, holds both arguments and environment.
  darwin: { entry: 131_071, total: 900_000 },
  // SetEnvironmentVariable: 32,767 characters with the closing NUL.
  win32: { entry: 32_766, total: 1_800_000 },
};

export function environmentLimits(platform: NodeJS.Platform): EnvironmentLimits {
  return byPlatform[platform] ?? linux;
}

const endMarkAndPointer = 9;

/** What these strings cost a new process. */
export function sizeOf(strings: readonly string[]): number {
  return strings.reduce((sum, text) => sum + Buffer.byteLength(text) + endMarkAndPointer, 0);
}
