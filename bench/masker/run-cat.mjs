// run-cat.mjs FILE: prints it as the child of a command that masks the secrets which BENCH_SECRETS holds as JSON.
import { runCommand } from '@carnet/runner';

const { exitCode } = await runCommand({
  argv: ['cat', process.argv[2]],
  environment: { PATH: process.env.PATH },
  secrets: JSON.parse(process.env.BENCH_SECRETS),
  stdout: process.stdout,
  stderr: process.stderr,
});
process.exitCode = exitCode;
