import type { Assertion } from '../assertion.ts';
import type { Fault } from '../fault.ts';
import { ended, happened } from './expected.ts';
import { failedWith } from './failed-with.ts';
import type { Hop } from './hops.ts';

const statuses = [301, 302, 307, 308] as const;
const strayHost = 'stray.example.test';
const redirect = (status: (typeof statuses)[number], host: string): Fault => ({ kind: 'redirect', status, location: `https://${host}/elsewhere` });

export const redirects = (hop: Hop): readonly Assertion[] => [
  {
    id: `faults.${hop.at}-redirect`,
    fact: `${hop.what} that is answered with a redirect is REDIRECT_REFUSED`,
    async holds(scene) {
      const call = await hop.prepare(scene);
      for (const status of statuses) {
        const mend = scene.double.fault({ at: hop.at, fault: redirect(status, strayHost) });
        const seen = failedWith(await scene.failureOf(call()), 'REDIRECT_REFUSED', 'STORE_ADDRESS_REFUSED');
        mend();
        if (seen !== true) return `after ${status} ${seen}`;
      }
      return true;
    },
  },
  {
    id: `faults.${hop.at}-redirect-not-followed`,
    fact: `no redirect of ${hop.what} is followed, to another host or within the store's own`,
    async holds(scene) {
      await (await hop.prepare(scene))();
      const call = await hop.prepare(scene);
      const own = scene.double.requests.findLast(({ operation }) => operation === hop.at)?.host ?? strayHost;
      for (const [status, host] of statuses.flatMap((each) => [[each, own], [each, strayHost]] as const)) {
        const before = scene.double.requests.length;
        const mend = scene.double.fault({ at: hop.at, fault: redirect(status, host) });
        await ended(call());
        mend();
        if (scene.hosts.includes(strayHost)) return `after ${status} another host was called`;
        const seen = happened(scene.double.requests.length - before, 1, 'requests');
        if (seen !== true) return `after ${status} ${seen}`;
      }
      return true;
    },
  },
];
