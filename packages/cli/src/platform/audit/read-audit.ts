import type { PlatformCall } from '../command/platform-command.ts';
import { showList } from '../command/show.ts';
import type { PlatformOptions } from '../connection/choose-platform.ts';

interface RangeOptions extends PlatformOptions {
  readonly from?: string;
  readonly to?: string;
  readonly platform?: boolean;
}

interface ListOptions extends RangeOptions {
  readonly action?: string;
  readonly actor?: string;
  readonly target?: string;
  readonly limit?: number;
}

export async function listAudit(call: PlatformCall<ListOptions>): Promise<void> {
  const { platform: { api }, options: { from, to, action, actor, target, limit = 50, platform } } = call;
  const entries = await api.all(platform ? '/v1/platform/audit' : '/v1/organizations/{organization}/audit', { query: { from, to, action, actor, target } }, limit);
  showList(call, 'entries', entries, {
    number: ({ sequence }) => sequence, at: ({ at }) => at, who: ({ actor: { kind, name, id } }) => `${kind} ${name ?? id ?? ''}`.trimEnd(), action: (entry) => entry.action,
    target: (entry) => (entry.target === null ? undefined : `${entry.target.kind} ${entry.target.name ?? entry.target.id ?? ''}`.trimEnd()),
    details: ({ details }) => Object.entries(details).map(([name, value]) => `${name}=${value}`).join(' '),
  });
}

/** As it comes, without holding all of it. */
export async function exportAudit({ platform: { api }, options: { from, to, platform }, host }: PlatformCall<RangeOptions>): Promise<void> {
  for await (const text of api.text(platform ? '/v1/platform/audit/export' : '/v1/organizations/{organization}/audit/export', { query: { from, to } })) {
    if (!host.stdout.write(text)) await new Promise((resolve) => { host.stdout.once('drain', resolve); });
  }
}
