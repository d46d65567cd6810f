import { isRecord, shown, valueAt, type JsonRecord } from './json-record.ts';

/** The file by its shape: what stands in credentials, variables and settings is for the providers to judge. */
export interface OrganizationFile {
  readonly id: string;
  readonly name: string;
  readonly workloadIdentityConfigs: ReadonlyMap<string, WorkloadIdentityEntry>;
  readonly credentials: JsonRecord;
  readonly variables: JsonRecord;
  readonly automations: ReadonlyMap<string, AutomationEntry>;
}

export interface WorkloadIdentityEntry {
  readonly subject: 'organization' | 'automation';
  readonly organizationIssuer: boolean;
  /** `kind` and the fields of that kind. */
  readonly definition: JsonRecord;
}

export interface AutomationEntry {
  readonly id: string | undefined;
  readonly command: readonly string[];
  readonly variables: readonly string[];
  readonly timeoutSeconds: number;
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const automationName = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
const longestCommand = 64 * 1024;

/** Reads the parsed JSON of an organization file; what is wrong is added to `problems`. */
export function readOrganizationFile(input: unknown, problems: string[]): OrganizationFile {
  const file = sectionOf(input, 'The file', problems);
  refuseOthers(file, ['organization', 'workloadIdentityConfigs', 'credentials', 'variables', 'automations'], 'The file', problems);
  const organization = sectionOf(valueAt(file, 'organization'), 'organization', problems);
  refuseOthers(organization, ['id', 'name'], 'organization', problems);
  const section = (key: string): JsonRecord => sectionOf(valueAt(file, key) ?? {}, key, problems);
  const variables = section('variables');
  return {
    id: idOf(valueAt(organization, 'id'), 'organization.id', problems) ?? '',
    name: nameOf(valueAt(organization, 'name'), problems),
    workloadIdentityConfigs: new Map(Object.entries(section('workloadIdentityConfigs')).map(([name, entry]) => [name, readWorkloadIdentity(name, entry, problems)])),
    credentials: section('credentials'),
    variables,
    automations: new Map(Object.entries(section('automations')).map(([name, entry]) => [name, readAutomation(name, entry, variables, problems)])),
  };
}

function readWorkloadIdentity(name: string, input: unknown, problems: string[]): WorkloadIdentityEntry {
  const place = `workloadIdentityConfigs ${shown(name)}`;
  const { subject = 'organization', organizationIssuer = false, ...definition } = sectionOf(input, place, problems);
  if (subject !== 'organization' && subject !== 'automation') problems.push(`${place}: subject must be "organization" or "automation".`);
  if (typeof organizationIssuer !== 'boolean') problems.push(`${place}: organizationIssuer must be true or false.`);
  return { subject: subject === 'automation' ? subject : 'organization', organizationIssuer: organizationIssuer === true, definition };
}

function readAutomation(name: string, input: unknown, known: JsonRecord, problems: string[]): AutomationEntry {
  const place = `automations ${shown(name)}`;
  if (!automationName.test(name)) problems.push(`${place}: a name is 1 to 64 letters, digits, dots, hyphens and underscores, and starts with a letter or digit.`);
  const entry = sectionOf(input, place, problems);
  refuseOthers(entry, ['id', 'command', 'variables', 'timeoutSeconds'], place, problems);
  const id = valueAt(entry, 'id');
  return {
    id: id === undefined ? undefined : idOf(id, `${place}: id`, problems),
    command: commandOf(valueAt(entry, 'command'), place, problems),
    variables: namesOf(valueAt(entry, 'variables') ?? [], known, place, problems),
    timeoutSeconds: secondsOf(valueAt(entry, 'timeoutSeconds') ?? 300, place, problems),
  };
}

function commandOf(input: unknown, place: string, problems: string[]): readonly string[] {
  const words: unknown[] = Array.isArray(input) ? input : [];
  const command = words.filter((word) => typeof word === 'string');
  const usable = command.length > 0 && command.length === words.length && command[0] !== '';
  if (!usable || command.some((word) => word.includes('\0')) || command.join(' ').length > longestCommand) {
    problems.push(`${place}: command must be a list of words, the program first, without NUL and with at most ${longestCommand} characters; there is no shell.`);
  }
  return command;
}

function namesOf(input: unknown, known: JsonRecord, place: string, problems: string[]): readonly string[] {
  const names: unknown[] = Array.isArray(input) ? input : [undefined];
  const texts = names.filter((name) => typeof name === 'string');
  if (texts.length !== names.length) problems.push(`${place}: variables must be a list of names.`);
  if (new Set(texts).size !== texts.length) problems.push(`${place}: variables names one twice.`);
  for (const name of new Set(texts)) {
    if (!Object.hasOwn(known, name)) problems.push(`${place}: there is no variable ${shown(name)}.`);
  }
  return texts;
}

function secondsOf(input: unknown, place: string, problems: string[]): number {
  if (typeof input === 'number' && Number.isInteger(input) && input >= 1 && input <= 3600) return input;
  problems.push(`${place}: timeoutSeconds must be a whole number from 1 to 3600.`);
  return 1;
}

function idOf(input: unknown, place: string, problems: string[]): string | undefined {
  if (typeof input === 'string' && uuid.test(input)) return input;
  problems.push(`${place} must be a UUID in lower case.`);
  return undefined;
}

function nameOf(input: unknown, problems: string[]): string {
  if (typeof input === 'string' && /^[^\p{Cc}\p{Zl}\p{Zp}]{1,100}$/u.test(input)) return input;
  problems.push('organization.name must be one line of 1 to 100 characters.');
  return '';
}

function sectionOf(input: unknown, place: string, problems: string[]): JsonRecord {
  if (isRecord(input)) return input;
  problems.push(`${place} must be an object.`);
  return {};
}

function refuseOthers(record: JsonRecord, fields: readonly string[], place: string, problems: string[]): void {
  for (const key of Object.keys(record)) {
    if (!fields.includes(key)) problems.push(`${place} has no field ${shown(key)}; it takes ${fields.join(', ')}.`);
  }
}
