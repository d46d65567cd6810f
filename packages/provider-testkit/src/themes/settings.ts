import type { Assertion, Theme } from '../assertion.ts';
import { progressOf, type Progress } from './hostile-settings.ts';
import { nameAssertions } from './settings-names.ts';
import { openAssertions } from './settings-open.ts';
import { validateAssertions } from './settings-validate.ts';

const stopped = (id: string, fact: string, isWrong: (progress: Progress) => boolean, seen: string): Assertion => ({
  id: `settings.${id}`,
  fact,
  async holds(scene) {
    const wrong: string[] = [];
    for (const hostile of scene.conformance.hostile) {
      const progress = await progressOf(scene, hostile);
      if (isWrong(progress)) wrong.push(progress.what.slice(0, 100));
    }
    return wrong.length === 0 || `${seen}: ${wrong.join(', ')}`;
  },
});

/** What a person typed decides where a token goes. */
export const settingsTheme: Theme = {
  id: 'settings',
  title: 'Settings',
  assertions: [
    {
      id: 'settings.hostile-named',
      fact: 'the conformance file names hostile settings, where there are settings',
      holds({ conformance, provider: { manifest } }) {
        const identity = manifest.identity && 'schema' in manifest.identity ? manifest.identity.schema.properties : {};
        const hasText = Object.values({ ...identity, ...manifest.store.schema.properties }).some(({ type }) => type === 'string');
        return !hasText || conformance.hostile.length > 0 || 'hostile is empty';
      },
    },
    stopped('hostile-refused', 'hostile settings are refused by schema, validate, audience, open or the first call', ({ refused }) => !refused, 'the first call passed'),
    stopped('hostile-unsent', 'hostile settings are refused before any request', ({ refused, requested }) => refused && requested, 'a request was made'),
    stopped('hostile-unminted', 'hostile settings are refused before a subject token is asked for', ({ refused, requested, minted }) => refused && !requested && minted, 'a subject token was asked for'),
    ...validateAssertions,
    ...openAssertions,
    ...nameAssertions,
  ],
};
