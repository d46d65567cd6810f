import { deflateRawSync } from 'node:zlib';
import { AwsRefusal } from '../protocol/aws-refusal.ts';

// How AWS packs, and into how much, it does not say. This much lets through what its documentation calls usual.
const allottedBytes = 1536;

/**
 * The share of the space for session policies and tags that is used, in percent; undefined where there are none.
 *
 * @throws AwsRefusal `PackedPolicyTooLarge` above 100
 */
export function packedPolicySize(policies: readonly string[], tags: ReadonlyMap<string, string>): number | undefined {
  if (policies.length === 0 && tags.size === 0) return undefined;
  const packed = deflateRawSync(JSON.stringify([policies, [...tags]])).byteLength;
  const percent = Math.ceil((packed * 100) / allottedBytes);
  if (percent <= 100) return percent;
  const what = policies.length === 0 ? `Packed size of session tags consumes ${percent}% of allotted space.` : `Packed policy consumes ${percent}% of allotted space, please use smaller policy.`;
  throw new AwsRefusal('PackedPolicyTooLarge', what);
}
