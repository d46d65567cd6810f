/** A column whose values are sealed, or null. `key` are the columns of its primary key. */
export interface SealedColumn {
  readonly table: string;
  readonly column: string;
  readonly key: readonly string[];
}

/** All of them. One that is missing here would not be wrapped anew, and its values would be lost with the old key. */
export const sealedColumns: readonly SealedColumn[] = [
  { table: 'organization', column: 'fingerprint_key', key: ['id'] },
  { table: 'credential', column: 'secrets', key: ['id'] },
  { table: 'variable', column: 'value', key: ['id'] },
  { table: 'deployment_value', column: 'value', key: ['deployment_id', 'name'] },
  { table: 'worker_task', column: 'request', key: ['id'] },
  { table: 'worker_task', column: 'answer', key: ['id'] },
];
