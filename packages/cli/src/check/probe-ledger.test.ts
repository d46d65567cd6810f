import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { probeLedger } from './probe-ledger.ts';

const trust = { kind: 'acme', settings: { client: 'canary-client', tenant: 'one' }, audience: 'https://acme.example' };

function ledgerIn(directory: string, clock = { time: 1_000_000_000_000 }) {
  const host = { env: { XDG_STATE_HOME: directory } } as unknown as NodeJS.Process;
  return { clock, probe: probeLedger({ now: () => clock.time, sleep: async () => undefined }, host) };
}

function stateHome(): string {
  const directory = mkdtempSync(join(tmpdir(), 'carnet-probes-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

it('a trust is probed once an hour, by every process of the user; another trust is another one', async () => {
  const home = stateHome();
  const { clock, probe } = ledgerIn(home);
  expect(await probe(trust)).toBeUndefined();
  clock.time += 59 * 60_000;
  expect(await ledgerIn(home, clock).probe({ ...trust, settings: { tenant: 'one', client: 'canary-client' } })).toBe('Probed within the hour: again in 1 min.');
  expect(await probe({ ...trust, settings: { ...trust.settings, tenant: 'two' } })).toBeUndefined();
  clock.time += 60_000;
  expect(await probe(trust)).toBeUndefined();
});

it('nothing of the trust is written down but a hash', async () => {
  const home = stateHome();
  await ledgerIn(home).probe(trust);
  const folder = join(home, 'carnet/probes');
  const [file = ''] = readdirSync(folder);
  expect(`${file} ${readFileSync(join(folder, file), 'utf8')}`).not.toMatch(/canary|acme/);
});

it('without a place to remember it there is no probe, and a time that is none counts as none', async () => {
  const home = stateHome();
  writeFileSync(join(home, 'carnet'), 'a file where a directory should be');
  expect(await ledgerIn(home).probe(trust)).toMatch(/^Nobody could remember it/);
  const { clock, probe } = ledgerIn(stateHome());
  expect(await probe(trust)).toBeUndefined();
  clock.time -= 10 * 3_600_000;
  expect(await probe(trust)).toBeUndefined();
});
