import { hostPrefix } from './inherited-names.ts';
import { matchesName } from './name-patterns.ts';

/** Each of these makes some program load code, run a command or trust somebody else, whatever its value is meant to be. */
const neverNames = [
  // The loader and the C library
  'LD_*', 'DYLD_*', 'GCONV_PATH', 'LOCPATH', 'NLSPATH', 'GLIBC_TUNABLES', 'MALLOC_*', 'HOSTALIASES', 'LOCALDOMAIN', 'RES_OPTIONS',
  'OPENSSL_CONF', 'OPENSSL_ENGINES', 'OPENSSL_MODULES', 'SSLKEYLOGFILE',
  // Shells
  'PATH', 'HOME', 'SHELL', 'ENV', 'BASH_ENV', 'BASH_FUNC_*', 'BASH_XTRACEFD', 'BASHOPTS', 'SHELLOPTS', 'PS4', 'IFS', 'CDPATH', 'GLOBIGNORE', 'PROMPT_COMMAND', 'ZDOTDIR', 'FPATH',
  // Programs that others start
  'EDITOR', 'VISUAL', 'PAGER', 'MANPAGER', 'LESSOPEN', 'LESSCLOSE', 'BROWSER', 'SSH_ASKPASS', 'SUDO_ASKPASS', 'TAR_OPTIONS',
  // Language runtimes
  'NODE_OPTIONS', 'NODE_PATH', 'NODE_TLS_REJECT_UNAUTHORIZED', 'NODE_REPL_EXTERNAL_MODULE', 'NODE_V8_COVERAGE', 'NODE_CHANNEL_*', 'ELECTRON_RUN_AS_NODE',
  'PYTHON*', 'PERL5*', 'PERLLIB', 'RUBY*', 'GEM_HOME', 'GEM_PATH', 'BUNDLE_GEMFILE', 'PHPRC', 'PHP_INI_SCAN_DIR', 'LUA_*',
  'JAVA_TOOL_OPTIONS', '_JAVA_OPTIONS', 'JDK_JAVA_OPTIONS', 'JAVA_OPTS', 'MAVEN_OPTS', 'GRADLE_OPTS', 'CLASSPATH',
  'DOTNET_STARTUP_HOOKS', 'DOTNET_ADDITIONAL_DEPS', 'CORECLR_*', 'COR_PROFILER*', 'COR_ENABLE_PROFILING', 'ERL_AFLAGS', 'ERL_FLAGS', 'ERL_ZFLAGS', 'R_PROFILE*', 'R_ENVIRON*',
  'RUSTC_WRAPPER', 'GOFLAGS', 'MAKEFLAGS',
];

const neverOnWindows = ['SystemRoot', 'SystemDrive', 'windir', 'ComSpec', 'PATHEXT', 'USERPROFILE', 'PSModulePath'];

/** Honest uses exist, and so do harmful ones: somebody has to say so for the one variable. */
const optInNames = [
  'HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'FTP_PROXY', 'NO_PROXY', 'NODE_USE_ENV_PROXY',
  'SSL_CERT_FILE', 'SSL_CERT_DIR', 'NODE_EXTRA_CA_CERTS', 'REQUESTS_CA_BUNDLE', 'CURL_CA_BUNDLE', 'CURL_HOME',
  'GIT_*', 'npm_config_*',
];

/** What the rules say of a name: it may be set, only by opt-in, never, or is no name at all. */
export type NameRule = 'ordinary' | 'opt-in' | 'never' | 'illegal';

export function nameRule(name: string, platform: NodeJS.Platform): NameRule {
  const windows = platform === 'win32';
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) return 'illegal';
  if (matchesName([...neverNames, hostPrefix, ...(windows ? neverOnWindows : [])], name, windows)) return 'never';
  // curl, npm and others read these in both cases.
  return matchesName(optInNames, name, true) ? 'opt-in' : 'ordinary';
}

/** A name as a message may show it: what somebody typed as `NAME=value` in one piece shows no value. */
export function shownName(name: string): string {
  const [beforeEquals = ''] = name.split('=', 1);
  const printable = beforeEquals.slice(0, 64).replace(/[^\x20-\x7e]/g, '?');
  return `'${printable}${printable.length < name.length ? '…' : ''}'`;
}
