import type { Assertion, Theme } from '../assertion.ts';
import { faultConduct } from './fault-conduct.ts';
import { brokenFaults, htmlFaults, shapeFaults, statusFaults, type NamedFault } from './fault-kinds.ts';
import { failedWith } from './failed-with.ts';
import { ofEachHop, type Hop } from './hops.ts';
import { largeAnswer } from './large-answers.ts';
import { redirects } from './redirects.ts';

function fails(hop: Hop, id: string, what: string, faults: readonly NamedFault[], codes: Hop['faultCodes'] = hop.faultCodes): Assertion {
  return {
    id: `faults.${hop.at}-${id}`,
    fact: `${hop.what} that ${what} is ${codes.join(' or ')}`,
    async holds(scene) {
      const call = await hop.prepare(scene);
      for (const [name, fault] of faults) {
        const mend = scene.double.fault({ at: hop.at, fault });
        const seen = failedWith(await scene.failureOf(call()), ...codes);
        mend();
        if (seen !== true) return `after ${name} ${seen}`;
      }
      return true;
    },
  };
}

const at = (hop: Hop): readonly Assertion[] => [
  fails(hop, 'status', 'is answered with 500, 502, 503 or 504', statusFaults),
  fails(hop, 'html', 'is answered with the page of a proxy, with 200, 403, 404 or 502,', htmlFaults, hop.at === 'read' ? hop.faultCodes : [...hop.faultCodes, 'EXCHANGE_REJECTED']),
  fails(hop, 'broken', 'breaks off, before its answer or within it,', brokenFaults),
  fails(hop, 'shape', 'is answered with 200 and nothing of the protocol', shapeFaults),
  largeAnswer(hop),
  ...redirects(hop),
  ...faultConduct(hop),
];

/** What goes wrong on the way: told as such, never as a value, and gone with the next call. */
export const faultsTheme: Theme = { id: 'faults', title: 'Faults', assertions: ofEachHop(at) };
