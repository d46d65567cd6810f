// From a cold process to the first secret, by Carnet. Reads the connection from standard input, prints peak memory in KiB.
import { text } from 'node:stream/consumers';
import { Agent } from 'node:https';
import { connect } from 'node:tls';
import { createAzure } from '@carnet/azure';
import { createCarnet } from '@carnet/core';
import { createTransport } from '@carnet/core/transport';
import { issuerIdentity } from '@carnet/identity';
import { createIssuer, loadSigningKeys } from '@carnet/oidc-issuer';

const { port, certificate, key, tenantId, clientId, vaultUrl, organization } = JSON.parse(await text(process.stdin));
const agent = new Agent({ keepAlive: true });
agent.createConnection = ({ host }) => connect({ host: '127.0.0.1', port, ca: certificate, servername: host });

const issuer = createIssuer({ issuer: 'https://issuer.example.com', keys: await loadSigningKeys(key) });
const carnet = createCarnet({
  identity: issuerIdentity(issuer, { organization }),
  providers: [createAzure()],
  workloadIdentities: { bench: { kind: 'azure', tenantId, clientId } },
  credentials: { vault: { provider: 'azure', identity: 'bench', store: { vaultUrl } } },
  variables: { FIRST: { credential: 'vault', secret: 'secret-0' } },
  transport: createTransport({ agent: () => agent }),
  fingerprintKey: new Uint8Array(32),
});
const secret = await carnet.get('FIRST');
if (secret.reveal() !== 'value of secret-0') throw new Error('the wrong value');
process.stdout.write(String(process.resourceUsage().maxRSS));
process.exit(0);
