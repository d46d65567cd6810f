// What a program needs to find its way on this machine, and the operator's certificate authorities. Nothing that is ours.
const passedOn = [
  'PATH', 'HOME', 'USER', 'LOGNAME', 'LANG', 'LC_ALL', 'LC_CTYPE', 'TZ', 'TMPDIR',
  'NODE_EXTRA_CA_CERTS',
  'SystemRoot', 'SystemDrive', 'windir', 'ComSpec', 'PATHEXT', 'TEMP', 'TMP', 'USERPROFILE', 'APPDATA', 'LOCALAPPDATA',
];

/** The environment of a kickoff's process, by allow-list. Without a prototype: an inherited property would reach the child. */
export function processEnvironment(inherited: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const environment = Object.create(null) as Record<string, string>;
  for (const name of passedOn) {
    const value = Object.hasOwn(inherited, name) ? inherited[name] : undefined;
    if (value !== undefined) environment[name] = value;
  }
  return environment;
}
