import type { TrustStep } from '@carnet/provider';
import { shellQuote } from '@carnet/provider-parts';
import { shellLines } from './az-shell.ts';

/** Creates it where there is none of this name: the list has the disabled ones, too. */
export function firstSecret(vault: string, secret: string): TrustStep {
  return {
    title: `Create the secret ${secret}`,
    why: `A throw-away value to test with: random and through a pipe, so that nobody is asked and no command line has it. One that exists is left as it is. You need Key Vault Secrets Officer for it. Give it your own with: ${putValue(vault, secret)}`,
    text: shellLines(
      `SECRET_NAMES=$(az keyvault secret list --vault-name ${shellQuote(vault)} --query '[].name' --output tsv)`,
      `printf '%s\\n' "$SECRET_NAMES" | grep -qixF -- ${shellQuote(secret)} ||`,
      `  head -c 24 /dev/urandom | base64 | tr -d '\\n' | ${setCommand(vault, secret)} --tags carnet=trust --output none`,
    ),
  };
}

/** By hand, afterwards. Without the tag: the teardown leaves a value of somebody's own. */
export function putValue(vault: string, secret: string): string {
  return `printf %s "$VALUE" | ${setCommand(vault, secret)} --output none`;
}

function setCommand(vault: string, secret: string): string {
  return `az keyvault secret set --vault-name ${shellQuote(vault)} --name ${shellQuote(secret)} --file /dev/stdin --encoding utf-8`;
}
