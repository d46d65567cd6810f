import type { Schema } from '../connection/api-types.ts';

/** An entry of a chain, as the API shows and exports it. */
export type AuditEntry = Schema<'AuditEntry'>;
