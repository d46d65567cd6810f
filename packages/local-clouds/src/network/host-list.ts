/** Whether a host is on a closed list of exact names and `*.suffix` entries, each `*` standing for one label. */
export function isListedHost(hosts: Iterable<string>, host: string): boolean {
  const wildcard = `*${host.slice(host.indexOf('.'))}`;
  for (const listed of hosts) if (listed === host || (listed === wildcard && /^[a-z0-9-]+\./.test(host))) return true;
  return false;
}
