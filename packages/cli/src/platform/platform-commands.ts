import type { AddCommands } from '../program.ts';
import { addAutomationCommands } from './automations/automation-commands.ts';
import { addAuditCommands } from './audit/audit-commands.ts';
import { addCredentialCommands } from './credentials/credential-commands.ts';
import { addDocumentCommands } from './document/document-commands.ts';
import { addIssuerCommands } from './issuer/issuer-commands.ts';
import { addKickoffCommands } from './kickoffs/kickoff-commands.ts';
import { addMemberCommands } from './members/member-commands.ts';
import { addOrganizationCommands } from './organizations/organization-commands.ts';
import { addProcessCommands } from './processes/process-commands.ts';
import { addSignInCommands } from './sign-in/sign-in-commands.ts';
import { addTokenCommands } from './tokens/token-commands.ts';
import { addVariableCommands } from './variables/variable-commands.ts';
import { addWorkloadIdentityCommands } from './workload-identity/workload-identity-commands.ts';

/** In the order of the help. */
export const platformCommands: readonly AddCommands[] = [
  addSignInCommands, addWorkloadIdentityCommands, addCredentialCommands, addVariableCommands, addAutomationCommands, addKickoffCommands,
  addMemberCommands, addTokenCommands, addOrganizationCommands, addDocumentCommands, addAuditCommands, addIssuerCommands, addProcessCommands,
];
