/** The flags that `carnet trust` has for every provider, without their dashes: as data, for pages that need no command line. */
export const commonTrustFlags: ReadonlySet<string> = new Set([
  'help', 'secret', 'all-secrets', 'list', 'write', 'create', 'format', 'teardown', 'issuer', 'subject', 'organization', 'automation',
  'ambient', 'namespace', 'service-account', 'cluster', 'repository', 'project-path', 'gitlab-url', 'branch', 'tag', 'environment', 'pull-request',
  'registered', 'from-stdin', 'as', 'provider', 'config', 'timeout', 'json',
]);
