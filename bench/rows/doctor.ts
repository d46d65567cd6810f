import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { startLocalClouds, type RecordedRequest } from '@carnet/local-clouds';
import { createIssuer, generateKeyRing } from '@carnet/oidc-issuer';
import { issuerUrl, organization } from '../canned/bench-secrets.ts';
import { audience } from '../canned/azure.ts';
import { atMost, reported, type Row } from '../row.ts';
import type { DoctorSettings } from './doctor-federation.config.ts';
import { longestChain } from './requests.ts';

const latencyMs = 150;

/**
 * The requests of a whole `carnet doctor` on one healthy federation with one secret. Entra has read the issuer's keys before, so that every
 * request that arrives is the command's own; the clock of a request is that of the server, which answers it `latencyMs` later.
 */
export async function doctorRows(): Promise<readonly Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'carnet-bench-'));
  await using clouds = await startLocalClouds();
  try {
    const issuer = createIssuer({ issuer: issuerUrl, keys: await generateKeyRing() });
    clouds.route(new URL(issuerUrl).host, issuer.handler);
    clouds.azure.jwksCacheMs = 3_600_000;
    const tenant = clouds.azure.tenant();
    const application = tenant.application();
    application.addFederatedCredential({ name: 'carnet', issuer: issuer.issuer, subject: `organization:${organization}`, audience });
    const vault = clouds.azure.vault({ name: 'bench-doctor', tenant });
    vault.grant({ principal: application, role: 'Key Vault Secrets User' });
    vault.set('api-key', 'a value of no use');
    const settings: DoctorSettings = { connection: clouds.connection, tenantId: tenant.id, clientId: application.clientId, vaultUrl: vault.url };
    await writeFile(join(folder, 'doctor.json'), JSON.stringify(settings));
    await writeFile(join(folder, 'token'), (await issuer.mint({ organization, audience })).token);

    await doctor(folder);
    clouds.clearRequests();
    clouds.latencyMs = latencyMs;
    await doctor(folder);
    const requests = clouds.requests.map(asInterval);
    return [
      reported('carnet doctor on a healthy Azure federation: round trips', requests.length, 'requests'),
      atMost('… on its critical path', longestChain(requests), 'requests', 8),
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const asInterval = ({ at }: RecordedRequest) => ({ kind: 'read', startedAt: at, endedAt: at + latencyMs }) as const;

/** The published command, to its end. */
async function doctor(cwd: string): Promise<void> {
  const main = new URL('../packages/cli/dist/main.js', new URL('..', import.meta.url));
  const config = fileURLToPath(new URL('./doctor-federation.config.ts', import.meta.url));
  const child = spawn(process.execPath, [fileURLToPath(main), 'doctor', '--config', config], { cwd, env: { HOME: cwd, XDG_STATE_HOME: cwd }, stdio: ['ignore', 'pipe', 'inherit'], timeout: 60_000 });
  const output = await text(child.stdout);
  if (!output.includes('All is well')) throw new Error(`carnet doctor is not green:\n${output}`);
}
