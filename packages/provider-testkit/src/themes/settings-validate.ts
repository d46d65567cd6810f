import { validateSettings, type Settings, type SettingsProblem } from '@carnet/provider';
import { isDeepStrictEqual } from 'node:util';
import type { Assertion } from '../assertion.ts';
import { visibleOf, type VisibleConnection } from '../process/visible.ts';
import type { Scene } from '../scene/scene.ts';
import { hostileConnection } from './hostile-settings.ts';
import { identityOf } from './manifest-texts.ts';

function frozen<T extends object>(value: T): T {
  for (const member of Object.values(value)) if (typeof member === 'object' && member !== null) frozen(member as object);
  return Object.freeze(value);
}

/** The good settings and each of the hostile ones, as a host hands them over: copies, so that nothing else is frozen. */
function everySetting(scene: Scene): readonly VisibleConnection[] {
  const connections = [scene.double.connection, ...scene.conformance.hostile.map((hostile) => hostileConnection(scene, hostile))];
  return connections.map((connection) => structuredClone(visibleOf(connection)));
}

const problemsOf = ({ provider }: Scene, visible: VisibleConnection): readonly SettingsProblem[] => provider.validate?.(visible) ?? [];

/** The texts that were typed, where they are long enough to be told from a word. */
const typedTexts = ({ identity, store, methodSettings }: VisibleConnection): readonly string[] =>
  [identity, store, methodSettings].flatMap((settings: Settings | undefined) => Object.values(settings ?? {})).filter((value) => typeof value === 'string' && value.length >= 8) as string[];

export const validateAssertions: readonly Assertion[] = [
  {
    id: 'settings.accepted',
    fact: "the double's own settings pass the schema and validate",
    holds(scene) {
      const { double: { connection }, provider: { manifest } } = scene;
      const identity = identityOf({ conformance: scene.conformance, manifest });
      const method = manifest.methods.find(({ id }) => id === connection.method);
      if (!method) return 'the manifest has no such method';
      const secrets = Object.fromEntries(Object.entries(connection.secrets ?? {}).map(([name, secret]) => [name, secret.reveal()]));
      const results = [
        ...(identity && connection.identity ? [validateSettings(identity.schema, connection.identity)] : []),
        validateSettings(manifest.store.schema, connection.store),
        ...(method.schema ? [validateSettings(method.schema, { ...connection.methodSettings, ...secrets })] : []),
      ];
      const fields = [...results.flatMap((result) => (result.ok ? [] : result.problems)), ...problemsOf(scene, everySetting(scene)[0] ?? connection)].map(({ field }) => field);
      return fields.length === 0 || `the field ${fields.join(', ')} is refused`;
    },
  },
  {
    id: 'settings.validate-repeatable',
    fact: 'validate says the same of the same settings each time',
    holds: (scene) => everySetting(scene).every((visible) => isDeepStrictEqual(problemsOf(scene, visible), problemsOf(scene, visible))) || 'it said something else the second time',
  },
  {
    id: 'settings.validate-pure',
    fact: 'validate changes nothing in what it is given',
    holds(scene) {
      const changes = (visible: VisibleConnection): boolean => {
        const copy = structuredClone(visible);
        try {
          problemsOf(scene, copy);
          problemsOf(scene, frozen(structuredClone(visible)));
        } catch (error) {
          // A module is strict: what it may not change, it cannot change silently.
          if (!(error instanceof TypeError)) throw error;
          return true;
        }
        return !isDeepStrictEqual(copy, visible);
      };
      return !everySetting(scene).some(changes) || 'settings were changed';
    },
  },
  {
    id: 'settings.problems-without-values',
    fact: 'a problem of validate never holds the value',
    holds: (scene) => !everySetting(scene).some((visible) => problemsOf(scene, visible).some(({ field, problem }) => typedTexts(visible).some((text) => `${field} ${problem}`.includes(text)))) || 'a problem repeats what was typed',
  },
];
