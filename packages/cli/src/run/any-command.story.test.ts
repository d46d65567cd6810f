import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { carnetWords, onTerminal } from '../testing/terminal.ts';
import { memoryConfig, projectWith } from '../testing/workspace.ts';

const apiKey = 'canary-key-93b1f07e';
const certificate = generateKeyPairSync('rsa', { modulusLength: 2048, privateKeyEncoding: { type: 'pkcs8', format: 'pem' }, publicKeyEncoding: { type: 'spki', format: 'pem' } }).privateKey;

const app = `
const { API_KEY, CERTIFICATE } = process.env;
console.log('plain', API_KEY);
console.log('encoded', Buffer.from('user:' + API_KEY).toString('base64'));
console.log('json', JSON.stringify({ certificate: CERTIFICATE }));
for (const line of CERTIFICATE.split('\\n')) console.log('  |' + line);
process.stdout.write('split ' + API_KEY.slice(0, 7), () => setTimeout(() => {
  process.stdout.write(API_KEY.slice(7) + '\\n');
  process.on('SIGINT', () => { console.log('interrupted'); process.exit(23); });
  console.log('ready');
  setInterval(() => {}, 1000);
}, 50));
`;

const cwd = (): string => projectWith({
  'app.js': app,
  'carnet.config.ts': memoryConfig({ 'api-key': apiKey, certificate }, { API_KEY: { credential: 'store', secret: 'api-key' }, CERTIFICATE: { credential: 'store', secret: 'certificate' } }),
});

describe.runIf(process.platform === 'linux')('story 3, with a configuration file: carnet run -- node app.js | tee log.txt; echo $?', () => {
  it('Ctrl-C reaches the app, its exit code is its own, and the log shows no secret in any form', async () => {
    const folder = cwd();
    const words = [process.execPath, ...carnetWords('run', '--', process.execPath, 'app.js')].join(' ');
    // The person's shell ignores the interrupt only while it waits for the pipeline, as an interactive one does.
    const { pty, until, ended } = onTerminal('/bin/bash', ['-c', `trap : INT; ${words} | (trap '' INT; tee log.txt); exit \${PIPESTATUS[0]}`], folder);
    await until('ready');
    pty.write('\u0003');
    expect(await ended).toBe(23);
    const log = readFileSync(join(folder, 'log.txt'), 'utf8');
    expect(log).toContain('plain ***\n');
    expect(log).toContain('split ***\n');
    expect(log).toContain('interrupted\n');
    const lines = certificate.trimEnd().split('\n').slice(1, -1);
    for (const hidden of [apiKey, Buffer.from(`user:${apiKey}`).toString('base64').slice(8, -4), ...lines]) expect(log).not.toContain(hidden);
  });
});
