import type { Role } from './role.ts';

export const workerRole: Role = {
  name: 'worker', usage: 'worker', meaning: 'Runs kickoffs of one organization.',
  run: () => Promise.resolve(1),
};
