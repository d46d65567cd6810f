import { CarnetError } from '@carnet/provider';
import { runOperation } from '../calls/operation.ts';
import type { Composition, Credential, WorkloadIdentity } from '../composition/composition.ts';
import { suggestion } from '../composition/near-name.ts';
import type { Host } from './host.ts';
import { openCredential, type OpenCredential } from './open-credential.ts';
import { KeptSessions, type SharedSessions } from './session-pool.ts';
import { Session } from './session.ts';

/** The open credentials of one Carnet, and the sessions they share. */
export interface Connections {
  open(credential: Credential): OpenCredential;
  named(name: string): OpenCredential;
  session(identity: WorkloadIdentity): Session;
  /** Shares none of these sessions with a later Carnet. */
  retire(): void;
  /** Closes every open store, within the time of one call, and drops the cloud credentials that are not shared. */
  close(): Promise<void>;
}

export function createConnections(host: Host, { credentials }: Composition, shared: SharedSessions | undefined): Connections {
  const opened = new Map<Credential, OpenCredential>();
  const sessions = new Map<WorkloadIdentity | Credential, Session>();

  const pool = shared?.pool instanceof KeptSessions ? shared.pool : undefined;

  const newSession = (identity: WorkloadIdentity | undefined): Session => {
    const key = identity && shared && Object.hasOwn(shared.keys, identity.name) ? shared.keys[identity.name] : undefined;
    return identity && pool && key !== undefined ? pool.take(key, host, identity) : new Session(host, identity);
  };
  const sessionOf = (owner: WorkloadIdentity | Credential, identity: WorkloadIdentity | undefined): Session => {
    const session = sessions.get(owner) ?? newSession(identity);
    sessions.set(owner, session);
    return session;
  };
  const open = (credential: Credential): OpenCredential => {
    const identity = credential.workloadIdentity;
    const found = opened.get(credential) ?? openCredential(host, credential, sessionOf(identity ?? credential, identity));
    opened.set(credential, found);
    return found;
  };

  return {
    open,
    session: (identity) => sessionOf(identity, identity),
    named(name) {
      const credential = credentials.get(name);
      if (credential) return open(credential);
      throw new CarnetError({ code: 'CREDENTIAL_NOT_FOUND', message: `No credential found under the name '${name.slice(0, 100)}'.${suggestion(name, [...credentials.keys()])}` });
    },
    retire() {
      for (const session of sessions.values()) session.retire();
    },
    async close() {
      const { clock, callMs } = host;
      await runOperation({ clock, callMs, totalMs: callMs, signals: [] }, async (operation) => {
        // A store that fails to close has nothing more that we could take from it.
        await Promise.allSettled([...opened.values()].map((each) => each.close(operation)));
      });
      for (const session of sessions.values()) {
        if (pool) pool.release(session, host);
        else session.map.clear();
      }
      opened.clear();
      sessions.clear();
    },
  };
}
