import { describe, expect, it } from 'vitest';
import { failureOf, fakeCarnet } from '../testing/fake-carnet.ts';
import { fakeProvider } from '../testing/fake-provider.ts';

const forEver = (): Promise<string> => new Promise(() => undefined);

describe('an SDK that asks for a subject token by itself, outside of any operation', () => {
  it('gets DEADLINE_EXCEEDED from a source that never settles', async () => {
    const { carnet, clock } = fakeCarnet({ providers: [fakeProvider().provider], identity: { subjectToken: forEver }, timeouts: { callMs: 5_000 } });
    const startedAt = clock.now();
    expect(await failureOf(clock.finish(carnet.identity('wi').subjectToken()))).toMatchObject({ code: 'DEADLINE_EXCEEDED', message: 'Getting a subject token took longer than 5000 ms.' });
    expect(clock.now() - startedAt).toBe(5_000);
    expect(clock.pendingTimers).toBe(0);
  });

  it('gets ABORTED as soon as its own signal aborts', async () => {
    const { carnet } = fakeCarnet({ providers: [fakeProvider().provider], identity: { subjectToken: forEver } });
    const controller = new AbortController();
    const failure = failureOf(carnet.identity('wi').subjectToken({ signal: controller.signal }));
    controller.abort();
    expect(await failure).toMatchObject({ code: 'ABORTED' });
  });
});
