import { runCommand } from '../run-command.ts';

// A host process of its own: options as JSON, then the command.
const [, , options = '{}', ...argv] = process.argv;
const environment = { PATH: process.env['PATH'] ?? '' };
const { exitCode } = await runCommand({ argv, environment, secrets: ['s3cr3t-value'], stdout: process.stdout, stderr: process.stderr, ...JSON.parse(options) as object });
process.exitCode = exitCode;
