/** What we keep of an answer that is no success. Never its body or its headers. */
export interface CloudFailure {
  /** The cloud's own code, without the suffix that the SDK puts behind some. Undefined where it gave none. */
  readonly code: string | undefined;
  readonly text: string | undefined;
  readonly status: number;
  readonly requestId: string | undefined;
  /** Milliseconds. */
  readonly retryAfter: number | undefined;
  /** Whether the SDK will sign its next request by the cloud's clock. */
  readonly clockCorrected: boolean;
}

type Fields = Readonly<Record<string, unknown>>;

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

// Nobody waits for longer than this.
const longestWait = 1_000_000_000_000;

function numberOf(text: unknown, factor: number): number | undefined {
  return typeof text === 'string' && /^\d+$/.test(text) ? Math.min(Number(text) * factor, longestWait) : undefined;
}

/** What the SDK writes for a missing code, `NotFound` where the status was 404, and for a missing sentence. AWS says none of them. */
const placeholders: readonly (string | undefined)[] = ['Unknown', 'NotFound', 'UnknownError'];

function said(text: string | undefined): string | undefined {
  return placeholders.includes(text) ? undefined : text;
}

/** Undefined where the SDK got no answer at all. */
export function cloudFailureOf(error: unknown): CloudFailure | undefined {
  const { $response, $metadata, $fault, name, message } = fieldsOf(error);
  const { statusCode, headers } = fieldsOf($response);
  if (typeof statusCode !== 'number') return undefined;
  const { requestId, clockSkewCorrected } = fieldsOf($metadata);
  const header = fieldsOf(headers);
  // Without a fault it is the SDK's own word about an answer that it could not read.
  const isCloudsWord = $fault !== undefined;
  return {
    code: isCloudsWord ? said(textOf(name)) : undefined,
    text: isCloudsWord ? said(textOf(message)) : undefined,
    status: statusCode,
    requestId: textOf(requestId),
    retryAfter: numberOf(header['x-amz-retry-after'], 1) ?? numberOf(header['retry-after'], 1000),
    clockCorrected: clockSkewCorrected === true,
  };
}
