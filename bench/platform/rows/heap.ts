import { randomUUID } from 'node:crypto';
import { exactly, reported, type Row } from '../../row.ts';
import type { PlatformEffort } from '../effort.ts';
import { makeOrganization } from '../organization.ts';
import type { MixedLoadOrder } from '../programs/mixed-load.ts';
import { generatorProcessor, runProgram } from '../run-program.ts';
import { startServe } from '../start-serve.ts';

const mostBytes = 50;

/** What `serve` keeps of the requests it has answered: documents, lists, writes and refusals in turn. */
export async function heapRows({ long }: PlatformEffort): Promise<readonly Row[]> {
  await using serve = await startServe();
  const organization = await makeOrganization(serve.session, 'Heap');
  const { id: automation } = await organization.make('automations', { name: 'heap', command: ['true'] });
  const { token } = serve.session;
  const at = `/v1/organizations/${organization.id}`;
  const calls: MixedLoadOrder['calls'] = [
    { method: 'GET', path: '/oauth2/jwks', status: 200 },
    { method: 'GET', path: '/.well-known/openid-configuration', status: 200 },
    { method: 'GET', path: '/v1/me', token, status: 200 },
    { method: 'GET', path: `${at}/credentials`, token, status: 200 },
    { method: 'GET', path: `${at}/kickoffs?limit=5`, token, status: 200 },
    { method: 'GET', path: `${at}/automations/${automation}`, token, status: 200 },
    { method: 'GET', path: `${at}/automations/${randomUUID()}`, token, status: 404 },
    { method: 'GET', path: `/v1/organizations/${organization.id}/nothing`, status: 404 },
    { method: 'POST', path: `${at}/automations/${automation}/kickoffs`, token, body: '{}', status: 409 },
    { method: 'POST', path: `${at}/automations`, token, body: '{"name":7}', status: 400 },
  ];
  const step = long ? 20_000 : 1_000;
  const ask = (): Promise<number> => runProgram('mixed-load.ts', { url: serve.url, requests: step, calls } satisfies MixedLoadOrder, { timeoutMs: 300_000, processor: generatorProcessor });
  let wrong = await ask();
  const points: { readonly requests: number; readonly bytes: number }[] = [{ requests: step, bytes: await serve.heap() }];
  for (let pass = 2; pass <= 6; pass += 1) {
    wrong += await ask();
    points.push({ requests: pass * step, bytes: await serve.heap() });
  }
  const bytes = slope(points.map(({ requests, bytes: held }) => [requests, held]));
  const name = `serve: heap after collection, ${step} to ${6 * step} requests, a request`;
  return [
    // What a process keeps once, over so few requests, says nothing of what it keeps of each.
    long ? { name, value: Math.round(bytes), unit: 'B', goal: `< ${mostBytes}`, pass: bytes < mostBytes } : reported(name, bytes, 'B'),
    reported('… at the end', (points.at(-1)?.bytes ?? 0) / 1024 / 1024, 'MiB'),
    exactly('… unexpected answers', wrong, 'requests', 0),
  ];
}

/** Of the line through points with the smallest squares. */
function slope(points: readonly (readonly [x: number, y: number])[]): number {
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanX, meanY] = [mean(points.map(([x]) => x)), mean(points.map(([, y]) => y))];
  const covariance = points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0);
  return covariance / points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
}
