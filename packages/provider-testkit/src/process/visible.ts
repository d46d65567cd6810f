import type { Connection } from '@carnet/provider';

export type VisibleConnection = Omit<Connection, 'secrets'>;

/** A connection without its secrets: what `validate` sees, and what may go to another process. */
export function visibleOf({ method, identity, store, methodSettings }: Connection): VisibleConnection {
  return { method, ...(identity && { identity }), store, ...(methodSettings && { methodSettings }) };
}
