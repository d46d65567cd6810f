import { parseArgs } from 'node:util';
import { createIssuer, generateKeyRing } from '@carnet/oidc-issuer';
import { startCannedAzure } from './canned/start-canned-azure.ts';
import { prepare } from './prepare.ts';
import type { Effort, Row } from './row.ts';
import { clientCpuRows } from './rows/client-cpu.ts';
import { coldProcessRows } from './rows/cold-process.ts';
import { mintRows } from './rows/mint.ts';
import { requestRows } from './rows/requests.ts';
import { showRows } from './show-rows.ts';

const { values } = parseArgs({ options: { json: { type: 'boolean' }, short: { type: 'boolean' } } });
const effort: Effort = { rounds: values.short ? 7 : 21 };
await prepare();
const server = await startCannedAzure();
try {
  const issuer = createIssuer({ issuer: 'https://issuer.example.com', keys: await generateKeyRing() });
  const rows: readonly Row[] = [
    ...(await requestRows(server, issuer)),
    ...(await clientCpuRows(server, issuer, effort)),
    ...(await coldProcessRows(server, effort)),
    ...(await mintRows(effort)),
  ];
  console.log(values.json ? JSON.stringify(rows, undefined, 1) : showRows(rows));
} finally {
  server.stop();
}
