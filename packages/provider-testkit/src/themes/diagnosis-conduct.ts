import { CarnetError } from '@carnet/provider';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { Assertion } from '../assertion.ts';
import { holdsSecret } from '../leaks/holds-secret.ts';
import { allFailures, calmDiagnoseOf, diagnoseOf, failuresOf, sentToken, sparseFailures } from './diagnosed-failures.ts';
import { happened } from './expected.ts';
import { provokeFailures } from './provoked-failures.ts';
import { isQuoted } from './quoted-in-shell.ts';

/** What a diagnosis does, and what it must not. */
export const diagnosisConduct: readonly Assertion[] = [
  {
    id: 'diagnosis.ends',
    fact: 'diagnose throws for no failure of the store',
    async holds(scene) {
      const diagnose = diagnoseOf(scene);
      for (const { what, failure } of await allFailures(scene)) {
        try {
          if (Object.keys(failure.store).length > 0) diagnose(failure);
        } catch {
          return `for ${what} it threw`;
        }
      }
      return true;
    },
  },
  {
    id: 'diagnosis.sparse',
    fact: 'diagnose throws for no failure that little is known about',
    holds(scene) {
      const diagnose = diagnoseOf(scene);
      for (const { what, failure } of sparseFailures(scene)) {
        try {
          diagnose(failure);
        } catch {
          return `for ${what} it threw`;
        }
      }
      return true;
    },
  },
  {
    id: 'diagnosis.pure',
    fact: 'the same failure has the same diagnosis again',
    holds(scene) {
      const diagnose = calmDiagnoseOf(scene);
      const strange = failuresOf(scene, 'value').find(({ failure }) => !isDeepStrictEqual(diagnose(failure), diagnose(failure)));
      return strange === undefined || `for ${strange.what} it is another`;
    },
  },
  {
    id: 'diagnosis.unchanged',
    fact: 'diagnose leaves the failure as it is',
    holds(scene) {
      const diagnose = calmDiagnoseOf(scene);
      for (const { what, failure } of failuresOf(scene, 'value')) {
        const before = JSON.stringify(failure);
        diagnose(failure);
        if (JSON.stringify(failure) !== before) return `for ${what} it was changed`;
      }
      return true;
    },
  },
  {
    id: 'diagnosis.silent',
    fact: 'a diagnosis sends nothing and asks for no subject token',
    async holds(scene) {
      const diagnose = calmDiagnoseOf(scene);
      scene.open();
      for (const { failure } of failuresOf(scene, 'value')) diagnose(failure);
      await nextTurn();
      return happened(scene.hosts.length + scene.mints.length, 0, 'requests');
    },
  },
  {
    id: 'diagnosis.quoting',
    fact: 'a name that a shell would run is quoted in the command',
    holds(scene) {
      const diagnose = calmDiagnoseOf(scene);
      for (const name of ['$(carnet)', "a'$(carnet)'b", '"$(carnet)"', '`carnet`', '; carnet ;']) {
        const strange = failuresOf(scene, name).find(({ failure }) => !isQuoted(diagnose(failure)?.command ?? '', /\$\(carnet\)|`carnet`|; carnet ;/.exec(name)?.[0] ?? name));
        if (strange) return `for ${strange.what} a shell would run a part of the name`;
      }
      return true;
    },
  },
  {
    id: 'diagnosis.trust',
    method: 'workload-identity',
    fact: 'for a trust that was refused, the three values of our token are shown',
    needs: ['distrust'],
    async holds(scene) {
      const diagnose = calmDiagnoseOf(scene);
      await scene.double.distrust?.();
      const error = await scene.failureOf(scene.open().authenticate({}));
      const token = sentToken(scene);
      const { method, store, identity } = scene.double.connection;
      const shown = JSON.stringify(diagnose({ error, operation: 'authenticate', method, store, token, ...(identity && { identity }) })?.sent ?? {});
      const hidden = (['issuer', 'subject', 'audience'] as const).filter((claim) => !shown.includes(JSON.stringify(token[claim])));
      return hidden.length === 0 || `${hidden.join(', ')} ${hidden.length === 1 ? 'is' : 'are'} not among what was sent`;
    },
  },
  {
    id: 'diagnosis.secrets',
    fact: 'no diagnosis holds a value, a subject token or a credential',
    async holds(scene) {
      const diagnose = calmDiagnoseOf(scene);
      const { failures, values } = await provokeFailures(scene);
      const { method, store, identity } = scene.double.connection;
      const said = failures.map(({ thrown: error, operation, reference }) =>
        (CarnetError.isInstance(error) ? diagnose({ error, operation, method, store, ...(identity && { identity }), ...(reference && { reference }) }) : undefined));
      const secrets = new Set([...values, ...scene.tokens, ...(scene.double.credentials ?? [])]);
      return ![...secrets].some((secret) => holdsSecret(said, secret)) || 'one of them stands in it';
    },
  },
];
