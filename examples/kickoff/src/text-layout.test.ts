import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { wrapCommand } from './text-layout.ts';

describe('a command on several lines', () => {
  it('means the same to a shell as on one', () => {
    const json = JSON.stringify({ name: 'carnet', issuer: 'https://issuer.example.com', subject: 'organization:6f9619ff-8b86-4d01-b42d-00c04fc964ff', audiences: ['api://AzureADTokenExchange'] });
    const command = `printf '%s\\n' --id "two words" --parameters '${json}' --query name`;
    const lines = wrapCommand(command, 40);
    expect(lines.length).toBeGreaterThan(4);
    const [id, words, flag, ...rest] = execFileSync('sh', ['-c', lines.join('\n')], { encoding: 'utf8' }).trimEnd().split('\n');
    expect([id, words, flag]).toEqual(['--id', 'two words', '--parameters']);
    expect(rest.slice(-2)).toEqual(['--query', 'name']);
    expect(JSON.parse(rest.slice(0, -2).join('\n'))).toEqual(JSON.parse(json));
  });
});
