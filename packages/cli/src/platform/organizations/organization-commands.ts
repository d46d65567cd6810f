import type { Command } from 'commander';
import { addGroup, addPlatformCommand, platformCodes } from '../command/platform-command.ts';

const organization = ['<organization>', 'name or id of an organization'] as const;

/** Adds `carnet organizations …`. */
export function addOrganizationCommands(parent: Command, host: NodeJS.Process, ended: (code: number) => void): void {
  const place = addGroup({ parent, host, ended }, 'organizations', 'the tenants of a platform', { examples: ['carnet organizations ls', 'carnet organizations create Acme'] });
  addPlatformCommand(place, {
    name: 'ls', description: 'list those that you belong to', flags: (command) => command.option('--all', 'every one of the platform, for its administrators'),
    help: { examples: ['carnet organizations ls', 'carnet organizations ls --all'], json: '{ version: 1, organizations: [{ id, name, createdAt, … }] }' },
    work: async () => (await import('./organizations.ts')).listOrganizations,
  });
  addPlatformCommand(place, {
    name: 'create', description: 'make one, whose first owner you are', arguments: [['<name>', 'what to call it']],
    help: { examples: ['carnet organizations create Acme'], notes: ['For administrators, and for everyone where the operator allows it.'], json: '{ version: 1, organization }' },
    work: async () => (await import('./organizations.ts')).createOrganization,
  });
  addPlatformCommand(place, {
    name: 'join', description: 'accept an invitation, as whoever is signed in', arguments: [['<link>', 'what carnet members add printed; - reads it from standard input']],
    help: { examples: ['carnet organizations join -'], notes: ['For the address that was invited alone. Sign in first: carnet login.'], json: '{ version: 1, organization: { id, name } }' },
    work: async () => (await import('./organizations.ts')).joinOrganization,
  });
  addPlatformCommand(place, {
    name: 'rename', description: 'give one another name; its id, and with it the subject of its tokens, stays', arguments: [organization, ['<name>', 'what to call it']],
    help: { examples: ["carnet organizations rename Acme 'Acme Limited'"], json: '{ version: 1, organization }' },
    work: async () => (await import('./organizations.ts')).renameOrganization,
  });
  addPlatformCommand(place, {
    name: 'rm', description: 'delete one, at once and for good', arguments: [organization], flags: (command) => command.option('-y, --yes', 'do not ask'),
    help: { examples: ['carnet organizations rm Acme --yes'], notes: ['Its tokens and workers open nothing any more, and its id is never given again.'], json: '{ version: 1, id, name, removed: true }', exitCodes: { ...platformCodes, 130: 'you said no' } },
    work: async () => (await import('./organizations.ts')).removeOrganization,
  });
}
