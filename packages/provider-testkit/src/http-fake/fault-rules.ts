import type { Fault } from '../fault.ts';
import type { DoubleFault, DoubleRequest } from '../store-double.ts';

export interface FaultRules {
  /** Adds a rule and gives back what removes it. */
  add(rule: DoubleFault): () => void;
  /** The faults for one request, in order: any number of `latency`, and at most one other. */
  take(operation: DoubleRequest['operation']): readonly Fault[];
}

export function createFaultRules(): FaultRules {
  const active = new Set<{ readonly rule: DoubleFault; skip: number; times: number }>();
  return {
    add(rule) {
      const entry = { rule, skip: rule.skip ?? 0, times: rule.times ?? Infinity };
      active.add(entry);
      return () => void active.delete(entry);
    },
    take(operation) {
      const faults: Fault[] = [];
      for (const entry of active) {
        if (entry.rule.at !== operation) continue;
        if (entry.skip-- > 0) continue;
        if (--entry.times <= 0) active.delete(entry);
        faults.push(entry.rule.fault);
        if (entry.rule.fault.kind !== 'latency') break;
      }
      return faults;
    },
  };
}
