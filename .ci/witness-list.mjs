// Who judges us besides ourselves. A witness that is absent is named before and after the tests, whose files are left out; where CI is
// set, only one that is not required may be absent.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const python = process.env.WITNESS_PYTHON ?? 'python3';
const fromPython = 'bash .ci/witnesses installs it; by hand: pip install -r .ci/witness-requirements.txt';

const packagesOfPython = (...names) => [python, '-c', `from importlib.metadata import version\nprint(*["{} {}".format(n, version(n)) for n in ${JSON.stringify(names)}], sep=", ")`];

/** `files` are the tests that are left out where the witness is absent. */
const witnesses = [
  { name: 'PyJWT', judges: 'minted tokens', required: true, command: packagesOfPython('PyJWT', 'cryptography'), install: fromPython, files: 'pyjwt' },
  { name: 'Python', judges: 'what is masked', required: true, command: [python, '--version'], install: 'apt-get install python3', files: 'python' },
  { name: 'openssl', judges: 'the signature of minted tokens', required: true, command: ['openssl', 'version'], install: 'apt-get install openssl', files: 'openssl' },
  { name: 'moto', judges: 'the AWS provider, its signatures and the local AWS', required: true, command: packagesOfPython('moto'), install: fromPython, files: 'moto' },
  { name: 'aws', judges: 'the local AWS', required: true, command: ['aws', '--version'], install: fromPython, files: 'aws' },
  { name: 'cfn-lint', judges: 'CloudFormation templates', required: true, command: ['cfn-lint', '--version'], install: fromPython, files: 'cfn-lint' },
  { name: 'zsh', judges: 'its completion', required: true, command: ['zsh', '--version'], install: 'apt-get install zsh', files: 'zsh' },
  { name: 'fish', judges: 'its completion', required: true, command: ['fish', '--version'], install: 'apt-get install fish', files: 'fish' },
  { name: 'terraform', judges: 'Terraform texts', required: false, command: ['terraform', 'version'], install: 'https://developer.hashicorp.com/terraform/install', files: 'terraform' },
  { name: 'vault', judges: 'the trust set-up for Vault and the local Vault', required: false, command: ['vault', 'version'], install: 'https://developer.hashicorp.com/vault/install', files: 'vault' },
  { name: "Google's Python client", judges: 'the local Google', required: true, command: packagesOfPython('google-cloud-secret-manager', 'google-auth', 'google-crc32c'), install: fromPython, files: 'google-client' },
  { name: 'hvac', judges: 'the local Vault', required: true, command: packagesOfPython('hvac'), install: fromPython, files: 'hvac' },
  { name: 'gcloud', judges: 'the local Google', required: false, command: ['gcloud', '--version'], install: 'https://cloud.google.com/sdk/docs/install', files: 'gcloud' },
];

/** Asks each witness for its version; one that gives none is absent. */
export function presentWitnesses() {
  const home = mkdtempSync(join(tmpdir(), 'carnet-witnesses-'));
  const environment = { ...process.env, HOME: home, CLOUDSDK_CONFIG: home };
  try {
    return witnesses.map(({ command: [program, ...words], ...witness }) => {
      const { status, stdout } = spawnSync(program, words, { encoding: 'utf8', env: environment, timeout: 60_000 });
      return { ...witness, files: `**/witness/**/{,*.}${witness.files}.witness.test.ts`, version: status === 0 ? stdout.split('\n', 1)[0].trim() : undefined };
    });
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

function print(all) {
  for (const { name, judges, version } of all) if (version) console.log(`witness present: ${name} judges ${judges} (${version})`);
  for (const { name, judges, version, install } of all) if (!version) console.warn(`WITNESS ABSENT: ${name}, which would have judged ${judges}. To have it: ${install}`);
}

/** vitest calls it before the tests, and what it gives back after them. */
export default function setup({ config }) {
  const all = config.provide.witnesses;
  print(all);
  const missing = all.filter(({ version, required }) => required && !version);
  if (process.env.CI && missing.length > 0) throw new Error(`Required witnesses are absent: ${missing.map(({ name }) => name).join(', ')}.`);
  return () => print(all);
}
