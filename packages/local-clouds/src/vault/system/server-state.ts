import { jsonAnswer, type Answer, type IncomingCall } from '../../network/exchange.ts';
import { headers } from '../vault-answer.ts';
import { VaultRefusal } from '../vault-refusal.ts';
import { serverVersion } from './mount-resources.ts';

export interface ServerState {
  readonly name: string;
  readonly id: string;
  readonly sealed: boolean;
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  readonly now: number;
}

/** What a server says about itself, sealed or not: https://developer.hashicorp.com/vault/api-docs/system/health */
export function stateAnswer(call: IncomingCall, state: ServerState): Answer | undefined {
  const { pathname, searchParams } = call.url;
  const answer = Object.hasOwn(answers, pathname) ? answers[pathname] : undefined;
  if (answer && call.method !== 'GET' && call.method !== 'HEAD') throw new VaultRefusal(405);
  return answer?.(state, searchParams);
}

const answers: Readonly<Record<string, (state: ServerState, query: URLSearchParams) => Answer>> = {
  '/v1/sys/health': (state, query) => jsonAnswer(healthStatus(query, state), health(state), headers),
  '/v1/sys/seal-status': (state) => jsonAnswer(200, sealStatus(state), headers),
  '/v1/sys/leader': () => jsonAnswer(200, leader, headers),
};

function healthStatus(query: URLSearchParams, { sealed }: ServerState): number {
  const wanted = query.get(sealed ? 'sealedcode' : 'activecode') ?? (sealed ? '503' : '200');
  if (!/^[1-5]\d\d$/.test(wanted)) throw new VaultRefusal(400);
  return Number(wanted);
}

const cluster = ({ name, id, sealed }: ServerState): object => (sealed ? {} : { cluster_name: `vault-cluster-${name}`, cluster_id: id });

function health(state: ServerState): object {
  const replication = state.sealed ? 'unknown' : 'disabled';
  return {
    initialized: true,
    sealed: state.sealed,
    standby: state.sealed,
    performance_standby: false,
    replication_performance_mode: replication,
    replication_dr_mode: replication,
    server_time_utc: Math.floor(state.now / 1000),
    version: serverVersion,
    enterprise: false,
    ...cluster(state),
    echo_duration_ms: 0,
    clock_skew_ms: 0,
    replication_primary_canary_age_ms: 0,
  };
}

// One server alone leads nobody.
const leader = {
  ha_enabled: false,
  is_self: false,
  active_time: '0001-01-01T00:00:00Z',
  leader_address: '',
  leader_cluster_address: '',
  performance_standby: false,
  performance_standby_last_remote_wal: 0,
};

function sealStatus(state: ServerState): object {
  return {
    type: 'shamir',
    initialized: true,
    sealed: state.sealed,
    t: 1,
    n: 1,
    progress: 0,
    nonce: '',
    version: serverVersion,
    build_date: '1970-01-01T00:00:00Z',
    migration: false,
    ...cluster(state),
    recovery_seal: false,
    storage_type: 'inmem',
  };
}
