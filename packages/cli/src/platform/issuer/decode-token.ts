import { readText } from '../../bounded-input.ts';
import { exitCodes } from '../../exit-codes.ts';
import { oneLine } from '../../one-line.ts';
import { printJson } from '../../print-json.ts';
import { terminalOf } from '../../provider/terminal-text.ts';
import { textRows } from '../../text-table.ts';
import { reportPlatformFailure } from '../command/with-platform.ts';
import { PlatformProblem } from '../connection/platform-problem.ts';

export interface DecodeOptions {
  readonly json?: boolean;
}

type Members = Readonly<Record<string, unknown>>;

/** `carnet token decode`. Returns the exit code. */
export async function decodeToken(options: DecodeOptions, host: NodeJS.Process): Promise<number> {
  try {
    const [header, claims] = partsOf((await readText(host, 'the token')).trim());
    if (options.json) printJson(host, { header, claims });
    else {
      const terminal = terminalOf(host.stdout);
      host.stdout.write(`${terminal.bold('header')}\n${rowsOf(header, terminal)}${terminal.bold('claims')}\n${rowsOf(claims, terminal)}  ${terminal.dim('signature hidden, and not checked')}\n`);
    }
    return exitCodes.success;
  } catch (error) {
    return reportPlatformFailure(error, options, host);
  }
}

// RFC 8725: nothing but base64url and two dots is looked at further.
function partsOf(token: string): readonly [header: Members, claims: Members] {
  const parts = /^[\w-]+\.[\w-]+\.[\w-]*$/.test(token) ? token.split('.').slice(0, 2).map(membersOf) : [];
  const [header, claims] = parts;
  if (header === undefined || claims === undefined) throw new PlatformProblem({ code: 'INPUT_INVALID', message: 'Standard input holds no JWT.', hint: 'Give the token alone: three parts in base64url with dots between.' });
  return [header, claims];
}

function membersOf(part: string): Members | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value as Members : undefined;
  } catch {
    return undefined;
  }
}

const times = ['iat', 'nbf', 'exp', 'auth_time'];

function rowsOf(members: Members, terminal: ReturnType<typeof terminalOf>): string {
  const rows = Object.entries(members).map(([name, value]) => {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    return [oneLine(name), times.includes(name) && isTime(value) ? `${text}  ${new Date(value * 1000).toISOString()}` : text] as const;
  });
  return rows.length === 0 ? '' : textRows(rows, terminal);
}

function isTime(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value < 8e12;
}
