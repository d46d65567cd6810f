import { createInterface } from 'node:readline';
import { startScene } from '../../development/start-scene.ts';
import { createAuditSigner } from '../../audit/audit-signer.ts';
import { parseSealingKey } from '../../sealing/sealing-key.ts';

/** What a test hands to this program, on a line of standard input. */
export interface SceneOrders {
  readonly dataDirectory: string;
  readonly signingKey: string;
  readonly encryptionKey: string;
  readonly sessionSecret: string;
  readonly auditKey: string;
  readonly secretValue: string;
  readonly bakedValue: string;
}

/** What it answers on its channel, which is no output. */
export interface SceneFacts {
  readonly url: string;
  readonly managementUrl: string;
  readonly session: string;
}

/** Of two vaults: one by federation, with the secret `canary`, and one by a client secret, with the secret `baked`. */
export interface StoreFacts {
  readonly settings: object;
  readonly store: object;
  readonly fixed: { readonly settings: object; readonly secrets: Readonly<Record<string, string>>; readonly store: object };
}

// Run by a test with an IPC channel: the server with its local clouds, and a worker when it is told to.
// A worker does not start with these two (C6); the server, which has read them by now, does.
delete process.env['NODE_DEBUG'];
delete process.env['AZURE_LOG_LEVEL'];
const [line = ''] = await firstLine();
const { dataDirectory, signingKey, encryptionKey, sessionSecret, auditKey, secretValue, bakedValue } = JSON.parse(line) as SceneOrders;
const scene = await startScene({
  log: (text) => void process.stderr.write(text), logLevel: 'debug', dataDirectory, signingKey, encryptionKey: parseSealingKey(encryptionKey), sessionSecret, auditKey: createAuditSigner(auditKey),
});
const facts: SceneFacts = { url: scene.server.url, managementUrl: scene.server.managementUrl, session: scene.session.token };
process.send?.(facts);
process.on('message', (message: { readonly organization?: string; readonly joinToken?: string; readonly down?: boolean; readonly echo?: string; readonly end?: boolean }) => {
  if (message.organization !== undefined) {
    const { clouds: { azure }, issuer } = scene;
    const tenant = azure.tenant();
    const application = tenant.application({ name: 'carnet' });
    application.addFederatedCredential({ name: 'carnet', issuer, subject: `organization:${message.organization}`, audience: 'api://AzureADTokenExchange' });
    const vault = azure.vault({ name: 'canary-vault', tenant });
    vault.grant({ principal: application, role: 'Key Vault Secrets User' });
    vault.set('canary', secretValue);
    const { settings, secrets, store } = azure.sampleCredential({ baked: bakedValue });
    process.send?.({ settings: { tenantId: tenant.id, clientId: application.clientId }, store: { vaultUrl: vault.url }, fixed: { settings, secrets, store } } satisfies StoreFacts);
  }
  if (message.joinToken !== undefined) scene.startWorker(message.joinToken);
  if (message.down === true) scene.clouds.fault({ host: /\.vault\.azure\.net$/, fault: { kind: 'status', status: 400, body: { error: { code: 'BadParameter', message: 'Not now.' } } } });
  if (message.echo !== undefined) scene.clouds.fault({ host: 'login.microsoftonline.com', fault: { kind: 'status', status: 400, body: { error: 'invalid_request', error_description: `AADSTS90023: Invalid ${message.echo}` } } });
  if (message.end === true) void scene.close().then(() => process.exit(0));
});

async function firstLine(): Promise<readonly string[]> {
  for await (const text of createInterface({ input: process.stdin })) return [text];
  return [];
}
