import type { Kysely } from 'kysely';
import { runStatements, type Dialect } from './statements.ts';

export async function organizations(db: Kysely<unknown>, { key }: Dialect): Promise<void> {
  await runStatements(db, `
    create table organization (
      id ${key} not null primary key, name text not null, name_key ${key} not null, version bigint not null, created_at bigint not null,
      updated_at bigint not null, deleted_at bigint, fingerprint_key text not null);
    create unique index organization_name on organization (name_key) where deleted_at is null;
    create index organization_list on organization (name_key, id);

    create table organization_role (
      id ${key} not null primary key, organization_id ${key} not null references organization (id), name text not null, name_key ${key} not null,
      version bigint not null, created_at bigint not null, updated_at bigint not null, permissions text not null,
      kind text not null check (kind in ('owner', 'member', 'custom')), unique (organization_id, id));
    create unique index organization_role_name on organization_role (organization_id, name_key);
    create unique index organization_role_kind on organization_role (organization_id, kind) where kind <> 'custom';
    create index organization_role_list on organization_role (organization_id, name_key, id);

    create table member (
      id ${key} not null primary key, organization_id ${key} not null references organization (id), user_id text not null references "user" (id),
      role_id ${key} not null, version bigint not null, created_at bigint not null, updated_at bigint not null, unique (organization_id, id),
      foreign key (organization_id, role_id) references organization_role (organization_id, id));
    create unique index member_user on member (organization_id, user_id);
    create index member_of_user on member (user_id, organization_id);
    create index member_list on member (organization_id, created_at, id);
    create index member_role on member (organization_id, role_id);

    create table invitation (
      id ${key} not null primary key, organization_id ${key} not null references organization (id), email text not null, role_id ${key} not null,
      token_hash text not null, invited_by text not null, created_at bigint not null, expires_at bigint not null, accepted_at bigint,
      revoked_at bigint, unique (organization_id, id),
      foreign key (organization_id, role_id) references organization_role (organization_id, id) on delete cascade);
    create unique index invitation_token on invitation (token_hash);
    create index invitation_list on invitation (organization_id, created_at, id);
    create index invitation_role on invitation (organization_id, role_id);
  `);
}
