import { expect, test, vi } from 'vitest';
import { createIssuer } from './issuer.ts';
import type { IssuerOptions } from './issuer.ts';
import type { TokenEvent } from './mint.ts';
import { audience, automation, firstRing, issuerUrl, organization, testClock } from './test-keys.ts';

const clock = testClock();
const build = (options: Partial<IssuerOptions>) => createIssuer({ issuer: issuerUrl, keys: firstRing, clock, ...options });

test('A4 each mint and each handing-out is told once, by jti and never by token', async () => {
  const minted: TokenEvent[] = [];
  const handedOut: TokenEvent[] = [];
  const issuer = build({ onMint: (event) => void minted.push(event), onHandOut: (event) => void handedOut.push(event) });
  const { token, claims } = await issuer.mint({ organization, automation, audience });
  await Promise.all([1, 2].map(() => issuer.mint({ organization, automation, audience })));
  expect(minted).toEqual([
    {
      jti: claims.jti,
      issuer: issuerUrl,
      organization,
      automation,
      subject: claims.sub,
      audience,
      keyId: firstRing.signer.keyId,
      issuedAt: claims.iat,
      expiresAt: claims.exp,
    },
  ]);
  expect(handedOut).toEqual([minted[0], minted[0], minted[0]]);
  for (const part of token.split('.')) expect(JSON.stringify([minted, handedOut])).not.toContain(part);
});

test.each(['onMint', 'onHandOut'] as const)('a token whose %s record cannot be written is not handed out', async (hook) => {
  let broken = true;
  const issuer = build({
    [hook]: async () => {
      if (broken) throw new Error('canary: disk full');
    },
  });
  const error: unknown = await issuer.mint({ organization, audience }).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code: 'MINT_AUDIT_FAILED', retryable: true });
  expect(String((error as Error).stack)).not.toContain('canary');
  broken = false;
  await expect(issuer.mint({ organization, audience })).resolves.toBeDefined();
});

test('a token whose onMint record failed is not in the cache either', async () => {
  const onMint = vi.fn<() => void>().mockImplementationOnce(() => {
    throw new Error('disk full');
  });
  const issuer = build({ onMint });
  await expect(issuer.mint({ organization, audience })).rejects.toMatchObject({ code: 'MINT_AUDIT_FAILED' });
  await issuer.mint({ organization, audience });
  expect(onMint).toHaveBeenCalledTimes(2);
});

test('a caller who gives up while the record is written gets the reason at once', async () => {
  const controller = new AbortController();
  const onHandOut = () => {
    controller.abort(new Error('no longer wanted'));
    return new Promise<void>(() => {});
  };
  await expect(build({ onHandOut }).mint({ organization, audience, signal: controller.signal })).rejects.toThrow('no longer wanted');
});

test('a record that never settles ends the mint after 10 s', async () => {
  vi.useFakeTimers();
  try {
    const outcome = expect(build({ onHandOut: () => new Promise(() => {}) }).mint({ organization, audience })).rejects.toMatchObject({ code: 'MINT_AUDIT_FAILED' });
    await vi.advanceTimersByTimeAsync(10_000);
    await outcome;
  } finally {
    vi.useRealTimers();
  }
});
