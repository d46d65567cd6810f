/** A file of a package that may touch what is otherwise passed in. */
export interface Seam {
  readonly file: string;
  /** As `ambient-access` names them. */
  readonly uses: readonly string[];
  readonly reason: string;
}

/** Every place where the outside comes in. An entry whose use is gone has to go too. */
export const seams: readonly Seam[] = [
  { file: 'packages/core/src/system-clock.ts', uses: ['Date.now'], reason: 'the clock that createCarnet() takes when it is given none' },
  { file: 'packages/core/src/create-carnet.ts', uses: ['process.env'], reason: 'the environment that createCarnet() judges when it is given none' },
  { file: 'packages/identity/src/projected-file.ts', uses: ['Date.now'], reason: 'the clock of a source that is given none' },
  { file: 'packages/client/src/create-client.ts', uses: ['globalThis.fetch'], reason: 'the network of a client that is given none' },
  { file: 'packages/cli/src/platform/connection/send-request.ts', uses: ['fetch()'], reason: 'the network of the commands that ask a platform' },
  { file: 'packages/oidc-issuer/src/issuer.ts', uses: ['Date.now'], reason: 'the clock of an issuer that is given none' },
  { file: 'packages/aws/src/client-options.ts', uses: ['Date.now'], reason: 'the SDK signs by the clock of the machine, with a correction that is the difference to the cloud\'s' },
  { file: 'packages/provider-testkit/src/check-provider.ts', uses: ['Date.now'], reason: 'when a scene begins: SDKs sign by the clock of the machine' },
  { file: 'packages/provider-testkit/src/vitest.ts', uses: ['Date.now'], reason: 'when a scene begins: SDKs sign by the clock of the machine' },
  { file: 'packages/provider-testkit/src/process/environment-watch.ts', uses: ['process.env'], reason: 'the kit stands in for it, to see what a provider reads' },
  { file: 'packages/local-clouds/src/start-local-clouds.ts', uses: ['Date.now'], reason: 'the clock of local clouds that are given none' },
  {
    file: 'packages/local-clouds/src/network/certificate-authority.ts',
    uses: ['Date.now'],
    reason: 'the TLS library compares certificates with the clock of the machine, never with a settable one',
  },
];
