import { expect, it, onTestFinished } from 'vitest';
import type { HostedCredential } from '../provider-host/provider-host.ts';
import { readSettings } from '../settings/read-settings.ts';
import { Slot } from './slot.ts';
import { workerSettings } from './worker-settings.ts';

const credential: HostedCredential = {
  id: 'c', name: 'vault', provider: 'vault', method: 'token', store: { mount: 'secret' }, settings: { address: 'https://10.255.255.1:8200' }, secrets: { token: 'hvs.canary-token' }, writable: false,
};

/** What the program that is installed says of a Vault in a private network. */
async function failureOf(privateAddresses: boolean): Promise<{ readonly code: string; readonly hint: string }> {
  const slot = await Slot.start({ module: new URL('../kickoff-process/main.ts', import.meta.url), environment: process.env, packages: { names: [], directory: process.cwd() }, privateAddresses });
  onTestFinished(() => slot.kill());
  await slot.ready;
  const lines: { failure?: { code: string; hint: string } }[] = [];
  const task = { taskId: 't', organizationId: 'o', operation: 'check', credential, request: { reference: 'database#password' }, fingerprintKey: Buffer.alloc(32).toString('base64'), deadlineMs: 1_500 } as const;
  const unused = (): Promise<never> => Promise.reject(new Error('Nobody asks for it.'));
  await slot.task(task, { onToken: unused, onLog: unused, onSteps: () => undefined, onLine: (line) => void lines.push(line) });
  const [first] = lines;
  if (first?.failure === undefined) throw new Error(`It answered ${JSON.stringify(first)}.`);
  return first.failure;
}

it('a store in a private network is called where the operator says so alone, and the refusal says how', async () => {
  const refused = await failureOf(false);
  expect(refused).toMatchObject({ code: 'STORE_ADDRESS_REFUSED', hint: expect.stringContaining('CARNET_WORKER_PRIVATE_ADDRESSES=yes') });
  expect((await failureOf(true)).code).not.toBe('STORE_ADDRESS_REFUSED');
}, 60_000);

it('CARNET_WORKER_PRIVATE_ADDRESSES is no unless it is yes', async () => {
  const read = (value?: string): ReturnType<typeof readSettings<Record<string, unknown>>> => readSettings({ environment: value === undefined ? {} : { CARNET_WORKER_PRIVATE_ADDRESSES: value }, readFile: () => Promise.reject(new Error()) }, workerSettings as never, []);
  expect(await read()).toMatchObject({ ok: true, settings: { privateAddresses: false } });
  expect(await read('no')).toMatchObject({ settings: { privateAddresses: false } });
  expect(await read('yes')).toMatchObject({ settings: { privateAddresses: true } });
  expect(await read('1')).toMatchObject({ ok: false, problems: [expect.stringContaining('must be yes or no')] });
});
