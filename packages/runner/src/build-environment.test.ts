import { CarnetError } from '@carnet/provider';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildEnvironment, type EnvironmentOptions, type Variable } from './build-environment.ts';

const build = (options: Partial<EnvironmentOptions>): Record<string, string> => buildEnvironment({ inherited: {}, variables: [], platform: 'linux', ...options });
const variable = (name: string, value = 'canary-value', more: Partial<Variable> = {}): Variable => ({ name, value, ...more });

function refusal(options: Partial<EnvironmentOptions>): CarnetError {
  try {
    build(options);
  } catch (error) {
    if (CarnetError.isInstance(error)) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('C6 what the child inherits', () => {
  it('is an allow-list of names', () => {
    const inherited = { PATH: '/bin', LANG: 'C', LC_ALL: 'C', CI: 'true', OIDC_PRIVATE_KEY: 'x', DATABASE_URL: 'x', CARNET_TOKEN: 'x', NODE_OPTIONS: 'x', LD_PRELOAD: 'x', AWS_SECRET_ACCESS_KEY: 'x' };
    expect({ ...build({ inherited }) }).toEqual({ PATH: '/bin', LANG: 'C', LC_ALL: 'C', CI: 'true' });
  });

  it('is more by name or by prefix where the caller says so', () => {
    expect({ ...build({ inherited: { APP_MODE: '1', APP_SIZE: '2', OTHER: '3', MORE: '4' }, keep: ['APP_*', 'MORE'] }) }).toEqual({ APP_MODE: '1', APP_SIZE: '2', MORE: '4' });
  });

  it("is never the host's own token or key, not even by a wildcard", () => {
    expect({ ...build({ inherited: { CARNET_TOKEN: 'x', OIDC_PRIVATE_KEY: 'x', OIDC_PRIVATE_KEY_FILE: 'x', A: '1' }, keep: ['*'] }) }).toEqual({ A: '1' });
    expect(refusal({ keep: ['CARNET_TOKEN'] }).code).toBe('VARIABLE_NAME_REFUSED');
  });

  it('stands on a map without prototype and takes nothing from a prototype', () => {
    const inherited = Object.create({ PATH: '/inherited' }) as Record<string, string>;
    const environment = build({ inherited, variables: [variable('A', '1')] });
    expect(Object.getPrototypeOf(environment)).toBeNull();
    expect(Object.keys(environment)).toEqual(['A']);
  });

  it('yields to a variable of the same name', () => {
    expect(build({ inherited: { TZ: 'UTC' }, variables: [variable('TZ', 'Europe/Berlin')] })['TZ']).toBe('Europe/Berlin');
  });

  it('is matched without regard to case on Windows, and replaced so too', () => {
    const environment = build({ platform: 'win32', inherited: { Path: 'C:\\', SYSTEMROOT: 'C:\\Windows', Tz: 'UTC' }, variables: [variable('TZ', 'CET')] });
    expect({ ...environment }).toEqual({ Path: 'C:\\', SYSTEMROOT: 'C:\\Windows', TZ: 'CET' });
  });
});

describe('C6 names of variables', () => {
  it.each(['A', '_', 'a1', 'API_KEY', 'AWS_ACCESS_KEY_ID', 'AZURE_CLIENT_SECRET', 'GOOGLE_APPLICATION_CREDENTIALS', 'http_proxies', 'path', 'OIDC_ISSUER'])('%s is ordinary', (name) => {
    expect(build({ variables: [variable(name)] })[name]).toBe('canary-value');
  });

  it.each(['', '1A', 'A-B', 'A B', 'A=B', 'Ä', 'A\n', 'A٣', 'BASH_FUNC_x%%'])('%j is illegal', (name) => {
    expect(refusal({ variables: [variable(name)] }).code).toBe('VARIABLE_NAME_INVALID');
  });

  it.each([
    'LD_PRELOAD', 'LD_LIBRARY_PATH', 'DYLD_INSERT_LIBRARIES', 'NODE_OPTIONS', 'NODE_PATH', 'NODE_TLS_REJECT_UNAUTHORIZED', 'BASH_ENV', 'ENV', 'BASH_FUNC_x', 'PATH', 'HOME', 'SHELLOPTS', 'PS4', 'IFS',
    'PYTHONPATH', 'PYTHONHOME', 'PYTHONSTARTUP', 'PERL5OPT', 'RUBYOPT', 'JAVA_TOOL_OPTIONS', '_JAVA_OPTIONS', 'CARNET_TOKEN', 'CARNET_INPUTS', 'GLIBC_TUNABLES', 'SSLKEYLOGFILE',
  ])('%s is never set, opt-in or not', (name) => {
    expect(refusal({ variables: [variable(name)] }).code).toBe('VARIABLE_NAME_REFUSED');
    expect(refusal({ variables: [variable(name, 'x', { allow: true })] }).code).toBe('VARIABLE_NAME_REFUSED');
  });

  it.each(['HTTP_PROXY', 'https_proxy', 'NO_PROXY', 'SSL_CERT_FILE', 'NODE_EXTRA_CA_CERTS', 'GIT_SSH_COMMAND', 'npm_config_registry', 'NPM_CONFIG_REGISTRY'])('%s is set by opt-in only', (name) => {
    expect(refusal({ variables: [variable(name)] }).code).toBe('VARIABLE_NAME_REFUSED');
    expect(build({ variables: [variable(name, 'x', { allow: true })] })[name]).toBe('x');
  });

  it('are not opted in by a polluted prototype', () => {
    const polluted = Object.assign(Object.create({ allow: true }) as object, { name: 'HTTP_PROXY', value: 'x' });
    expect(refusal({ variables: [polluted] }).code).toBe('VARIABLE_NAME_REFUSED');
  });

  it('are refused without regard to case on Windows', () => {
    expect(refusal({ platform: 'win32', variables: [variable('node_options')] }).code).toBe('VARIABLE_NAME_REFUSED');
  });

  it('are refused twice, and as twins of another case on Windows', () => {
    expect(refusal({ variables: [variable('A'), variable('A')] }).code).toBe('VARIABLE_DUPLICATE');
    expect(refusal({ platform: 'win32', variables: [variable('Key'), variable('KEY')] }).code).toBe('VARIABLE_DUPLICATE');
    expect(Object.keys(build({ variables: [variable('Key'), variable('KEY')] }))).toEqual(['Key', 'KEY']);
  });
});

describe('values of variables', () => {
  it('arrive as they are, newlines and all Unicode included', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (value) => {
      fc.pre(value.isWellFormed() && !value.includes('\0'));
      expect(build({ variables: [variable('A', value)] })['A']).toBe(value);
    }));
  });

  it('with a NUL are refused', () => {
    expect(refusal({ variables: [variable('A', 'a\0b')] }).code).toBe('SECRET_HAS_NUL');
  });

  it('with half a surrogate pair, or no string, are refused', () => {
    expect(refusal({ variables: [variable('A', 'a\ud800b')] }).code).toBe('SECRET_NOT_TEXT');
    expect(refusal({ variables: [{ name: 'A', value: undefined } as unknown as Variable] }).code).toBe('SECRET_NOT_TEXT');
  });

  it('fill NAME=value up to 131,071 bytes and no more', () => {
    expect(build({ variables: [variable('A', 'x'.repeat(131_069))] })['A']).toHaveLength(131_069);
    expect(refusal({ variables: [variable('A', 'x'.repeat(131_070))] })).toMatchObject({ code: 'SECRET_TOO_LARGE_FOR_ENV', message: expect.stringContaining('(131072 > 131071)') as string });
    expect(refusal({ variables: [variable('A', 'ä'.repeat(65_535))] }).message).toContain('(131072 > 131071)');
  });

  it('fill an environment, arguments included, up to a safe bound', () => {
    const variables = Array.from({ length: 13 }, (_, index) => variable(`A${index}`, 'x'.repeat(131_000)));
    expect(Object.keys(build({ variables }))).toHaveLength(13);
    expect(refusal({ variables, argv: ['node', 'x'.repeat(100_000)] })).toMatchObject({ code: 'SECRET_TOO_LARGE_FOR_ENV', message: expect.stringContaining(' > 1800000)') as string });
  });

  it('for CARNET_INPUTS come from the inputs and keep the same rules', () => {
    expect(build({ inputs: '{"a":1}' })['CARNET_INPUTS']).toBe('{"a":1}');
    expect(refusal({ inputs: '\0' }).code).toBe('SECRET_HAS_NUL');
  });
});

describe('a refusal', () => {
  it('lists every problem', () => {
    const { message, code } = refusal({ variables: [variable('1A'), variable('PATH'), variable('B', 'b\0'), variable('C', 'x'.repeat(200_000)), variable('D'), variable('D')] });
    for (const name of ["'1A'", "'PATH'", "'B'", "'C'", "'D'"]) expect(message).toContain(name);
    expect(code).toBe('VARIABLE_NAME_INVALID');
  });

  it('never shows a value, not even one that was typed into the name', () => {
    const canary = 'canary-value';
    const error = refusal({ variables: [variable(`A=${canary}`), variable('PATH'), variable('B', `${canary}\0`), variable('C', canary.repeat(20_000)), variable('D'), variable('D')] });
    expect(`${error.message}${error.hint}${JSON.stringify(error)}${error.stack}`).not.toContain(canary);
  });
});
