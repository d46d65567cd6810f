import { CarnetError } from '@carnet/provider';
import type { Permission } from '../access/permission.ts';
import type { Principal } from '../access/principal.ts';
import type { Actor, Audit, AuditRecord } from '../audit/audit.ts';
import { PlatformError } from '../errors/platform-error.ts';
import { askTogether } from '../store/ask-together.ts';
import { newId } from '../store/new-id.ts';
import type { MachineTokenTable } from '../store/schema.ts';
import type { Store } from '../store/store.ts';
import { createAttempts } from './attempts.ts';
import { hashOfToken, kindOfText, textOfKind } from './token-text.ts';
import type { Withdrawals } from './withdrawals.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** Bounds of the life of an API token, in milliseconds. */
export const apiTokenLife: { readonly least: number; readonly standard: number; readonly most: number } = { least: hour, standard: 90 * day, most: 366 * day };

/** What a kind needs to know beside its name. */
export type NewToken =
  | { readonly kind: 'api'; readonly organization: string; readonly createdBy: string; readonly scopes: readonly Permission[]; readonly lifeMs?: number | undefined }
  | { readonly kind: 'deployment'; readonly organization: string; readonly createdBy: string | null; readonly automation: string; readonly lifeMs?: number | undefined }
  | { readonly kind: 'worker'; readonly organization: string; readonly worker: string }
  | { readonly kind: 'join'; readonly organization: string; readonly createdBy: string | null }
  | { readonly kind: 'sign-in'; readonly user: string };

export interface IssuedToken {
  readonly id: string;
  /** Shown once: only its hash is kept. */
  readonly text: string;
  /** Epoch milliseconds; null: until it is revoked. */
  readonly expiresAt: number | null;
}

export interface MachineTokens {
  /** Makes a token, with its audit entry. */
  issue(token: NewToken, name: string, actor: Actor): Promise<IssuedToken>;
  /**
   * Who presents this text. It uses nothing up.
   *
   * @throws CarnetError `REQUEST_UNAUTHENTICATED` for what never was a token
   * @throws PlatformError `TOKEN_EXPIRED` for one that was, `ATTEMPTS_EXHAUSTED`
   */
  verify(text: string, address?: string): Promise<Exclude<Principal, { kind: 'person' }>>;
  /**
   * Uses up a token for one use, by its id. Of two at once, one gets it. Belongs into the unit of what it is used for.
   *
   * @throws PlatformError `TOKEN_EXPIRED`
   */
  use(tokenId: string): Promise<void>;
  /**
   * Uses up a sign-in link.
   *
   * @returns the id of the user
   * @throws PlatformError `SIGN_IN_REFUSED`, `ATTEMPTS_EXHAUSTED`
   */
  redeem(text: string, address?: string): Promise<string>;
  /**
   * Revokes a token of an organization, with its audit entry. Revoking what is revoked does nothing. Where the database cannot be written, it
   * holds in this process at once, and everywhere as soon as that is over.
   *
   * @throws PlatformError `RESOURCE_NOT_FOUND`
   */
  revoke(organization: string, tokenId: string, actor: Actor): Promise<void>;
  /** Settles when the times of last use are written. */
  settled(): Promise<void>;
}

export interface MachineTokensOptions {
  readonly store: Store;
  readonly audit: Pick<Audit, 'append'>;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly randomBytes: (size: number) => Uint8Array;
  readonly withdrawals: Pick<Withdrawals, 'act' | 'isWithdrawn'>;
}

interface TokenRow extends MachineTokenTable {
  readonly deleted_at: number | null;
  readonly removed_at: number | null;
}

interface KnownToken extends MachineTokenTable {
  readonly dead: boolean;
}

