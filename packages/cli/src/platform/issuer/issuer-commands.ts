import type { Command } from 'commander';
import { helpText } from '../../help-text.ts';
import { addGroup, platformCodes } from '../command/platform-command.ts';
import { withTargetFlags } from '../command/platform-flags.ts';
import { seconds } from '../../flag-values.ts';
import type { IssuerOptions } from './show-issuer.ts';
import type { DecodeOptions } from './decode-token.ts';

/** Adds `carnet issuer …` and `carnet token …`. */
export function addIssuerCommands(parent: Command, host: NodeJS.Process, ended: (code: number) => void): void {
  const issuer = addGroup({ parent, host, ended }, 'issuer', 'the issuer whose tokens clouds trust', { examples: ['carnet issuer show', 'carnet issuer jwks > jwks.json'] });
  const codes = { ...platformCodes, 5: 'its documents are missing or wrong' };
  withIssuerFlags(issuer.parent.command('show').description('show the discovery document and the keys, as a cloud fetches them'))
    .addHelpText('after', helpText({
      examples: ['carnet issuer show', 'carnet issuer show --issuer https://issuer.example.com'],
      notes: ['Nobody needs to be signed in: both documents are public. Says whether the issuer in the document is the one that was asked.'],
      json: '{ version: 1, issuer, discovery, keys: [{ kid, alg, use }] }', exitCodes: codes,
    }))
    .action(async (options: IssuerOptions) => {
      const { showIssuer } = await import('./show-issuer.ts');
      ended(await showIssuer(options, host));
    });
  withIssuerFlags(issuer.parent.command('jwks').description('print the JWK Set as it is served'))
    .addHelpText('after', helpText({ examples: ['carnet issuer jwks | jq -r .keys[].kid'], json: '{ version: 1, issuer, jwks: { keys: […] } }', exitCodes: codes }))
    .action(async (options: IssuerOptions) => {
      const { printKeys } = await import('./show-issuer.ts');
      ended(await printKeys(options, host));
    });

  const token = addGroup({ parent, host, ended }, 'token', 'look at a token', { examples: ['carnet token decode < token.jwt'] });
  token.parent.command('decode').description('print header and claims of a JWT from standard input; its signature is hidden and not checked')
    .option('--json', 'print one JSON object, and failures as one on standard error')
    .addHelpText('after', helpText({
      examples: ['carnet token decode < token.jwt', 'carnet token decode --json < "$TOKEN_FILE" | jq -r .claims.sub'],
      notes: ['A token is never an argument: the list of processes and the history of the shell would have it.'],
      json: '{ version: 1, header, claims }', exitCodes: { 2: 'standard input holds no JWT' },
    }))
    .action(async (options: DecodeOptions) => {
      const { decodeToken } = await import('./decode-token.ts');
      ended(await decodeToken(options, host));
    });
}

function withIssuerFlags(command: Command): Command {
  return withTargetFlags(command)
    .option('--issuer <url>', "another issuer than the platform's own")
    .option('--timeout <seconds>', 'most seconds for an answer, 1 to 3600 (default: 60)', seconds)
    .option('--json', 'print one JSON object, and failures as one on standard error');
}
