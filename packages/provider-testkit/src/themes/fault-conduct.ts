import type { Assertion } from '../assertion.ts';
import { passingFaults, htmlFaults } from './fault-kinds.ts';
import { withUnheard } from '../scene/unheard.ts';
import { ended, failureIfAny, happened } from './expected.ts';
import { warmStore, type Hop } from './hops.ts';
import { timedCall } from './timed-call.ts';
import { strangeFields } from './refusals.ts';

/** What a provider makes of a fault that passes: one error, at once, and nothing that stays. */
export const faultConduct = (hop: Hop): readonly Assertion[] => [
  {
    id: `faults.${hop.at}-retryable`,
    fact: `${hop.what} that fails on the way is retryable`,
    async holds(scene) {
      const call = await hop.prepare(scene);
      for (const [name, fault] of passingFaults) {
        const mend = scene.double.fault({ at: hop.at, fault });
        const failure = await failureIfAny(call());
        mend();
        if (failure?.retryable === false) return `after ${name} it is not`;
      }
      return true;
    },
  },
  {
    id: `faults.${hop.at}-once`,
    fact: `${hop.what} that fails on the way is not repeated by the provider`,
    async holds(scene) {
      for (const [name, fault] of [...passingFaults, ...htmlFaults]) {
        const call = await hop.prepare(scene);
        const mend = scene.double.fault({ at: hop.at, fault });
        // Twice: a provider may try again where one attempt after another fails.
        for (const which of ['the first', 'the second']) {
          const before = scene.count(hop.at);
          await ended(call());
          const requests = scene.count(hop.at) - before;
          if (requests > 1) return `after ${name} there were ${requests} requests in ${which} call`;
        }
        mend();
      }
      return true;
    },
  },
  {
    id: `faults.${hop.at}-no-wait`,
    fact: `${hop.what} that fails on the way fails at once: waiting is the host's`,
    async holds(scene) {
      const { call, waitedMs } = await timedCall(scene, hop);
      for (const [name, fault] of passingFaults) {
        const mend = scene.double.fault({ at: hop.at, fault });
        await ended(call());
        mend();
        if (waitedMs() !== 0) return `after ${name} it waited ${waitedMs()} ms`;
      }
      return true;
    },
  },
  {
    id: `faults.${hop.at}-usable`,
    fact: `the call after ${hop.what} that failed on the way passes`,
    async holds(scene): Promise<true> {
      for (const [, fault] of passingFaults) {
        const call = await hop.prepare(scene);
        scene.double.fault({ at: hop.at, fault, times: 1 });
        await ended(call());
        await call();
      }
      return true;
    },
  },
  {
    id: `faults.${hop.at}-plain`,
    fact: `the error of ${hop.what} that fails on the way holds the fields of the contract and nothing else, not even a cause`,
    async holds(scene) {
      const call = await hop.prepare(scene);
      for (const [name, fault] of [...passingFaults, ...htmlFaults]) {
        const mend = scene.double.fault({ at: hop.at, fault });
        const failure = await failureIfAny(call());
        mend();
        const seen = failure === undefined || strangeFields(failure);
        if (seen !== true) return `after ${name} ${seen}`;
      }
      return true;
    },
  },
  {
    id: `faults.${hop.at}-unheard`,
    fact: `${hop.what} that fails on the way leaves no rejected promise that nobody hears of`,
    async holds(scene) {
      const call = await hop.prepare(scene);
      for (const [name, fault] of passingFaults) {
        const mend = scene.double.fault({ at: hop.at, fault });
        const { unheard } = await withUnheard(async () => await ended(call()));
        mend();
        if (unheard > 0) return `after ${name} there ${unheard === 1 ? 'was one' : `were ${unheard}`}, which ends the process of the host`;
      }
      return true;
    },
  },
  ...(hop.at === 'exchange' ? [stepOfExchange] : [keepsCredential]),
];

const stepOfExchange: Assertion = {
  id: 'faults.exchange-step',
  fact: "the step of a read whose exchange failed is 'authenticate'",
  async holds(scene) {
    const { name } = await scene.put('value');
    scene.double.fault({ at: 'exchange', fault: { kind: 'status', status: 503, body: '' } });
    const { step } = await scene.failureOf(scene.open().read({ name }, {}));
    return step === 'authenticate' || `it is ${step === undefined ? 'not set, and the host would say read' : 'another'}`;
  },
};

const keepsCredential: Assertion = {
  id: 'faults.read-keeps-credential',
  fact: 'a read that fails on the way costs no new exchange',
  async holds(scene) {
    const { store, secret: { name } } = await warmStore(scene);
    const before = scene.count('exchange');
    for (const [, fault] of passingFaults) {
      const mend = scene.double.fault({ at: 'read', fault });
      await ended(store.read({ name }, {}));
      mend();
      await ended(store.read({ name }, {}));
    }
    return happened(scene.count('exchange') - before, 0, 'exchanges');
  },
};
