import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { documentText, planned } from '../src/testing/planned.ts';
import { hclText } from '../src/trust/hcl.ts';
import { scenarios } from '../src/testing/scenarios.ts';

const folder = mkdtempSync(join(tmpdir(), 'carnet-witness-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const terraform = (words: readonly string[], input: string): string => execFileSync('terraform', words, { cwd: folder, input, encoding: 'utf8', stdio: ['pipe', 'pipe', 'pipe'], env: { PATH: process.env['PATH'], HOME: folder, CHECKPOINT_DISABLE: '1' } });

test.each(Object.entries(scenarios))('G what is printed for %s is as terraform fmt writes it', (_, plan) => {
  const text = documentText(plan, 'terraform');
  expect(terraform(['fmt', '-'], text)).toBe(text);
});

test.each(['a"b', 'a\\b', 'a\nb\tc\r', '${path.module}', '%{ if true }x%{ endif }', '$${x}', '$', '%', '\u0008\u000c\u0001', 'é\u2028😀', "'"])('G the text %j is that text to Terraform', (text) => {
  expect(JSON.parse(JSON.parse(terraform(['console'], `jsonencode(${hclText(text)})\n`)) as string)).toBe(text);
  expect(terraform(['fmt', '-'], documentText(planned({ subject: text }), 'terraform'))).toContain(hclText(text.replaceAll('${', '${$}{')));
});
