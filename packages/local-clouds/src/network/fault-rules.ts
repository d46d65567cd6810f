import type { Fault, FaultRule } from '../fault.ts';
import type { RecordedRequest } from '../local-clouds.ts';

export interface FaultRules {
  add(rule: FaultRule): () => void;
  /** The faults for one request, in order: any number of `latency`, and at most one other. */
  take(call: FaultedCall): readonly Fault[];
}

type FaultedCall = Pick<RecordedRequest, 'host' | 'method' | 'path' | 'operation' | 'authorized'>;

interface ActiveRule {
  readonly rule: FaultRule;
  skip: number;
  times: number;
}

export function createFaultRules(): FaultRules {
  const active = new Set<ActiveRule>();
  return {
    add(rule) {
      const entry = { rule, skip: rule.skip ?? 0, times: rule.times ?? Infinity };
      active.add(entry);
      return () => void active.delete(entry);
    },
    take(call) {
      const faults: Fault[] = [];
      for (const entry of active) {
        if (!matches(entry.rule, call)) continue;
        if (entry.skip-- > 0) continue;
        if (--entry.times <= 0) active.delete(entry);
        faults.push(entry.rule.fault);
        if (entry.rule.fault.kind !== 'latency') break;
      }
      return faults;
    },
  };
}

function matches(rule: FaultRule, call: FaultedCall): boolean {
  if (typeof rule.host === 'string' && rule.host.toLowerCase() !== call.host) return false;
  // search(), not test(): a pattern with the g or y flag keeps no state between requests.
  if (rule.host instanceof RegExp && call.host.search(rule.host) < 0) return false;
  if (rule.authorized !== undefined && rule.authorized !== call.authorized) return false;
  if (rule.operation !== undefined && rule.operation !== call.operation) return false;
  if (rule.path && call.path.search(rule.path) < 0) return false;
  return rule.method === undefined || rule.method.toUpperCase() === call.method;
}
