import type { Command } from 'commander';
import { seconds } from '../../flag-values.ts';

/** The flags that say which platform, and as whom: of every command that asks one, and of `carnet` in front of it. */
export function withTargetFlags(command: Command): Command {
  return command
    .option('--profile <name>', 'profile to use (CARNET_PROFILE; default: the one signed in to last)')
    .option('--url <address>', 'address of the platform (CARNET_URL; default: that of the profile)')
    .option('--org <name>', 'organization to work on, by name or id (CARNET_ORG; default: that of the profile, or the only one)')
    .option('--token <token>', 'token to use; better in CARNET_TOKEN or the file of CARNET_TOKEN_FILE, because processes are listed');
}

export const targetFlags = ['profile', 'url', 'org', 'token'] as const;

export function withPlatformFlags(command: Command, json: string = 'print one JSON object, and failures as one on standard error'): Command {
  return withTargetFlags(command)
    .option('--timeout <seconds>', 'most seconds for an answer, 1 to 3600 (default: 60)', seconds)
    .option('--json', json);
}
