import type { Issuer } from '@carnet/oidc-issuer';
import { request } from 'node:https';
import { cannedAgent } from '../canned/agent.ts';
import { vaultUrl } from '../canned/azure.ts';
import { secretNames } from '../canned/bench-secrets.ts';
import type { CannedServer } from '../canned/start-canned-server.ts';
import { carnetClient } from '../carnet-client.ts';
import { azure } from '../clouds/azure.ts';
import { cpuRatio } from '../cpu-ratio.ts';
import { reported, type Effort, type Row } from '../row.ts';

/** The same warm reads against keep-alive HTTPS and nothing else. */
export async function keepAliveHttpsRow(server: CannedServer, issuer: Issuer, { rounds }: Effort): Promise<Row> {
  const [ours, theirs] = [cannedAgent(server.connection), cannedAgent(server.connection)];
  const carnet = carnetClient(issuer, ours, [azure]);
  const get = (name: string): Promise<string> => new Promise((resolve, reject) => {
    const outgoing = request(`${vaultUrl}/secrets/${name}/?api-version=7.6`, { agent: theirs, headers: { authorization: 'Bearer canned' } }, (incoming) => {
      let text = '';
      incoming.setEncoding('utf8').on('data', (part: string) => (text += part)).once('end', () => resolve((JSON.parse(text) as { value: string }).value));
    });
    outgoing.once('error', reject).end();
  });
  const ratio = await cpuRatio(rounds, () => carnet.resolve(), () => Promise.all(secretNames.map(get)));
  await carnet.close();
  ours.destroy();
  theirs.destroy();
  return reported('Azure: client CPU per secret, against keep-alive HTTPS', ratio, '×');
}
