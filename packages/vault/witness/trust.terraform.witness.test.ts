import type { TrustInput } from '@carnet/provider';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { leastTrust, widestTrust } from '../src/testing/trust-input.ts';
import { documentOf, textOf } from '../src/testing/trust-shell.ts';
import { trust } from '../src/trust/trust.ts';

const folder = mkdtempSync(join(tmpdir(), 'carnet-witness-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const terraform = (words: readonly string[], input: string): string => execFileSync('terraform', words, { cwd: folder, input, encoding: 'utf8', env: { PATH: process.env['PATH'], HOME: folder, CHECKPOINT_DISABLE: '1' } });
const configuration = (input: TrustInput): string => textOf(documentOf(trust(input), 'terraform').setUp, 'hcl');

test.each(Object.entries({ leastTrust, widestTrust, wholeStore: { ...widestTrust, secrets: [] } }))('G what is printed for %s is as terraform fmt writes it', (_name, input) => {
  expect(terraform(['fmt', '-'], configuration(input))).toBe(configuration(input));
});

test.each([String.raw`a"b\c`, '${path.module}', '%{if true}x%{endif}', '$${x}', '%%{x}', "a'b"])('G the subject %s is that text to Terraform', (subject) => {
  const [, literal = ''] = /^  (?:bound_subject|member) +(?:=) (".*")$/m.exec(configuration({ ...leastTrust, subject: subject.replaceAll(' ', '') })) ?? [];
  const read = JSON.parse(JSON.parse(terraform(['console'], `jsonencode(${literal})\n`)) as string) as string;
  expect(read.endsWith(subject.replaceAll(' ', ''))).toBe(true);
});
