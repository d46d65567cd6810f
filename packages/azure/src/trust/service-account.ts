import type { TrustStep } from '@carnet/provider';
import { shellQuote } from '@carnet/provider-parts';

/** A service account of Kubernetes. */
export interface ServiceAccount {
  readonly name: string;
  readonly namespace: string;
}

/** The words of kubectl that name it. */
export function serviceAccountWords({ name, namespace }: ServiceAccount): string {
  return `serviceaccount ${shellQuote(name)} --namespace ${shellQuote(namespace)}`;
}

/** Takes the client id from the shell's variable CLIENT_ID. */
export function annotateServiceAccount(account: ServiceAccount): string {
  return `kubectl annotate ${serviceAccountWords(account)} --overwrite azure.workload.identity/client-id="$CLIENT_ID"`;
}

/** For a tool that knows no Kubernetes: the command as a comment. */
export function annotateByHand(account: ServiceAccount | undefined, sign: string): readonly TrustStep[] {
  if (account === undefined) return [];
  return [{
    title: `The service account ${account.name} in the namespace ${account.namespace}`,
    why: 'Run this afterwards, with the client id in CLIENT_ID. The annotation tells the webhook of AKS whose client id a pod gets.',
    text: `${sign} ${annotateServiceAccount(account)}`,
  }];
}
