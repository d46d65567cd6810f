import { randomBytes } from 'node:crypto';
import { createLog } from '../operations/log.ts';
import { neededByServer, type ServerSettings } from '../server/server-options.ts';
import { startServer } from '../server/start-server.ts';
import { platformSettings } from '../settings/platform-settings.ts';
import { UsageError, type Role } from './role.ts';
import { environmentWarnings, settingsOf } from './settings-of.ts';
import { tellFailure } from './tell-failure.ts';

export const serveRole: Role = {
  name: 'serve',
  usage: 'serve [--sign-in-link <e-mail>]',
  meaning: 'Serves the issuer\'s two documents and the API. With --sign-in-link it prints a link by which that person signs in once.',
  async run(process) {
    const person = personOf(process.args);
    const read = await settingsOf(process, neededByServer);
    if (!read) return 1;
    const settings = read.settings as ServerSettings;
    const log = createLog(settings.logLevel, process.stderr);
    for (const warning of environmentWarnings(platformSettings, read.origins)) log.warn(warning);
    if (settings.publicUrl === undefined) log.warn('CARNET_URL is not set: links and cookies are those of the address that is listened on');
    if (settings.auditKey === undefined) log.warn('CARNET_AUDIT_KEY is not set: the heads of the audit logs are not signed');
    if (settings.auditKey === undefined && settings.auditRetentionDays !== undefined) log.warn('CARNET_AUDIT_RETENTION_DAYS does nothing without CARNET_AUDIT_KEY: entries are removed up to a signed head alone');
    try {
      const server = await startServer({ settings, program: {}, log, now: Date.now, randomBytes });
      process.stdout.write(`listening ${server.url}\n`);
      const failed = server.ready.then(() => undefined, (error: unknown) => error);
      const ended = await Promise.race([process.stopped.then(() => ({ error: undefined })), failed.then((error) => (error === undefined ? announced(server, person, process) : { error }))]);
      if (ended === undefined) await process.stopped;
      else if (ended.error !== undefined) tellFailure(process.stderr, ended.error);
      await server.close();
      return ended?.error === undefined ? 0 : 1;
    } catch (error) {
      tellFailure(process.stderr, error);
      return 1;
    }
  },
};

async function announced(server: Awaited<ReturnType<typeof startServer>>, email: string | undefined, { stdout }: { readonly stdout: NodeJS.WritableStream }): Promise<undefined> {
  const { people } = await server.ready;
  if (email !== undefined) stdout.write(`sign in once, within ten minutes: ${await people.signInLink({ email, name: email.replace(/@.*/, '') })}\n`);
  stdout.write(`ready ${server.url}\n`);
}

function personOf(args: readonly string[]): string | undefined {
  if (args.length === 0) return undefined;
  const [flag, email, ...more] = args;
  if (flag !== '--sign-in-link' || email === undefined || !/^[^\s@]+@[^\s@]+$/.test(email) || more.length > 0) throw new UsageError('serve takes --sign-in-link <e-mail> and nothing else.');
  return email;
}
