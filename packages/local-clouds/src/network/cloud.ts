import type { TrustOwner } from '../trust/apply-trust.ts';
import type { Answer, IncomingCall } from './exchange.ts';

/** One service of a cloud, as the server sees it. */
export interface CloudService {
  answer(call: IncomingCall): Answer | Promise<Answer>;
  /** The service's own refusal of too many requests. */
  throttled(retryAfterSeconds: number | undefined, call: IncomingCall): Answer;
  /** What the call asks for, where the path does not say it: an action of a query or JSON protocol. */
  operation?(call: IncomingCall): string | undefined;
}

/** One cloud: its hosts and who answers at them. */
export interface Cloud<Name extends string = string> {
  /** The closed list of hosts, in the form that a certificate names them: exact names, and `*.suffix` for one label below it. */
  readonly hosts: readonly [string, ...string[]];
  /** Whether something answers at a host of the list: a vault, for example, has to exist. */
  hasHost(host: string): boolean;
  /** The name of the service at a host of the list. */
  serviceOf(host: string): Name;
  readonly services: Readonly<Record<Name, CloudService>>;
  readonly trust: TrustOwner;
}
