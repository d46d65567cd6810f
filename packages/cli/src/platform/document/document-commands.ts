import type { Command } from 'commander';
import { addPlatformCommand, platformCodes } from '../command/platform-command.ts';

/** Adds `carnet apply` and `carnet document`. */
export function addDocumentCommands(parent: Command, host: NodeJS.Process, ended: (code: number) => void): void {
  addPlatformCommand({ parent, host, ended }, {
    name: 'apply', description: 'make the organization as a document says, all of it or nothing',
    flags: (command) => command
      .option('-f, --file <file>', 'the document in YAML or JSON, always needed; - is standard input')
      .option('--dry-run', 'check it and show what would change, and do nothing')
      .option('--prune', 'also delete what the document does not name')
      .option('-y, --yes', 'do not ask before something is deleted'),
    help: {
      examples: ['carnet apply -f org.yaml --dry-run', 'carnet apply -f org.yaml', 'carnet document | carnet apply -f - --dry-run'],
      notes: ['Shows each change: + is made, ~ is changed, with its fields before and after, - is deleted. Secret fields and direct values are never shown; those that the document leaves out stay as they are stored.', 'Asks on a terminal before something is deleted; elsewhere --yes is needed for that.', 'Where somebody changed the organization after the changes were shown, nothing is applied and it ends with 2: look at them again.'],
      json: "{ version: 1, applied, changes: [{ kind, name, action: 'create' | 'update' | 'unchanged' | 'delete', fields }] }",
      exitCodes: { ...platformCodes, 130: 'you said no' },
    },
    work: async () => (await import('./apply-document.ts')).applyDocument,
  });
  addPlatformCommand({ parent, host, ended }, {
    name: 'document', description: 'print the organization as a document for carnet apply, without any secret or direct value',
    help: { examples: ['carnet document > org.yaml', 'carnet document --json | jq .document.automations'], json: '{ version: 1, document: { version, automations, workloadIdentityConfigs, credentials, variables } }' },
    work: async () => (await import('./print-document.ts')).printDocument,
  });
}
