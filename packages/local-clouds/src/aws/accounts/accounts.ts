import type { LocalPartition } from '../local-aws.ts';
import { AccessKeys } from './access-keys.ts';
import { Account } from './account.ts';
import { accountId } from './identifiers.ts';

/** All accounts of one local cloud. */
export class Accounts {
  readonly keys: AccessKeys;
  readonly #clock: { now(): number };
  readonly #accounts = new Map<string, Account>();

  constructor(clock: { now(): number }, onCredential?: (credential: string) => void) {
    this.#clock = clock;
    this.keys = new AccessKeys(clock, onCredential);
  }

  /** @throws TypeError where the id is not 12 digits or is taken */
  create(id: string = accountId(), partition: LocalPartition = 'aws'): Account {
    if (!/^\d{12}$/.test(id)) throw new TypeError('An account id has 12 digits.');
    if (this.#accounts.has(id)) throw new TypeError(`There is an account ${id} already.`);
    const account = new Account(this.#clock, id, partition);
    this.#accounts.set(id, account);
    return account;
  }

  find(id: string, partition: LocalPartition): Account | undefined {
    const account = this.#accounts.get(id);
    return account?.partition === partition ? account : undefined;
  }
}
