import { startGuardian } from '../guardian/guardian.ts';
import { runCommand } from '../run-command.ts';
import { createSecretFiles } from '../secret-files/secret-files.ts';

// A host process of its own: options as JSON, then the command. With `files` the command finds the path of one in FILE.
const [, , options = '{}', ...argv] = process.argv;
const { guarded = false, files = false, ...rest } = JSON.parse(options) as { guarded?: boolean; files?: boolean };
const guardian = guarded ? startGuardian() : undefined;
const secret = 's3cr3t-value';
const secretFiles = files ? createSecretFiles({ environment: {}, guardian }) : undefined;
const environment = {
  PATH: process.env['PATH'] ?? '',
  ...(secretFiles ? { FILE: secretFiles.write([{ name: 'KEY', bytes: Buffer.from(secret) }]).paths.get('KEY') ?? '' } : {}),
};
const { exitCode } = await runCommand({ argv, environment, secrets: [secret], stdout: process.stdout, stderr: process.stderr, guardian, ...rest });
secretFiles?.remove();
await guardian?.end();
process.exitCode = exitCode;
