import { AwsRefusal } from './protocol/aws-refusal.ts';

/** The owner is told of a broken rule by a TypeError; only a caller over the wire meets the refusal itself. */
export function asOwner<Result>(act: () => Result): Result {
  try {
    return act();
  } catch (error) {
    if (error instanceof AwsRefusal) throw new TypeError(error.message);
    throw error;
  }
}
