import type { Command } from 'commander';
import { names } from '../../flag-values.ts';
import { addGroup, addPlatformCommand, platformCodes } from '../command/platform-command.ts';

const member = ['<member>', 'name, e-mail or id of a member'] as const;
const role = ['<role>', 'name or id of a role'] as const;
const declined = { ...platformCodes, 130: 'you said no' };

/** Adds `carnet members …` and `carnet roles …`. */
export function addMemberCommands(parent: Command, host: NodeJS.Process, ended: (code: number) => void): void {
  const members = addGroup({ parent, host, ended }, 'members', 'people of the organization', { examples: ['carnet members ls', 'carnet members add ada@example.com --role operators'] });
  addPlatformCommand(members, {
    name: 'ls', description: 'list them', flags: (command) => command.option('--invitations', 'those who are invited and have not come yet'),
    help: { examples: ['carnet members ls', 'carnet members ls --invitations'], json: '{ version: 1, members: [{ id, name, email, role, permissions, … }] }\n{ version: 1, invitations: [{ id, email, expiresAt, … }] }   with --invitations' },
    work: async () => (await import('./members.ts')).listMembers,
  });
  addPlatformCommand(members, {
    name: 'add', description: 'invite somebody; prints the link to send', arguments: [['<email>', 'for whom the invitation is']], flags: (command) => command.option('--role <role>', 'the role they get (default: member)'),
    help: { examples: ['carnet members add ada@example.com --role operators'], notes: ['The link is shown once, good for seven days, and for this address alone: opened in a browser, or given to carnet organizations join. Only the link goes to standard output.'], json: '{ version: 1, invitation: { id, email, expiresAt, link, … } }' },
    work: async () => (await import('./members.ts')).inviteMember,
  });
  addPlatformCommand(members, {
    name: 'role', description: 'give a member another role', arguments: [member, role],
    help: { examples: ['carnet members role ada@example.com operators'], json: '{ version: 1, member }' },
    work: async () => (await import('./members.ts')).changeRole,
  });
  addPlatformCommand(members, {
    name: 'rm', description: 'remove a member, with the API tokens that they made, or revoke an invitation', arguments: [['<member>', 'name, e-mail or id of a member, or e-mail of somebody invited']], flags: (command) => command.option('-y, --yes', 'do not ask'),
    help: { examples: ['carnet members rm ada@example.com --yes'], json: '{ version: 1, id, email, removed: true }', exitCodes: declined },
    work: async () => (await import('./members.ts')).removeMember,
  });

  const roles = addGroup({ parent, host, ended }, 'roles', 'what members may do', { examples: ['carnet roles ls', 'carnet roles create operators --permission kickoffs:manage,deployments:read'] });
  addPlatformCommand(roles, {
    name: 'ls', description: 'list them',
    help: { examples: ['carnet roles ls'], json: '{ version: 1, roles: [{ id, name, kind, permissions, … }] }' },
    work: async () => (await import('./roles.ts')).listRoles,
  });
  addPlatformCommand(roles, {
    name: 'show', description: 'show one, and what it can do in sentences; without a name every permission there is', arguments: [['[role]', 'name or id of a role']],
    help: { examples: ['carnet roles show operators', 'carnet roles show'], json: '{ version: 1, role: { id, name, permissions, describe, … } }\n{ version: 1, permissions: [{ permission, sentence }] }   without a role' },
    work: async () => (await import('./roles.ts')).showRole,
  });
  addPlatformCommand(roles, {
    name: 'create', description: 'make one', arguments: [['<name>', 'what to call it']], flags: permission,
    help: { examples: ['carnet roles create operators --permission kickoffs:manage,deployments:read'], notes: ['manage implies read. Nobody gives what they do not have.'], json: '{ version: 1, role }' },
    work: async () => (await import('./roles.ts')).createRole,
  });
  addPlatformCommand(roles, {
    name: 'edit', description: 'change one', arguments: [role], flags: (command) => permission(command.option('--name <name>', 'call it so')),
    help: { examples: ['carnet roles edit operators --permission kickoffs:manage'], notes: ['The permissions that are named take the place of all that it had.'], json: '{ version: 1, role }' },
    work: async () => (await import('./roles.ts')).editRole,
  });
  addPlatformCommand(roles, {
    name: 'rm', description: 'delete one that nobody has', arguments: [role], flags: (command) => command.option('-y, --yes', 'do not ask'),
    help: { examples: ['carnet roles rm operators --yes'], json: '{ version: 1, id, name, removed: true }', exitCodes: declined },
    work: async () => (await import('./roles.ts')).removeRole,
  });
}

function permission(command: Command): Command {
  return command.option('--permission <permissions>', 'permissions separated by commas, as carnet roles show tells them; may be given again', names);
}
