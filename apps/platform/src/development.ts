import { startRotationServer } from './development/rotation-server.ts';
import { startDevelopment } from './development/start-development.ts';
import { untilStopped } from './until-stopped.ts';

const stopped = untilStopped();
const { PORT: port = '0', CARNET_PROVIDERS: packages = '' } = process.env;
const log = (text: string): void => void process.stderr.write(text);
const starting = startDevelopment({ port: Number(port), providers: packages.split(',').filter((name) => name !== ''), log }).catch((error: unknown) => {
  log(`${error instanceof Error ? error.message : 'The platform could not be started.'}\n`);
  process.exit(1);
});
const development = await Promise.race([starting, stopped]) ?? process.exit(0);
const { server, organization, stores, signInLink } = development;
const rotation = await startRotationServer(() => stores.rotate());
const kickoffs = `${server.url}/v1/organizations/${organization.id}/automations/${organization.automation.id}/kickoffs`;
process.stdout.write(`ready ${server.url}

The issuer's two public documents:
  ${server.url}/.well-known/openid-configuration
  ${server.url}/oauth2/jwks

Sign in, once and within ten minutes, in another terminal. You own the organization Acme and administer the platform:
  npm run -s carnet -- login --url ${server.url} --link '${await signInLink()}'

Run the automation of Acme. Its worker gets a token for each of three local clouds (Azure, AWS, Google Cloud), trades each there,
reads the three stores side by side and starts a command:
  npm run -s carnet -- kickoff billing --follow

Rotate a secret in each cloud, then run it again: three fingerprints change.
  ${rotation.command}

The same without the command line, as a program starts it with the token of its deployment:
  curl -sS -X POST ${kickoffs} -H 'authorization: Bearer ${organization.deploymentToken}' -H 'content-type: application/json' -d '{}'

`);
await stopped;
await Promise.all([rotation.close(), development.close()]);
process.exit(0);
