import { parseArgs } from 'node:util';
import { createIssuer, generateKeyRing } from '@carnet/oidc-issuer';
import { issuerUrl } from './canned/bench-secrets.ts';
import { startCannedServer } from './canned/start-canned-server.ts';
import { aws } from './clouds/aws.ts';
import { azure } from './clouds/azure.ts';
import { google } from './clouds/google.ts';
import { platformRows } from './platform/platform-rows.ts';
import { prepare } from './prepare.ts';
import type { Effort, Row } from './row.ts';
import { coldProcessRows } from './rows/cold-process.ts';
import { doctorRows } from './rows/doctor.ts';
import { exchangeAndBatchRows } from './rows/exchange-and-batch.ts';
import { keepAliveHttpsRow } from './rows/keep-alive-https.ts';
import { loadedSdkRow } from './rows/loaded-sdks.ts';
import { maskerAgainstVarlockRows } from './rows/masker-against-varlock.ts';
import { maskerRows } from './rows/masker.ts';
import { mintRows } from './rows/mint.ts';
import { plainLoopRow } from './rows/plain-loop.ts';
import { requestRows } from './rows/requests.ts';
import { runAgainstVarlockRows } from './rows/run-against-varlock.ts';
import { threeCloudsRows } from './rows/three-clouds.ts';
import { warmReadRow } from './rows/warm-reads.ts';
import { showRows } from './show-rows.ts';

const { values } = parseArgs({ options: { json: { type: 'boolean' }, short: { type: 'boolean' }, platform: { type: 'boolean' } } });
const effort: Effort = { rounds: values.short ? 7 : 21 };
const rows: Row[] = values.platform ? [] : [...(await clientRows())];
// The short form of the client's rows leaves them out: they start servers, workers and a database, and take minutes.
if (values.platform || !values.short) rows.push(...(await platformRows({ long: values.platform === true && !values.short })));
console.log(values.json ? JSON.stringify(rows, undefined, 1) : showRows(rows));

/** What a program pays that uses the packages. */
async function clientRows(): Promise<readonly Row[]> {
  const clouds = [azure, aws, google];
  await prepare();
  const server = await startCannedServer();
  try {
    const issuer = createIssuer({ issuer: issuerUrl, keys: await generateKeyRing() });
    const rows: Row[] = [];
    for (const cloud of clouds) rows.push(...(await requestRows(server, issuer, cloud)));
    rows.push(await warmReadRow(server, issuer, azure, effort), await keepAliveHttpsRow(server, issuer, effort));
    rows.push(...(await exchangeAndBatchRows(server, issuer, effort)));
    rows.push(await warmReadRow(server, issuer, google, effort));
    for (const cloud of clouds) rows.push(await plainLoopRow(server, issuer, cloud, effort));
    rows.push(...(await threeCloudsRows(server, issuer, clouds, effort)));
    for (const cloud of clouds) rows.push(...(await coldProcessRows(server, cloud, effort)));
    for (const cloud of clouds) rows.push(await loadedSdkRow(server, cloud, clouds));
    rows.push(...(await doctorRows()));
    rows.push(...(await mintRows(effort)));
    rows.push(...(await maskerRows(effort)), ...(await maskerAgainstVarlockRows(effort)));
    rows.push(...(await runAgainstVarlockRows(effort)));
    return rows;
  } finally {
    server.stop();
  }
}
