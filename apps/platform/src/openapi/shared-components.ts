const header = (description: string, type: 'string' | 'integer', example: string | number): object => ({ description, schema: { type }, example });

export const sharedHeaders: Readonly<Record<string, object>> = {
  EntityTag: header('The version. Send it in `If-Match` to change exactly this one.', 'string', '"3"'),
  Location: header('Where the new one stands.', 'string', '/v1/organizations/6f9619ff-8b86-4d01-b42d-00c04fc964ff'),
  RateLimitLimit: header('How many requests the bucket takes at once.', 'integer', 600),
  RateLimitRemaining: header('How many of them are left.', 'integer', 599),
  RateLimitReset: header('Seconds until it is full again.', 'integer', 1),
  RequestId: header('Under which log and audit speak of this request. A caller may choose it: 1 to 64 of `[A-Za-z0-9_.-]`.', 'string', 'pXb1mN0yR2uQ5d3k'),
  RetryAfter: header('Seconds to wait before the same request may pass.', 'integer', 5),
};

export const sharedParameters: Readonly<Record<string, object>> = {
  IfMatch: { name: 'If-Match', in: 'header', required: true, description: 'The ETag of the version to change.', schema: { type: 'string', pattern: '^"[1-9][0-9]*"$' }, example: '"3"' },
  IdempotencyKey: {
    name: 'Idempotency-Key', in: 'header', required: false, schema: { type: 'string', minLength: 1, maxLength: 255 }, example: 'nightly-2026-11-22',
    description: 'The same key with the same request is answered with what the first one made. Without it, a request that is repeated is done twice.',
  },
};
