const everywhere = [
  'PATH', 'HOME', 'USER', 'LOGNAME', 'SHELL', 'PWD', 'TMPDIR', 'TZ',
  'LANG', 'LANGUAGE', 'LC_*',
  'TERM', 'COLORTERM', 'TERM_PROGRAM', 'NO_COLOR', 'FORCE_COLOR', 'CLICOLOR', 'CLICOLOR_FORCE', 'COLUMNS', 'LINES',
  'CI',
];

const onWindows = [
  'SystemRoot', 'SystemDrive', 'windir', 'ComSpec', 'PATHEXT', 'OS', 'TEMP', 'TMP',
  'USERPROFILE', 'USERNAME', 'USERDOMAIN', 'HOMEDRIVE', 'HOMEPATH', 'PUBLIC', 'APPDATA', 'LOCALAPPDATA', 'ALLUSERSPROFILE', 'ProgramData',
  'ProgramFiles', 'ProgramFiles(x86)', 'ProgramW6432', 'CommonProgramFiles', 'CommonProgramFiles(x86)', 'CommonProgramW6432',
  'COMPUTERNAME', 'NUMBER_OF_PROCESSORS', 'PROCESSOR_ARCHITECTURE', 'PROCESSOR_IDENTIFIER', 'PROCESSOR_LEVEL', 'PROCESSOR_REVISION',
];

/** What a process needs to find programs, its user, its language and its terminal; nothing that a host keeps for itself. */
export function inheritedNames(platform: NodeJS.Platform): readonly string[] {
  return platform === 'win32' ? [...everywhere, ...onWindows] : everywhere;
}

/** The host's own token and addresses: neither inherited nor set. */
export const hostPrefix = 'CARNET_*';

/** What no list of names to keep lets through. */
export const neverInherited: readonly string[] = [hostPrefix, 'OIDC_PRIVATE_KEY*'];
