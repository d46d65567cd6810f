import { hasMethod, type Theme } from '../assertion.ts';
import { isReason } from '../opt-out-reason.ts';
import type { Scene } from '../scene/scene.ts';
import { seeAssertion } from '../see-assertion.ts';

export const optOutThemeId = 'opt-outs';

const named = (ids: readonly string[]): string => ids.map((id) => `'${id.slice(0, 100)}'`).join(', ');

/** Whether any of its assertions fails. */
async function isNeeded(theme: Theme, { conformance, patienceMs, clock }: Scene): Promise<boolean> {
  for (const assertion of theme.assertions) {
    if (!hasMethod(conformance.manifest, theme, assertion)) continue;
    if ((await seeAssertion(conformance, theme, assertion, { patienceMs, startAt: clock.now() })) !== true) return true;
  }
  return false;
}

/** What may be opted out of is what exists: a misspelt id would look like care. */
export function optOutTheme(themes: readonly Theme[]): Theme {
  const known = new Set(themes.flatMap(({ id, assertions }) => [id, ...assertions.map((assertion) => assertion.id)]));
  return {
    id: optOutThemeId,
    title: 'Opt-outs',
    assertions: [
      {
        id: 'opt-outs.known',
        fact: 'every opt-out names a theme or an assertion that exists',
        holds({ conformance: { without = {} } }) {
          const unknown = Object.keys(without).filter((id) => !known.has(id));
          return unknown.length === 0 || `no theme or assertion has the id ${named(unknown)}`;
        },
      },
      {
        id: 'opt-outs.reasoned',
        fact: 'every opt-out gives its reason in words',
        holds({ conformance: { without = {} } }) {
          const bare = Object.keys(without).filter((id) => !isReason(without[id]));
          return bare.length === 0 || `there is no reason beside ${named(bare)}`;
        },
      },
      {
        id: 'opt-outs.needed',
        fact: 'every theme that is opted out of has an assertion that needs it',
        // A theme whose assertions all hold is run to its end.
        atLeastMs: 60_000,
        async holds(scene) {
          const { without = {} } = scene.conformance;
          const needless: string[] = [];
          for (const theme of themes) if (isReason(without[theme.id]) && !(await isNeeded(theme, scene))) needless.push(theme.id);
          return needless.length === 0 || `every assertion holds of ${named(needless)}`;
        },
      },
    ],
  };
}
