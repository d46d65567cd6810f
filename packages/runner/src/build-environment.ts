import { CarnetError, type ErrorCode } from '@carnet/provider';
import { environmentLimits, sizeOf } from './environment-limits.ts';
import { inheritedNames, neverInherited } from './inherited-names.ts';
import { matchesName } from './name-patterns.ts';
import { nameRule, shownName } from './variable-names.ts';

/** One variable for the child process. */
export interface Variable {
  readonly name: string;
  readonly value: string;
  /** Sets a name that is ordinary for some and harmful for others: proxies, certificate authorities, `GIT_*`, `npm_config_*`. Default false. */
  readonly allow?: boolean | undefined;
}

export interface EnvironmentOptions {
  /** Where the allow-listed names are taken from: the environment of the host. */
  readonly inherited: Readonly<Record<string, string | undefined>>;
  /** Further names to take over; a trailing `*` stands for any ending. The host's own (`CARNET_*`, `OIDC_PRIVATE_KEY*`) never pass. */
  readonly keep?: readonly string[] | undefined;
  /** Set in the child; they win over what is inherited. */
  readonly variables: readonly Variable[];
  /** The run's input, for `CARNET_INPUTS`: the one `CARNET_` name that a child sees. */
  readonly inputs?: string | undefined;
  /** Counted against the operating system's limit, which holds arguments and environment together. */
  readonly argv?: readonly string[] | undefined;
  /** Default: this host's. */
  readonly platform?: NodeJS.Platform | undefined;
}

interface Problem {
  readonly code: ErrorCode;
  readonly message: string;
}

/**
 * The whole environment of a child process, on a map without a prototype: allow-listed names of the host, then the variables.
 *
 * A name is `[A-Za-z_][A-Za-z0-9_]*`. Names that make programs run code (`LD_*`, `NODE_OPTIONS`, `BASH_ENV`, `PATH`, `CARNET_*` and their like) are refused;
 * a few pass with `allow`. `http_proxy` and `HTTP_PROXY` are two variables except on Windows. One `NAME=value` has at most 131,071 bytes (Windows: 32,766
 * UTF-16 units), everything together 1,800,000 (macOS: 900,000); see execve(2).
 *
 * @throws CarnetError with every problem in its message and the code of the first: `VARIABLE_NAME_INVALID`, `VARIABLE_NAME_REFUSED`, `VARIABLE_DUPLICATE`,
 * `SECRET_HAS_NUL`, `SECRET_NOT_TEXT`, `SECRET_TOO_LARGE_FOR_ENV`. It names variables and never shows a value.
 *
 * @example
 * ```ts
 * import { buildEnvironment } from '@carnet/runner';
 * const environment = buildEnvironment({ inherited: process.env, variables: [{ name: 'API_KEY', value: 's3cr3t-value' }] });
 * environment['API_KEY']; // 's3cr3t-value'
 * ```
 */
export function buildEnvironment(options: EnvironmentOptions): Record<string, string> {
  const { inherited, keep = [], variables, inputs, argv = [], platform = process.platform } = options;
  const ignoreCase = platform === 'win32';
  const problems = [...variables.flatMap((variable) => problemsOf(variable, platform)), ...duplicates(variables, ignoreCase), ...keptInVain(keep, ignoreCase)];
  if (inputs !== undefined) problems.push(...valueProblems('CARNET_INPUTS', inputs, platform));
  refuse(problems);

  const environment = Object.create(null) as Record<string, string>;
  const wanted = [...inheritedNames(platform), ...keep];
  for (const [name, value] of Object.entries(inherited)) {
    const passes = matchesName(wanted, name, ignoreCase) && !matchesName(neverInherited, name, ignoreCase);
    if (passes && value !== undefined && !variables.some((variable) => sameName(variable.name, name, ignoreCase))) environment[name] = value;
  }
  for (const { name, value } of variables) environment[name] = value;
  if (inputs !== undefined) environment['CARNET_INPUTS'] = inputs;

  const size = sizeOf([...Object.entries(environment).map(([name, value]) => `${name}=${value}`), ...argv]);
  const { total } = environmentLimits(platform);
  if (size > total) {
    const message = `Environment and arguments need ${size} bytes together and a process gets at most ${total} (${size} > ${total}).`;
    refuse([{ code: 'SECRET_TOO_LARGE_FOR_ENV', message }]);
  }
  return environment;
}

function refuse(problems: readonly Problem[]): void {
  const [first] = problems;
  if (first !== undefined) throw new CarnetError({ code: first.code, step: 'inject', message: problems.map(({ message }) => message).join(' ') });
}

function problemsOf(variable: Variable, platform: NodeJS.Platform): readonly Problem[] {
  const shown = shownName(variable.name);
  const rule = nameRule(variable.name, platform);
  if (rule === 'illegal') return [{ code: 'VARIABLE_NAME_INVALID', message: `${shown} is not a legal name for a variable.` }];
  if (rule === 'never') return [{ code: 'VARIABLE_NAME_REFUSED', message: `${shown} is never set from a variable.` }];
  // Its own property: a polluted prototype must not opt in.
  const allowed = Object.hasOwn(variable, 'allow') && variable.allow === true;
  if (rule === 'opt-in' && !allowed) return [{ code: 'VARIABLE_NAME_REFUSED', message: `${shown} is set only with 'allow: true' on the variable.` }];
  return valueProblems(variable.name, variable.value, platform);
}

function valueProblems(name: string, value: string, platform: NodeJS.Platform): readonly Problem[] {
  const shown = shownName(name);
  if (typeof value !== 'string') return [{ code: 'SECRET_NOT_TEXT', message: `The value of ${shown} is not a string.` }];
  if (value.includes('\0')) return [{ code: 'SECRET_HAS_NUL', message: `The value of ${shown} holds a NUL character.` }];
  if (!value.isWellFormed()) return [{ code: 'SECRET_NOT_TEXT', message: `The value of ${shown} holds half of a surrogate pair, which UTF-8 cannot carry.` }];
  const entry = `${name}=${value}`;
  const size = platform === 'win32' ? entry.length : Buffer.byteLength(entry);
  const limit = environmentLimits(platform).entry;
  if (size <= limit) return [];
  const unit = platform === 'win32' ? 'UTF-16 units' : 'bytes';
  return [{ code: 'SECRET_TOO_LARGE_FOR_ENV', message: `${shown} needs ${size} ${unit} with its name and a variable holds at most ${limit} (${size} > ${limit}).` }];
}

function duplicates(variables: readonly Variable[], ignoreCase: boolean): readonly Problem[] {
  return variables.flatMap(({ name }, index): Problem[] => {
    const earlier = variables.slice(0, index).find((other) => sameName(other.name, name, ignoreCase));
    if (earlier === undefined) return [];
    const message = earlier.name === name ? `${shownName(name)} is set twice.` : `${shownName(earlier.name)} and ${shownName(name)} are one variable on Windows.`;
    return [{ code: 'VARIABLE_DUPLICATE', message }];
  });
}

function keptInVain(keep: readonly string[], ignoreCase: boolean): readonly Problem[] {
  return keep.filter((name) => !name.endsWith('*') && matchesName(neverInherited, name, ignoreCase))
    .map((name) => ({ code: 'VARIABLE_NAME_REFUSED', message: `${shownName(name)} belongs to the host and is not handed to a child.` }));
}

function sameName(one: string, other: string, ignoreCase: boolean): boolean {
  return ignoreCase ? one.toUpperCase() === other.toUpperCase() : one === other;
}
