import { PlatformError } from '../errors/platform-error.ts';
import { problemOf } from './problem.ts';

export interface OpenStreams {
  /**
   * Counts a stream, and looks again and again whether its caller may still have it.
   *
   * @param owner whose stream it is: the organization's wherever there is one
   * @param stillAllowed throws as the first check did
   * @param refused called once, when the caller may not have it any more
   * @returns to be called when the stream is over
   * @throws PlatformError `RATE_LIMITED` where the owner has as many as it may have
   */
  open(owner: string, stillAllowed: () => Promise<void>, refused: () => void): () => void;
}

export interface OpenStreamsOptions {
  /** Milliseconds between two looks. Default 5,000. */
  readonly everyMs?: number | undefined;
  /** Of one owner. Default 200, a fifth of the connections of a server. */
  readonly most?: number | undefined;
}

/** Streams live longer than what they were allowed by: a role, a membership, a token, a session. */
export function createOpenStreams({ everyMs = 5_000, most = 200 }: OpenStreamsOptions = {}): OpenStreams {
  const counts = new Map<string, number>();
  return {
    open(owner, stillAllowed, refused) {
      const count = counts.get(owner) ?? 0;
      if (count >= most) throw new PlatformError({ code: 'RATE_LIMITED', message: `There are ${most} open streams already.`, hint: 'Close some of them.', headers: { 'retry-after': '5' } });
      counts.set(owner, count + 1);
      let timer: NodeJS.Timeout | undefined;
      const lookLater = (): void => { timer = setTimeout(() => void look(), everyMs).unref(); };
      let over = false;
      async function look(): Promise<void> {
        try {
          await stillAllowed();
        } catch (error) {
          // A database that is away says nothing about the caller.
          if (!over && problemOf(error).problem.status < 500) return refused();
        }
        if (!over) lookLater();
      }
      lookLater();
      return () => {
        if (over) return;
        over = true;
        clearTimeout(timer);
        const left = (counts.get(owner) ?? 1) - 1;
        if (left === 0) counts.delete(owner);
        else counts.set(owner, left);
      };
    },
  };
}
