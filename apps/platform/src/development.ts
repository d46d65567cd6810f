import { startDevelopment } from './development/start-development.ts';
import { untilStopped } from './until-stopped.ts';

const stopped = untilStopped();
const { PORT: port = '0', CARNET_PROVIDERS: packages = '' } = process.env;
const log = (text: string): void => void process.stderr.write(text);
const starting = startDevelopment({ port: Number(port), providers: packages.split(',').filter((name) => name !== ''), log }).catch((error: unknown) => {
  log(`${error instanceof Error ? error.message : 'The platform could not be started.'}\n`);
  process.exit(1);
});
const { server, organization, signInLink, close } = await Promise.race([starting, stopped]) ?? process.exit(0);
const kickoffs = `${server.url}/v1/organizations/${organization.id}/automations/${organization.automation.id}/kickoffs`;
process.stdout.write(`ready ${server.url}

The issuer's two public documents:
  ${server.url}/.well-known/openid-configuration
  ${server.url}/oauth2/jwks

Sign in, once, within ten minutes. You own the organization Acme and administer the platform:
  ${await signInLink()}

Start a kickoff. Its worker mints a token for each of three local clouds (Azure, AWS, Google Cloud), trades each there, reads
the three stores side by side and runs a command:
  curl -sS -X POST ${kickoffs} -H 'authorization: Bearer ${organization.deploymentToken}' -H 'content-type: application/json' -d '{}'

`);
await stopped;
await close();
process.exit(0);
