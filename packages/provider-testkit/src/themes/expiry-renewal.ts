import type { Assertion } from '../assertion.ts';
import type { Scene } from '../scene/scene.ts';

/** A subject token as a cache may still hand it out: right, but for its time. */
function outdatedToken({ clock, mint }: Scene): string {
  const seconds = Math.floor(clock.now() / 1000);
  return mint({ iat: seconds - 7200, nbf: seconds - 7200, exp: seconds - 3600 });
}

export const renewalAssertions: readonly Assertion[] = [
  {
    id: 'expiry.renew',
    fact: 'after an exchange that was refused for an old subject token, a new one is asked for with renew: true',
    async holds(scene) {
      const fresh = scene.source;
      scene.source = (request) => (request.renew === true ? fresh(request) : outdatedToken(scene));
      const store = scene.open();
      await Promise.allSettled([store.authenticate({})]);
      await Promise.allSettled([store.authenticate({})]);
      return scene.mints.some(({ renew }) => renew === true) || 'the host was never asked with renew: true';
    },
  },
  {
    id: 'expiry.renew-once',
    fact: 'an exchange that is refused again with a renewed subject token is not tried a third time',
    async holds(scene) {
      scene.source = () => outdatedToken(scene);
      await scene.failureOf(scene.open().authenticate({}));
      const exchanges = scene.count('exchange');
      return exchanges <= 2 || `${exchanges} exchanges were tried in one call`;
    },
  },
];
