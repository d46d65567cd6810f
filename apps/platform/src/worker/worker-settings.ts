import { listSetting, numberSetting, switchSetting, textSetting } from '../settings/setting.ts';
import { providerPackagesSetting } from '../settings/provider-packages-setting.ts';
import type { SettingsTable } from '../settings/read-settings.ts';

/** The settings of a worker with their values; what is optional has no standard. */
export interface WorkerSettings {
  readonly platformUrl?: string | undefined;
  readonly joinToken?: string | undefined;
  readonly token?: string | undefined;
  readonly stateDirectory: string;
  readonly name?: string | undefined;
  readonly slots?: number | undefined;
  readonly providers: readonly string[];
  readonly privateAddresses: boolean;
  readonly commandUser?: string | undefined;
  readonly identity: readonly string[];
  readonly drainSeconds: number;
}

/** Everything that can be set for a worker. Which of the two tokens is needed is seen when it starts: it may have kept its own. */
export const workerSettings: SettingsTable<WorkerSettings> = {
  platformUrl: textSetting({ name: 'CARNET_PLATFORM_URL', meaning: 'The platform that this worker takes kickoffs from.', form: 'an https URL, or http on loopback', example: 'https://carnet.example.com', pattern: /^https?:\/\/\S+$/ }),
  joinToken: textSetting({
    name: 'CARNET_JOIN_TOKEN', secret: true, meaning: 'Lets the worker join, once; from then on it has a token of its own in its state directory.',
    form: 'a join token', example: 'CARNET_JOIN_TOKEN_FILE=/run/secrets/join-token', pattern: /^carnet_join_[\w-]{43}$/,
  }),
  token: textSetting({
    name: 'CARNET_WORKER_TOKEN', secret: true, meaning: 'The token of a worker that joined elsewhere, in place of the state directory\'s.',
    form: 'a token of a worker', example: 'CARNET_WORKER_TOKEN_FILE=/run/secrets/worker-token', pattern: /^carnet_wkr_[\w-]{43}$/,
  }),
  stateDirectory: textSetting({ name: 'CARNET_STATE_DIRECTORY', meaning: 'Where the worker keeps its token, for its user alone.', form: 'a path', example: '/var/lib/carnet-worker', standard: './carnet-worker' }),
  name: textSetting({ name: 'CARNET_WORKER_NAME', meaning: 'The name of the worker in lists. Default: the name of the machine.', form: 'up to 100 characters', example: 'worker-1', longest: 100 }),
  slots: numberSetting({ name: 'CARNET_WORKER_SLOTS', meaning: 'How many kickoffs run at once. Default: one for each processor, at most 4.', form: 'a number from 1 to 256', example: '4', least: 1, most: 256 }),
  providers: providerPackagesSetting('Provider packages besides the platform\'s own; their code runs in the processes of the slots.'),
  privateAddresses: switchSetting({ name: 'CARNET_WORKER_PRIVATE_ADDRESSES', meaning: 'Lets stores be called whose name leads to a private network: a Vault of your own, or a cloud\'s store behind a private link. Without it they are refused; addresses of this host and of metadata services always are.' }),
  commandUser: textSetting({ name: 'CARNET_WORKER_COMMAND_USER', meaning: 'The user of this machine that commands run as, so that they cannot read the worker\'s files. The worker itself starts as root then.', form: 'a user\'s name or number', example: 'carnet-command', pattern: /^[\w.-]{1,64}$/ }),
  identity: listSetting({
    name: 'CARNET_WORKER_IDENTITY', meaning: 'The worker\'s own identity: for which workload identity configs, by id or kind, which file has the tokens. Others get theirs from the platform.',
    form: '<id or kind>=<absolute path, or the variable that holds it>, separated by commas', example: '6f9619ff-8b86-4d01-b42d-00c04fc964ff=/var/run/secrets/tokens/identity', item: /^[\w.-]{1,100}=(?:\/[^\p{Cc}]{1,1000}|[A-Za-z_]\w{0,200})$/u, most: 100,
  }),
  drainSeconds: numberSetting({ name: 'CARNET_DRAIN_SECONDS', meaning: 'How long running kickoffs may go on when the worker is stopped, before they are cancelled.', form: 'a number from 0 to 3600', example: '30', standard: 30, least: 0, most: 3_600 }),
};
