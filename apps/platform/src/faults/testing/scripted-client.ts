import { callPlatform, type Caller } from './platform-call.ts';
import type { Ledger } from './ledger.ts';
import type { Random } from './seeded-random.ts';

export interface ScriptedClient {
  /** Whether it may go on: false as soon as the server is about to be looked at. */
  readonly running: () => boolean;
  readonly caller: Caller;
  /** `/v1/organizations/<id>`. */
  readonly at: string;
  /** Deployed; its kickoffs are ordered. */
  readonly automation: string;
  readonly ledger: Ledger;
  readonly random: Random;
}

// Workers that cannot follow would fill the queue.
const mostWaiting = 40;

/** Orders kickoffs, each with a key of its own; what it does not know to be done it asks for again with the same key. */
export async function orderKickoffs({ running, caller, at, automation, ledger, random }: ScriptedClient): Promise<void> {
  const order = async (key: string): Promise<boolean> => {
    const kickoff = ledger.kickoffs.get(key);
    if (kickoff === undefined) return true;
    const answer = await callPlatform(caller, 'POST', `${at}/automations/${automation}/kickoffs`, { inputs: { number: kickoff.number } }, { headers: { 'idempotency-key': key } });
    if (answer === undefined) return false;
    const { id } = (answer.body ?? {}) as { readonly id?: string };
    if (answer.status >= 300 || id === undefined) ledger.wrong.push(`A kickoff was answered ${answer.status}: ${answer.text.slice(0, 300)}`);
    else if (kickoff.id === undefined) {
      kickoff.id = id;
      ledger.counts.kickoffs += 1;
    } else if (kickoff.id !== id) ledger.wrong.push(`The key ${key} gave ${kickoff.id} first, and ${id} later.`);
    return true;
  };
  for (const { key } of [...ledger.kickoffs.values()].filter(({ id }) => id === undefined)) if (!running() || !await order(key)) return;
  while (running()) {
    const known = [...ledger.kickoffs.keys()];
    const again = random() < 0.15 ? known[Math.floor(random() * known.length)] : undefined;
    const key = again ?? `key-${known.length}`;
    if (again === undefined) {
      if (ledger.kickoffs.size - ledger.claims.size > mostWaiting) {
        await new Promise((resolve) => { setTimeout(resolve, 10); });
        continue;
      }
      ledger.kickoffs.set(key, { key, number: known.length, id: undefined });
    }
    if (!await order(key)) return;
  }
}

/** Makes automations and changes them, with the version that it saw. */
export async function editAutomations({ running, caller, at, ledger, random }: ScriptedClient): Promise<void> {
  while (running()) {
    const [known] = [...ledger.automations].toSorted(() => random() - 0.5);
    if (known === undefined || random() < 0.3) {
      const name = `made ${ledger.automations.size + ledger.unknownAutomations.size}`;
      ledger.unknownAutomations.add(name);
      const answer = await callPlatform(caller, 'POST', `${at}/automations`, { name, command: ['true'], timeoutSeconds: 1 });
      if (answer === undefined) return;
      if (answer.status === 201) ledger.automations.set((answer.body as { id: string }).id, { acknowledged: 1, asked: undefined });
      else ledger.wrong.push(`An automation was answered ${answer.status}: ${answer.text.slice(0, 300)}`);
    } else {
      const [id, value] = known;
      const current = await callPlatform(caller, 'GET', `${at}/automations/${id}`);
      if (current === undefined) return;
      if (current.status !== 200) return void ledger.wrong.push(`An automation was answered ${current.status}: ${current.text.slice(0, 300)}`);
      const { timeoutSeconds, version } = current.body as { readonly timeoutSeconds: number; readonly version: number };
      settle(ledger, `automation ${id}`, value, timeoutSeconds);
      value.asked = timeoutSeconds + 1;
      const answer = await callPlatform(caller, 'PATCH', `${at}/automations/${id}`, { timeoutSeconds: value.asked }, { headers: { 'if-match': `"${version}"` } });
      if (answer === undefined) return;
      if (answer.status === 200) Object.assign(value, { acknowledged: value.asked, asked: undefined });
      else ledger.wrong.push(`A change was answered ${answer.status}: ${answer.text.slice(0, 300)}`);
    }
    ledger.counts.edits += 1;
  }
}

/** Gives one variable new direct values. */
export async function editVariable({ running, caller, at, ledger, random }: ScriptedClient, id: string): Promise<void> {
  const value = ledger.variables.get(id);
  while (value && running()) {
    const current = await callPlatform(caller, 'GET', `${at}/variables/${id}`);
    if (current === undefined) return;
    if (current.status !== 200) return void ledger.wrong.push(`A variable was answered ${current.status}: ${current.text.slice(0, 300)}`);
    const next = `value ${random()}`;
    // Which of the two it is stands in the database alone, sealed: there it is looked at before the next change.
    if (value.asked !== undefined) return;
    value.asked = next;
    const answer = await callPlatform(caller, 'PATCH', `${at}/variables/${id}`, { value: next }, { headers: { 'if-match': `"${(current.body as { version: number }).version}"` } });
    if (answer === undefined) return;
    if (answer.status === 200) Object.assign(value, { acknowledged: next, asked: undefined });
    else ledger.wrong.push(`A new value was answered ${answer.status}: ${answer.text.slice(0, 300)}`);
    ledger.counts.edits += 1;
  }
}

/** What is found is what was acknowledged last, or the one change whose answer did not come. */
export function settle<T>(ledger: Ledger, what: string, value: { acknowledged: T; asked: T | undefined }, found: T): void {
  if (found !== value.acknowledged && (value.asked === undefined || found !== value.asked)) ledger.wrong.push(`The ${what} has ${String(found)}; acknowledged was ${String(value.acknowledged)}, asked for ${String(value.asked)}.`);
  Object.assign(value, { acknowledged: found, asked: undefined });
}
