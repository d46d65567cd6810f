// From a cold process to the first secret, by the official SDKs and nothing to spare. Reads the connection from standard input, prints peak memory in KiB.
import { text } from 'node:stream/consumers';
import { Agent } from 'node:https';
import { connect } from 'node:tls';
import { ClientAssertionCredential } from '@azure/identity';
import { SecretClient } from '@azure/keyvault-secrets';
import { SignJWT, importPKCS8 } from 'jose';

const { port, certificate, key, tenantId, clientId, vaultUrl, organization } = JSON.parse(await text(process.stdin));
const agent = new Agent({ keepAlive: true });
agent.createConnection = ({ host }) => connect({ host: '127.0.0.1', port, ca: certificate, servername: host });

const signingKey = await importPKCS8(key, 'RS256');
const assertion = () => new SignJWT({ organization_id: organization })
  .setProtectedHeader({ alg: 'RS256', kid: 'bench' }).setIssuer('https://issuer.example.com').setSubject(`organization:${organization}`)
  .setAudience('api://AzureADTokenExchange').setIssuedAt().setExpirationTime('1h').sign(signingKey);
const secret = await new SecretClient(vaultUrl, new ClientAssertionCredential(tenantId, clientId, assertion, { agent }), { agent }).getSecret('secret-0');
if (secret.value !== 'value of secret-0') throw new Error('the wrong value');
process.stdout.write(String(process.resourceUsage().maxRSS));
process.exit(0);
