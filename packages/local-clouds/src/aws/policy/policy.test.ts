import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { evaluateConditions, isConditionOperator, type Conditions } from './conditions.ts';
import { parsePolicy } from './policy-document.ts';
import { matchesPattern } from './policy-pattern.ts';

describe('patterns', () => {
  test.each([
    ['*', '', true],
    ['a*c', 'abc', true],
    ['a*c', 'ac', true],
    ['a?c', 'ac', false],
    ['a?c', 'abc', true],
    ['a.c', 'abc', false],
    ['*-??????', 'name-abcdef', true],
    ['*-??????', 'name-abcde', false],
    ['a*b*c', 'a b b c', true],
    ['a*b', 'abx', false],
    ['line*end', 'line\nend', true],
    ['${*}', '*', true],
    ['${*}', 'x', false],
    ['${aws:nothing}', '', false],
    ["${aws:nothing, 'fallback'}", 'fallback', true],
    ['team/${team}/*', 'team/orders/x', true],
  ])('%s and %j: %s', (pattern, text, matches) => {
    expect(matchesPattern(pattern, text, (name) => (name === 'team' ? 'orders' : undefined))).toBe(matches);
  });

  test('a text matches itself and a star, and a variable\'s stars are no wildcards', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (text, other) => {
        expect(matchesPattern('*', text)).toBe(true);
        expect(matchesPattern('${value}', text, () => text)).toBe(true);
        expect(matchesPattern('${value}', other, () => '*')).toBe(other === '*');
        expect(matchesPattern(`${other.replace(/[*?$]/g, '')}*`, `${other.replace(/[*?$]/g, '')}${text}`)).toBe(true);
      }),
    );
  });

  test('hostile: many stars take no exponential time', () => {
    const started = process.cpuUsage().user;
    expect(matchesPattern(`${'*a'.repeat(500)}b`, 'a'.repeat(2000))).toBe(false);
    expect(process.cpuUsage().user - started).toBeLessThan(2_000_000);
  });
});

describe('conditions', () => {
  const context = new Map<string, string | readonly string[]>([['one', 'A'], ['several', ['A', 'B']], ['arn', 'arn:aws:iam::1:role/a/b']]);
  test.each<[string, Conditions, 'met' | 'not-met' | 'unknown']>([
    ['nothing asked', {}, 'met'],
    ['equal', { StringEquals: { one: ['A'] } }, 'met'],
    ['equal but for case', { StringEquals: { one: ['a'] } }, 'not-met'],
    ['equal whatever case', { StringEqualsIgnoreCase: { one: ['a'] } }, 'met'],
    ['a key that is not there', { StringEquals: { none: ['A'] } }, 'not-met'],
    ['a key that is not there, IfExists', { StringEqualsIfExists: { none: ['A'] } }, 'met'],
    ['a key that is there, IfExists', { StringEqualsIfExists: { one: ['B'] } }, 'not-met'],
    ['not equal', { StringNotEquals: { one: ['B'] } }, 'met'],
    ['not equal, key not there', { StringNotEquals: { none: ['B'] } }, 'met'],
    ['not equal to one of several', { StringNotEquals: { one: ['B', 'A'] } }, 'not-met'],
    ['any of several', { 'ForAnyValue:StringEquals': { several: ['B', 'C'] } }, 'met'],
    ['any, key not there', { 'ForAnyValue:StringEquals': { none: ['B'] } }, 'not-met'],
    ['all of several', { 'ForAllValues:StringEquals': { several: ['A', 'B', 'C'] } }, 'met'],
    ['not all of several', { 'ForAllValues:StringEquals': { several: ['A'] } }, 'not-met'],
    ['all, key not there', { 'ForAllValues:StringEquals': { none: ['A'] } }, 'met'],
    ['Null, true', { Null: { none: ['true'] } }, 'met'],
    ['Null, false', { Null: { one: ['false'] } }, 'met'],
    ['an ARN part by part', { ArnLike: { arn: ['arn:aws:iam::*:role/*'] } }, 'met'],
    ['a star that would cross parts', { ArnLike: { arn: ['arn:*:role/a/b'] } }, 'not-met'],
    ['two operators, one not met', { StringEquals: { one: ['A'] }, StringLike: { one: ['B*'] } }, 'not-met'],
    ['an operator that is not known here', { NumericEquals: { one: ['1'] } }, 'unknown'],
    ['unknown beside met', { NumericEquals: { one: ['1'] }, StringEquals: { one: ['A'] } }, 'unknown'],
    ['unknown beside not met', { NumericEquals: { one: ['1'] }, StringEquals: { one: ['B'] } }, 'not-met'],
  ])('%s', (_, conditions, result) => {
    expect(evaluateConditions(conditions, context)).toBe(result);
  });

  test('operators that IAM does not have are none', () => {
    for (const operator of ['StringEqual', 'NullIfExists', 'Like', '__proto__', 'ForNone:StringEquals', 'constructor']) expect(isConditionOperator(operator)).toBe(false);
    for (const operator of ['StringEquals', 'DateGreaterThan', 'ForAnyValue:StringLikeIfExists', 'IpAddress', 'Null']) expect(isConditionOperator(operator)).toBe(true);
  });
});

describe('policy documents', () => {
  const parse = (policy: unknown, kind: 'identity' | 'trust' = 'identity'): unknown => parsePolicy(JSON.stringify(policy), kind);
  const statement = { Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: '*' };

  test.each<[string, unknown, string]>([
    ['no object', [], 'Syntax errors in policy.'],
    ['no statement', { Statement: [] }, 'Syntax errors in policy.'],
    ['another version', { Version: '2020-01-01', Statement: statement }, 'Syntax errors in policy.'],
    ['an unknown member', { Statement: { ...statement, Effects: 'Allow' } }, 'Syntax errors in policy.'],
    ['an unknown effect', { Statement: { ...statement, Effect: 'allow' } }, 'Syntax errors in policy.'],
    ['an unknown operator', { Statement: { ...statement, Condition: { StringEqual: { a: 'b' } } } }, 'Syntax errors in policy.'],
    ['both Action and NotAction', { Statement: { ...statement, NotAction: '*' } }, 'Syntax errors in policy.'],
    ['no action', { Statement: { Effect: 'Allow', Resource: '*' } }, 'Policy statement must contain actions.'],
    ['an action without its service', { Statement: { ...statement, Action: 'GetSecretValue' } }, 'Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.'],
    ['no resource', { Statement: { Effect: 'Allow', Action: '*' } }, 'Policy statement must contain resources.'],
    ['a resource that is no ARN', { Statement: { ...statement, Resource: 'database' } }, 'Resource database must be in ARN format or "*".'],
    ['a principal', { Statement: { ...statement, Principal: '*' } }, 'Policy document should not specify a principal.'],
  ])('%s', (_, policy, message) => {
    expect(() => parse(policy)).toThrow(message);
  });

  test('a trust policy has a principal, no resource, and actions of STS alone', () => {
    const trust = { Effect: 'Allow', Principal: { Federated: 'arn' }, Action: 'sts:AssumeRoleWithWebIdentity' };
    expect(() => parse({ Statement: trust }, 'trust')).not.toThrow();
    expect(() => parse({ Statement: { ...trust, Resource: '*' } }, 'trust')).toThrow('Has prohibited field Resource');
    expect(() => parse({ Statement: { Effect: 'Allow', Action: 'sts:AssumeRole' } }, 'trust')).toThrow('Missing required field Principal');
    expect(() => parse({ Statement: { ...trust, Action: 's3:*' } }, 'trust')).toThrow('AssumeRole policy may only specify STS AssumeRole actions.');
  });
});