/** The credentials of machines. Each kind opens its own doors, and none stands in for another. */
export function createMachineTokens({ store, audit, now, randomBytes, withdrawals }: MachineTokensOptions): MachineTokens {
  const { db } = store;
  const attempts = createAttempts(now);
  const pending = new Set<Promise<unknown>>();

  async function rowsOf(hashes: readonly string[]): Promise<readonly (TokenRow | undefined)[]> {
    const rows = await db
      .selectFrom('machine_token')
      .leftJoin('organization', 'organization.id', 'machine_token.organization_id')
      .leftJoin('worker', (join) => join.onRef('worker.id', '=', 'machine_token.holder_id').onRef('worker.organization_id', '=', 'machine_token.organization_id'))
      .selectAll('machine_token')
      .select(['organization.deleted_at', 'worker.removed_at'])
      .where('machine_token.hash', 'in', hashes)
      .execute();
    const byHash = new Map(rows.map((row) => [row.hash, row]));
    return hashes.map((hash) => byHash.get(hash));
  }
  const rowOf = askTogether(rowsOf);

  function known(row: TokenRow | undefined, text: string, address: string | undefined): KnownToken {
    if (!row) {
      // Here and not before: whoever guesses closes nobody's way but that of other guesses.
      attempts.begin(text.slice(0, 20), address);
      throw new CarnetError({ code: 'REQUEST_UNAUTHENTICATED', message: 'The request carries no valid token.' });
    }
    const { deleted_at, removed_at, ...token } = row;
    const withdrawn = withdrawals.isWithdrawn('token', token.id) || (token.kind === 'worker' && withdrawals.isWithdrawn('worker', token.holder_id ?? ''));
    return { ...token, dead: withdrawn || token.revoked_at !== null || token.used_at !== null || (token.expires_at !== null && token.expires_at <= now()) || deleted_at !== null || removed_at !== null };
  }

  /** Once a minute at most, and nobody waits for it. */
  function noteUse({ id, last_used_at }: MachineTokenTable): void {
    const at = now();
    if (last_used_at !== null && at - last_used_at < minute) return;
    const write = db
      .updateTable('machine_token')
      .set({ last_used_at: at })
      .where('id', '=', id)
      .where((where) => where.or([where('last_used_at', 'is', null), where('last_used_at', '<=', at - minute)]))
      .execute()
      .then(() => {}, () => {})
      .finally(() => pending.delete(write));
    pending.add(write);
  }

  async function useUp(tokenId: string): Promise<boolean> {
    const { numUpdatedRows } = await db
      .updateTable('machine_token')
      .set({ used_at: now() })
      .where('id', '=', tokenId)
      .where('kind', 'in', ['join', 'sign-in'])
      .where('used_at', 'is', null)
      .where('revoked_at', 'is', null)
      .where('expires_at', '>', now())
      .executeTakeFirst();
    return Number(numUpdatedRows) === 1;
  }

  return {
    async issue(token, name, actor) {
      const id = newId(randomBytes);
      const text = textOfKind(token.kind, randomBytes(32));
      const at = now();
      const expiresAt = expiryOf(token, at);
      const organization = token.kind === 'sign-in' ? null : token.organization;
      await store.unit(async () => {
        await db
          .insertInto('machine_token')
          .values({
            id,
            organization_id: organization,
            kind: token.kind,
            name,
            name_key: name.toLowerCase(),
            hash: hashOfToken(text),
            scopes: JSON.stringify(token.kind === 'api' ? token.scopes : []),
            holder_id: holderOf(token),
            created_by: 'createdBy' in token ? token.createdBy : null,
            created_at: at,
            expires_at: expiresAt,
            last_used_at: null,
            used_at: null,
            revoked_at: null,
          })
          .execute();
        await audit.append({ scope: organization ?? 'platform', actor, action: 'token.created', target: { kind: 'token', id, name }, details: { kind: token.kind, holder: holderOf(token), expiresAt } });
      });
      return { id, text, expiresAt };
    },

    async verify(text, address) {
      // Of the whole text: under the name of another kind, a token is unknown.
      const row = known(await rowOf(hashOfToken(text)), text, address);
      if (row.dead) throw new PlatformError({ code: 'TOKEN_EXPIRED' });
      const principal = principalOf(row);
      if (!principal) throw new CarnetError({ code: 'REQUEST_UNAUTHENTICATED', message: 'A sign-in link is redeemed, and opens nothing else.' });
      noteUse(row);
      return principal;
    },

    async use(tokenId) {
      if (!(await useUp(tokenId))) throw new PlatformError({ code: 'TOKEN_EXPIRED' });
    },

    async redeem(text, address) {
      const row = kindOfText(text) === 'sign-in' ? await rowsOf([hashOfToken(text)]).then(([found]) => known(found, text, address)).catch(unlessUnknown) : undefined;
      if (!row || row.holder_id === null || row.dead || !(await useUp(row.id))) throw new PlatformError({ code: 'SIGN_IN_REFUSED', message: 'The link is unknown, expired or used.', hint: 'Ask the operator for a new link.' });
      return row.holder_id;
    },

    async revoke(organization, tokenId, actor) {
      const row = await db.selectFrom('machine_token').select(['name', 'kind']).where('organization_id', '=', organization).where('id', '=', tokenId).executeTakeFirst();
      if (!row) throw new PlatformError({ code: 'RESOURCE_NOT_FOUND' });
      const record: AuditRecord = { scope: organization, actor, action: 'token.revoked', target: { kind: 'token', id: tokenId, name: row.name }, details: { kind: row.kind } };
      await withdrawals.act(record, () => store.unit(async () => {
        const { numUpdatedRows } = await db.updateTable('machine_token').set({ revoked_at: now() }).where('organization_id', '=', organization).where('id', '=', tokenId).where('revoked_at', 'is', null).executeTakeFirst();
        if (Number(numUpdatedRows) > 0) await audit.append(record);
      }));
    },

    async settled() {
      await Promise.all(pending);
    },
  };
}

function unlessUnknown(error: unknown): undefined {
  if (CarnetError.isInstance(error) && error.code === 'REQUEST_UNAUTHENTICATED') return undefined;
  throw error;
}

function holderOf(token: NewToken): string | null {
  switch (token.kind) {
    case 'deployment':
      return token.automation;
    case 'worker':
      return token.worker;
    case 'sign-in':
      return token.user;
    case 'api':
    case 'join':
      return null;
  }
}

function expiryOf(token: NewToken, at: number): number | null {
  switch (token.kind) {
    case 'api':
      return at + Math.min(Math.max(token.lifeMs ?? apiTokenLife.standard, apiTokenLife.least), apiTokenLife.most);
    case 'deployment':
      return token.lifeMs === undefined ? null : at + token.lifeMs;
    case 'worker':
      return null;
    case 'join':
      return at + hour;
    case 'sign-in':
      return at + 10 * minute;
  }
}

function principalOf(row: MachineTokenTable): Exclude<Principal, { kind: 'person' }> | undefined {
  const { id: tokenId, name, organization_id: organizationId, holder_id: holder, created_by: createdBy } = row;
  if (organizationId === null) return undefined;
  const base = { tokenId, name, organizationId };
  if (row.kind === 'api' && createdBy !== null) return { kind: 'api', ...base, createdBy, scopes: JSON.parse(row.scopes) as readonly string[] };
  if (row.kind === 'deployment' && holder !== null) return { kind: 'deployment', ...base, automationId: holder };
  if (row.kind === 'worker' && holder !== null) return { kind: 'worker', ...base, workerId: holder };
  if (row.kind === 'join') return { kind: 'join', ...base };
  return undefined;
}
