import type { CloudUse } from './cloud-use.ts';
import type { Kickoff } from './kickoff.ts';
import type { Styles } from './styles.ts';
import { columns, entry, milliseconds } from './text-layout.ts';

const longestAudience = 44;

/** Tokens, exchanges, reads and output of one kickoff; `variables` are the lines of their table. */
export function showKickoff(kickoff: Kickoff, variables: readonly string[], styles: Styles): readonly string[] {
  const { clouds, resolveMs, log, exitCode, output } = kickoff;
  const margin = (label: string, ...lines: readonly string[]): readonly string[] => entry(label, lines, styles.faint);
  const printed = output.trimEnd().split('\n').map((line) => `${styles.faint('│')} ${line}`);
  return [
    ...margin(...mintedLines(clouds)),
    ...margin('', '', ...columns(tokenRows(clouds), styles.faint), ''),
    ...margin('exchanged', ...exchangedLines(kickoff)),
    ...margin('read', `${foundOf(kickoff)} variables, all clouds at once, in ${milliseconds(resolveMs)} with the exchanges`, readsOf(clouds)),
    ...margin('logged', ...log),
    ...margin('', '', ...variables, ''),
    ...margin('ran', `the program ended with ${exitCode}; what it printed, as the log has it:`, ...printed),
  ];
}

/** What was found where, without a comparison. */
export function showVariables({ variables }: Kickoff, styles: Styles): readonly string[] {
  return columns([
    ['variable', 'cloud', 'secret', 'version', 'fingerprint', 'time'],
    ...variables.map(({ name, cloud, secret, version, fingerprint, durationMs }) => [
      name, cloud, secret, version?.slice(0, 8) ?? '', fingerprint ?? 'not found, unset', milliseconds(durationMs),
    ]),
  ], styles.faint);
}

function mintedLines(clouds: readonly CloudUse[]): readonly [label: string, ...lines: string[]] {
  const [first] = clouds;
  if (first === undefined || !clouds.some(({ token }) => token.fresh)) return ['minted', 'nothing: the issuer handed the same tokens out again'];
  const { lifetimeSeconds, issuer, subject } = first.token;
  return ['minted', `${clouds.length} subject tokens for ${Math.round(lifetimeSeconds / 60)} minutes, each for one cloud alone`, `iss  ${issuer}`, `sub  ${subject}`];
}

function tokenRows(clouds: readonly CloudUse[]): readonly (readonly string[])[] {
  return [
    ['cloud', 'aud', 'jti', 'issuer', 'exchange'],
    ...clouds.map(({ cloud, token, exchangeMs }) => [cloud, shortened(token.audience), token.jti.slice(0, 8), milliseconds(token.durationMs), milliseconds(exchangeMs)]),
  ];
}

/** The ends of a long audience tell more than its middle. */
function shortened(audience: string): string {
  if (audience.length <= longestAudience) return audience;
  return `${audience.slice(0, 20)}…${audience.slice(21 - longestAudience)}`;
}

function exchangedLines({ clouds, issuerRequests }: Kickoff): readonly string[] {
  const most = Math.max(...clouds.map(({ exchanges }) => exchanges));
  const often = most === 1 ? 'once' : `up to ${most} times`;
  return [`${often} at each cloud: it fetched the issuer's keys (${issuerRequests} requests in all) and checked`, 'signature, issuer, subject, audience and time'];
}

function foundOf({ variables }: Kickoff): string {
  return `${variables.filter(({ fingerprint }) => fingerprint !== undefined).length} of ${variables.length}`;
}

function readsOf(clouds: readonly CloudUse[]): string {
  return clouds.map(({ cloud, requests: { token, challenge, read } }) =>
    `${cloud}: ${[counted(token, 'token'), counted(challenge, 'challenge'), counted(read, 'read')].flat().join(', ')}`).join(' · ');
}

function counted(count: number, what: string): readonly string[] {
  return count === 0 ? [] : [`${count} ${what}${count === 1 ? '' : 's'}`];
}
