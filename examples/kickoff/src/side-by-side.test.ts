import { expect, it } from 'vitest';
import { carnetOf } from './carnet-of.ts';
import { randomValues, setScene } from './scene/set-scene.ts';

it.each([
  ['Azure', 'login.microsoftonline.com'], ['AWS', 'sts.eu-central-1.amazonaws.com'], ['Google', 'sts.googleapis.com'],
])('no cloud waits for another: with %s silent, the other two are read', async (silent, host) => {
  await using scene = await setScene();
  scene.store(randomValues());
  scene.clouds.fault({ host, fault: { kind: 'hang' } });
  await using carnet = carnetOf(scene, { organization: scene.organization });
  const stop = new AbortController();
  const resolution = carnet.resolve({ signal: stop.signal }).catch((error: unknown) => error);
  const read = (): readonly string[] => scene.sides
    .filter(({ services }) => scene.clouds.requests.some(({ service, status }) => service === services.secrets && status === 200)).map(({ name }) => name);
  await expect.poll(read, { timeout: 10_000 }).toEqual(scene.sides.map(({ name }) => name).filter((name) => name !== silent));
  stop.abort();
  expect(await resolution).toMatchObject({ code: 'ABORTED' });
});
