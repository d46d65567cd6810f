import type { TrustStep } from '@carnet/provider';
import type { Grant } from './google-trust.ts';

/** What each role is for, the same words for every tool. */
export const grantTitles: Readonly<Record<Grant['purpose'], Omit<TrustStep, 'text'>>> = {
  read: { title: 'Let it read' },
  list: { title: 'Let it list names', why: 'At the project, so that names are completed while typing; it shows no value.' },
  write: { title: 'Let it write and remove', why: 'The smallest role of Google\'s own that removes a secret. To add versions and no more, put roles/secretmanager.secretVersionAdder in its place.' },
};
