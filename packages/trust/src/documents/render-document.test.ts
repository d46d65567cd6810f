import { execFileSync } from 'node:child_process';
import { parse as parseHcl } from '@cdktf/hcl2json';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { renderDocument } from '../index.ts';
import { samplePlan } from '../testing/sample-plan.ts';

const token = { issuer: 'https://issuer.example.com', subject: 'organization:6f9619ff-8b86-4d01-b42d-00c04fc964ff' };

describe('G the text for a tool', () => {
  it('is a script with the three values, what the choices cost, and each step with its reason', () => {
    expect(renderDocument(samplePlan(), 'acme', { ...token, next: 'carnet trust acme --from-stdin' })).toBe(`#!/bin/sh
# Sets up the trust in this subject token:
# issuer: https://issuer.example.com
# subject: organization:6f9619ff-8b86-4d01-b42d-00c04fc964ff
# audience: urn:acme
# - Listing is not allowed: no autocomplete.
# What it prints is for:
#   carnet trust acme --from-stdin
set -eu

# 1. Create the client
# It is what the token becomes.
CLIENT_ID=$(acme client create carnet)

# 2. Print what Carnet needs
printf '{"tenantId":"%s","clientId":"%s"}\\n' "$TENANT" "$CLIENT_ID"
`);
  });

  it('is Terraform, Bicep and YAML with comments of their own', async () => {
    expect(await parseHcl('main.tf', renderDocument(samplePlan(), 'terraform', token))).toEqual({ resource: { acme_client: { carnet: [{ name: 'carnet' }] } } });
    expect(parseYaml(renderDocument(samplePlan(), 'stack', token))).toEqual({ Resources: { Client: { Type: 'Acme::Client' } } });
    expect(renderDocument(samplePlan(), 'bicep', token)).toMatch(/^\/\/ Sets up .*\n(?:\/\/ .*\n)+\n\/\/ 1\. The client\nparam name string = 'carnet'\n$/);
  });

  it('is numbered steps in Markdown for a portal', () => {
    expect(renderDocument(samplePlan(), 'portal', token)).toBe(`# Set up the trust

- issuer: \`https://issuer.example.com\`
- subject: \`organization:6f9619ff-8b86-4d01-b42d-00c04fc964ff\`
- audience: \`urn:acme\`

- Listing is not allowed: no autocomplete.

## 1. Open the client page

It is there.

Name: \`carnet\`
`);
  });

  it('says to who copies from a portal in which form the ids are given', () => {
    expect(renderDocument(samplePlan(), 'portal', { ...token, next: 'carnet trust acme --from-stdin' })).toContain('\n\nWhat it leads to is for `carnet trust acme --from-stdin`, which is given it as `{"tenantId":"…","clientId":"…"}`.\n\n');
  });

  it.each([['acme', /^#!\/bin\/sh\n# Ends the trust[^]*\nset -eu\n\n# 1\. Remove the client\nacme client delete/], ['terraform', /^#!\/bin\/sh\n[^]*\nterraform destroy\n$/], ['portal', /^# End the trust\n[^]*## 1\. Delete it\n\nPress/]])('ends the trust of %s: in shell, or in steps', (format, pattern) => {
    expect(renderDocument(samplePlan(), format, { ...token, teardown: true })).toMatch(pattern);
  });

  it('is the plan itself as json', () => {
    expect(JSON.parse(renderDocument(samplePlan(), 'json', token))).toEqual({ version: 1, ...samplePlan() });
  });

  it('does not exist for another tool, which is INPUT_INVALID with those there are', () => {
    expect(() => renderDocument(samplePlan(), 'pulumi', token)).toThrow(expect.objectContaining({ code: 'INPUT_INVALID', hint: 'There is acme, terraform, bicep, stack, portal, json.' }));
  });
});

describe('G a text that came from outside', () => {
  const hostile = fc.array(fc.constantFrom('\n', '\r', '\u0085', '\u2028', '\u2029', '\0', '\u001b[2J', 'touch broken', '; exit 3', ' ', '`', 'word'), { maxLength: 30 }).map((parts) => parts.join(''));

  it('never ends a comment', () => {
    fc.assert(fc.property(hostile, fc.constantFrom('acme', 'terraform', 'bicep', 'stack'), fc.boolean(), (text, format, teardown) => {
      const step = { title: text, why: text, text: 'true' };
      const plan = samplePlan({ notes: [text], documents: samplePlan().documents.map((document) => ({ ...document, setUp: [step], tearDown: [step] })) });
      const lines = renderDocument(plan, format, { issuer: text, subject: text, next: text, teardown }).split(/[\n\r\u0085\u2028\u2029]/);
      expect(lines.filter((line) => !/^(?:#|\/\/|$)/.test(line) && line !== 'set -eu')).toEqual(['true']);
      expect(lines.join('')).not.toMatch(/\p{Cc}/u);
    }));
  });

  it.each(['\u001b[8mrm -rf /\u001b[0m', '\r# nothing happens', '\u202e', '\u009b2J', '\0', '\u2028'])('in a step, %j, is refused: what is read is what runs', (text) => {
    for (const { format } of samplePlan().documents) {
      const plan = samplePlan({ documents: samplePlan().documents.map((document) => ({ ...document, setUp: [{ title: 'a', text: `true ${text} true` }] })) });
      expect(() => renderDocument(plan, format, token), format).toThrow(expect.objectContaining({ code: 'PROVIDER_FAULT', message: expect.stringMatching(/\(U\+[0-9A-F]{4}\)\.$/) as string }));
      expect(() => renderDocument(plan, format, { ...token, teardown: true }), format).not.toThrow();
    }
  });

  it('never leaves its line in Markdown', () => {
    fc.assert(fc.property(hostile, (text) => {
      const lines = renderDocument(samplePlan({ notes: [] }), 'portal', { issuer: text, subject: text }).split('\n');
      expect(lines.filter((line) => line.includes('touch broken')).every((line) => /^- (?:issuer|subject): `/.test(line))).toBe(true);
    }));
  });

  it('makes no line of comment longer than a screen', () => {
    const lines = renderDocument(samplePlan({ notes: ['a few words '.repeat(60)] }), 'acme', token).split('\n');
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(100);
  });

  it('leaves a script that a shell accepts', () => {
    const script = renderDocument(samplePlan(), 'acme', { issuer: '`exit 3`', subject: "'$(exit 3)", next: '"' });
    expect(() => execFileSync('sh', ['-n'], { input: script, stdio: ['pipe', 'ignore', 'pipe'] })).not.toThrow();
  });
});
