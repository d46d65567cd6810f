import type { Kysely } from 'kysely';
import { people } from './001-people.ts';
import { organizations } from './002-organizations.ts';
import { resources } from './003-resources.ts';
import { machines } from './004-machines.ts';
import { kickoffs } from './005-kickoffs.ts';
import { audit } from './006-audit.ts';
import { secondFactorStep } from './007-second-factor-step.ts';
import type { Dialect } from './statements.ts';

export type MigrationStep = (db: Kysely<unknown>, dialect: Dialect) => Promise<void>;

/** Forward only, in the order of their names. One that was released is never changed. */
export const migrations: Readonly<Record<string, MigrationStep>> = {
  '001-people': people,
  '002-organizations': organizations,
  '003-resources': resources,
  '004-machines': machines,
  '005-kickoffs': kickoffs,
  '006-audit': audit,
  '007-second-factor-step': secondFactorStep,
};
