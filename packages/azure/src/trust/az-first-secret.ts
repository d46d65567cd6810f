import type { TrustStep } from '@carnet/provider';
import { shellQuote } from '@carnet/provider-parts';
import { indented, shellLines, stop } from './az-shell.ts';

/** Asks for its value and creates it, where there is none of this name. */
export function firstSecret(vault: string, secret: string): TrustStep {
  return {
    title: `Create the secret ${secret}`,
    why: 'One that exists is left as it is. The value comes from the terminal or from standard input and stands in no command line. You need Key Vault Secrets Officer for it.',
    text: shellLines(
      `SECRET_NAMES=$(az keyvault secret list --vault-name ${shellQuote(vault)} --query '[].name' --output tsv)`,
      `if printf '%s\\n' "$SECRET_NAMES" | grep -qixF -- ${shellQuote(secret)}; then`,
      `  echo ${shellQuote(`The secret ${secret} exists and is left as it is.`)} >&2`,
      'else',
      '  if [ -t 0 ]; then',
      `    printf '%s: ' ${shellQuote(`Value of ${secret}`)} >&2`,
      `    trap 'stty echo; exit 130' INT TERM`,
      '    stty -echo',
      // Without a line the shell would end here, with the echo off.
      '    IFS= read -r SECRET_VALUE || SECRET_VALUE=',
      '    stty echo',
      '    trap - INT TERM',
      '    echo >&2',
      '  else',
      '    case ${0##*/} in',
      '    -* | sh | ash | bash | dash | ksh | zsh)',
      // The shell reads the script itself from there: the rest of it would become the value.
      ...indented(...indented(...indented(...stop('Save this script as a file: standard input is for the value of the secret.')))),
      '      ;;',
      '    esac',
      '    SECRET_VALUE=$(cat)',
      '  fi',
      `  : "\${SECRET_VALUE:?A secret needs a value.}"`,
      `  printf '%s' "$SECRET_VALUE" | az keyvault secret set --vault-name ${shellQuote(vault)} --name ${shellQuote(secret)} --file /dev/stdin --encoding utf-8 --tags carnet=trust --output none`,
      '  unset SECRET_VALUE',
      'fi',
    ),
  };
}
