// What npm tells a script about itself, and what npx was told by us: the npm, npx or pnpm of a child would take it for its own orders.
const ofTheCaller = /^npm_(?:lifecycle_|package_|config_(?:call|loglevel|package|prefer_offline|yes)$)/i;

/** The environment for the commands that the bootstrap starts. */
export function cleanEnvironment(environment) {
  const entries = Object.entries(environment).filter(([name]) => !ofTheCaller.test(name));
  // turbo reports its use to its makers unless told not to.
  return { ...Object.fromEntries(entries), TURBO_TELEMETRY_DISABLED: '1' };
}
