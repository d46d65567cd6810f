/**
 * What `carnet` ends with. `carnet run` follows docker and coreutils, so that a caller can tell our failures from those of the
 * command: 125 nothing was started, 126 not executable, 127 not found, 128+N ended by signal N, else the command's own code.
 */
export const exitCodes = {
  success: 0,
  /** A provider that cannot be used, or does not conform. */
  failed: 1,
  usage: 2,
  /** There is no provider of this name. */
  notFound: 3,
  notStarted: 125,
} as const;
