import { parseArgs } from 'node:util';
import type { LocalClouds, LocalCloudsConnection } from './local-clouds.ts';
import { startLocalClouds } from './start-local-clouds.ts';

const usage = `Usage: carnet-local-clouds [options]

Starts one Entra tenant with one application, and one Key Vault, on this machine's loopback.

  --vault <name>                 name of the vault (default: local)
  --route <host>=<http address>  an issuer's host, and where it really listens on this machine; repeatable
  --issuer <https address>       trust this issuer, for the subject below
  --subject <subject>            the subject of its tokens
  --audience <audience>          the audience of its tokens (default: api://AzureADTokenExchange)
  --proxy                        start an HTTP proxy as well, for tools that take HTTPS_PROXY
  --json                         print one line of JSON
  --help                         print this
`;

export interface StartedCommand {
  readonly clouds: LocalClouds;
  /** What to print: how to connect. */
  readonly output: string;
}

/**
 * Starts what the command line asks for.
 *
 * @throws TypeError where an option is unknown, or a value is not usable
 */
export async function startFromArguments(argv: readonly string[]): Promise<StartedCommand | string> {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      vault: { type: 'string', default: 'local' },
      route: { type: 'string', multiple: true, default: [] },
      issuer: { type: 'string' },
      subject: { type: 'string' },
      audience: { type: 'string', default: 'api://AzureADTokenExchange' },
      proxy: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return usage;
  if ((values.issuer === undefined) !== (values.subject === undefined)) throw new TypeError('--issuer and --subject belong together.');

  const clouds = await startLocalClouds();
  try {
    const proxyUrl = values.proxy ? (await clouds.startProxy()).url : undefined;
    return { clouds, output: setUp(clouds, { ...values, proxyUrl }) };
  } catch (error) {
    await clouds.close();
    throw error;
  }
}

interface Settings {
  readonly vault: string;
  readonly route: readonly string[];
  readonly issuer?: string | undefined;
  readonly subject?: string | undefined;
  readonly audience: string;
  readonly proxyUrl?: string | undefined;
  readonly json: boolean;
}

function setUp(clouds: LocalClouds, { vault: vaultName, route, issuer, subject, audience, proxyUrl, json }: Settings): string {
  for (const each of route) {
    const [, host, address] = /^([^=]+)=(.+)$/.exec(each) ?? [];
    const target = URL.parse(address ?? '');
    if (host === undefined || !target) throw new TypeError('--route takes <host>=<http address>.');
    clouds.route(host, target);
  }
  const tenant = clouds.azure.tenant();
  const application = tenant.application({ name: 'local' });
  if (issuer !== undefined && subject !== undefined) application.addFederatedCredential({ name: 'local', issuer, subject, audience });
  const vault = clouds.azure.vault({ name: vaultName, tenant });
  vault.grant({ principal: application, role: 'Key Vault Secrets Officer' });
  vault.set('example', 'Hello from the local Key Vault.');

  const details: Details = {
    ...clouds.connection,
    tenantId: tenant.id,
    clientId: application.clientId,
    clientSecret: application.addClientSecret(),
    vaultUrl: vault.url,
    ...(proxyUrl === undefined ? {} : { proxyUrl }),
  };
  return json ? `${JSON.stringify(details)}\n` : describe(details);
}

interface Details extends LocalCloudsConnection {
  readonly tenantId: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly vaultUrl: string;
  readonly proxyUrl?: string;
}

function describe(details: Details): string {
  return `Local clouds on 127.0.0.1:${details.port}. They end with this process, and nothing of them is on disk.

  tenant         ${details.tenantId}
  client         ${details.clientId}
  client secret  ${details.clientSecret}
  vault          ${details.vaultUrl}
  secret         example

Bring these hosts at port 443 to 127.0.0.1:${details.port}, and keep their names for TLS:
${details.hosts.map((host) => `  ${host}`).join('\n')}

In Node: connectToLocalClouds(connection) of @carnet/local-clouds, where connection is the line of --json.
With curl: --connect-to ::127.0.0.1:${details.port} and the certificate authority below as --cacert.
${details.proxyUrl === undefined ? '' : toolsAt(details.proxyUrl)}
${details.certificateAuthority}
`;
}

function toolsAt(proxyUrl: string): string {
  return `
A tool that is not Node's takes the proxy and the certificate authority below, saved as authority.pem, from its environment:
  export HTTPS_PROXY=${proxyUrl}
  export AWS_CA_BUNDLE=$PWD/authority.pem                      # aws
  export CLOUDSDK_CORE_CUSTOM_CA_CERTS_FILE=$PWD/authority.pem # gcloud
  export REQUESTS_CA_BUNDLE=$PWD/authority.pem                 # az, Python
  export CURL_CA_BUNDLE=$PWD/authority.pem                     # curl
  export SSL_CERT_FILE=$PWD/authority.pem                      # Go, OpenSSL
The proxy answers 403 for every other host, so that such a tool cannot reach the real cloud.
`;
}
