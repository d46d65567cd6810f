import { listSetting, type Setting } from './setting.ts';

const packageOrPath = /^(?:(?:@[a-z0-9~-][a-z0-9._~-]{0,100}\/)?[a-z0-9~-][a-z0-9._~-]{0,100}|\.{0,2}\/[^\p{Cc}\p{Zl}\p{Zp}]{1,1000})$/u;

/** `CARNET_PROVIDERS`, which a server and a worker read alike. */
export function providerPackagesSetting(meaning: string): Setting<readonly string[]> {
  return listSetting({ name: 'CARNET_PROVIDERS', meaning, form: 'package names, or paths that begin with ./, ../ or /, separated by commas', example: 'carnet-provider-acme', item: packageOrPath, most: 50 });
}
