import type { BetterAuthOptions, DBAdapter, DBTransactionAdapter, Where } from 'better-auth';
import type { StoredValues } from './stored-values.ts';

type Row = Record<string, unknown>;

/** A row of the library's that was written or removed. */
export interface PeopleChange {
  readonly model: string;
  readonly act: 'create' | 'update' | 'delete';
  /** As it stands after it, or stood before a removal. */
  readonly row: Readonly<Row>;
  /** The names of the fields that an update sets. */
  readonly fields: readonly string[];
}

export interface GuardOptions {
  readonly values: StoredValues;
  /** Runs what writes rows, and what records it, as one. */
  readonly unit: <T>(work: () => Promise<T>) => Promise<T>;
  /** Records a change, in the same transaction. */
  readonly changed: (change: PeopleChange) => Promise<void>;
  /** Whether a session is older than a session may become. */
  readonly tooOld: (createdAt: Date) => boolean;
}

/** Whoever has the value finds the row; whoever has the row does not find the value. */
const hashed: Readonly<Record<string, readonly string[]>> = { session: ['token'], deviceCode: ['deviceCode', 'userCode'], verification: ['identifier'] };
const sealed: Readonly<Record<string, readonly string[]>> = { verification: ['value'] };
/** Tokens of the outside identity provider: nothing here uses them, so none is kept. */
const dropped: Readonly<Record<string, readonly string[]>> = { account: ['accessToken', 'refreshToken', 'idToken'] };
const recorded: ReadonlySet<string> = new Set(['user', 'session', 'account', 'twoFactor', 'deviceCode']);

/**
 * The library's own adapter, between it and our database: it keeps tokens, codes and verification values out of the tables in clear,
 * and has each change recorded in the transaction that makes it. The library's hooks run after the commit, and its transactions
 * cannot be joined from outside.
 */
export function guardAdapter(adapter: DBAdapter<BetterAuthOptions>, options: GuardOptions): DBAdapter<BetterAuthOptions> {
  const guarded = guard(adapter, options);
  // A transaction of the library's own would hold the connection that the unit of a record waits for.
  return { ...guarded, transaction: (work) => options.unit(() => work(guarded)) };
}

function guard(inner: DBTransactionAdapter<BetterAuthOptions>, { values, unit, changed, tooOld }: GuardOptions): DBTransactionAdapter<BetterAuthOptions> {
  const name = (model: string, field: string): string => `${model}.${field}`;

  function stored(model: string, data: Row): Row {
    const row = { ...data };
    for (const field of hashed[model] ?? []) if (typeof row[field] === 'string') row[field] = values.hash(name(model, field), row[field]);
    for (const field of sealed[model] ?? []) if (typeof row[field] === 'string') row[field] = values.seal(name(model, field), row[field]);
    for (const field of dropped[model] ?? []) if (field in row) row[field] = null;
    return row;
  }

  function asked(model: string, where: readonly Where[]): Where[] {
    return where.map((clause) => {
      if (!hashed[model]?.includes(clause.field)) return clause;
      const hash = (value: unknown) => values.hash(name(model, clause.field), String(value));
      return { ...clause, value: Array.isArray(clause.value) ? clause.value.map(hash) : clause.value === null ? null : hash(clause.value) };
    });
  }

  /** Gives back what the caller knew already, and opens what is sealed. */
  function shown<T>(model: string, row: T, known: readonly Where[] | Row): T {
    if (row === null || typeof row !== 'object') return row;
    const result = { ...row } as Row;
    for (const field of hashed[model] ?? []) {
      const value = Array.isArray(known) ? (known as readonly Where[]).find((clause) => clause.field === field && (clause.operator ?? 'eq') === 'eq')?.value : (known as Row)[field];
      if (typeof value === 'string' && result[field] === values.hash(name(model, field), value)) result[field] = value;
    }
    for (const field of sealed[model] ?? []) if (typeof result[field] === 'string') result[field] = values.open(name(model, field), result[field]) ?? '';
    return result as T;
  }

  const isAlive = (model: string, row: Row): boolean => model !== 'session' || !(row['createdAt'] instanceof Date) || !tooOld(row['createdAt']);

  /** Everything that a condition finds, before it is removed or changed. */
  const found = (model: string, where: readonly Where[]): Promise<Row[]> => (recorded.has(model) ? inner.findMany<Row>({ model, where: asked(model, where) }) : Promise.resolve([]));

  async function record(model: string, act: PeopleChange['act'], rows: readonly (Row | null)[], fields: readonly string[] = []): Promise<void> {
    if (!recorded.has(model)) return;
    for (const row of rows) if (row) await changed({ model, act, row, fields });
  }

  return {
    ...inner,
    async create({ data, ...request }) {
      const { model } = request;
      return await unit(async () => {
        const row = await inner.create<Row, Row>({ ...request, data: stored(model, data) });
        await record(model, 'create', [row]);
        return shown(model, row, data) as never;
      });
    },
    async findOne(request) {
      const row = await inner.findOne<Row>({ ...request, where: asked(request.model, request.where) });
      return row && isAlive(request.model, row) ? shown(request.model, row, request.where) as never : null;
    },
    async findMany(request) {
      const rows = await inner.findMany<Row>({ ...request, where: request.where && asked(request.model, request.where) });
      return rows.filter((row) => isAlive(request.model, row)).map((row) => shown(request.model, row, request.where ?? [])) as never;
    },
    count: (request) => inner.count({ ...request, where: request.where && asked(request.model, request.where) }),
    async update({ model, where, update }) {
      return await unit(async () => {
        const row = await inner.update<Row>({ model, where: asked(model, where), update: stored(model, update) });
        await record(model, 'update', [row], Object.keys(update));
        return shown(model, row, where) as never;
      });
    },
    async updateMany({ model, where, update }) {
      return await unit(async () => {
        const count = await inner.updateMany({ model, where: asked(model, where), update: stored(model, update) });
        await record(model, 'update', await found(model, where), Object.keys(update));
        return count;
      });
    },
    async delete({ model, where }) {
      await unit(async () => {
        const rows = await found(model, where);
        await inner.delete({ model, where: asked(model, where) });
        await record(model, 'delete', rows.slice(0, 1));
      });
    },
    async deleteMany({ model, where }) {
      return await unit(async () => {
        const rows = await found(model, where);
        const count = await inner.deleteMany({ model, where: asked(model, where) });
        await record(model, 'delete', rows);
        return count;
      });
    },
    async consumeOne({ model, where }) {
      return await unit(async () => {
        const row = await inner.consumeOne<Row>({ model, where: asked(model, where) });
        await record(model, 'delete', [row]);
        return shown(model, row, where) as never;
      });
    },
    async incrementOne({ model, where, increment, set }) {
      return await unit(async () => {
        const row = await inner.incrementOne<Row>({ model, where: asked(model, where), increment, set: set && stored(model, set) });
        await record(model, 'update', [row], [...Object.keys(increment), ...Object.keys(set ?? {})]);
        return shown(model, row, where) as never;
      });
    },
  };
}
