import type { TrustStep } from '@carnet/provider';
import { shellQuote } from '@carnet/provider-parts';

/** A service account of Kubernetes. */
export interface ServiceAccount {
  readonly name: string;
  readonly namespace: string;
}

const words = ({ name, namespace }: ServiceAccount): string => `serviceaccount ${shellQuote(name)} --namespace ${shellQuote(namespace)}`;

const isThere = (account: ServiceAccount): string => `"$(kubectl get ${words(account)} --ignore-not-found --output name)"`;

/** Where there is none. */
export const createServiceAccount = (account: ServiceAccount): string => `if [ -z ${isThere(account)} ]; then\n  kubectl create ${words(account)} >&2\nfi`;

/** Takes the client id from the shell's variable CLIENT_ID. */
export const annotateServiceAccount = (account: ServiceAccount): string => `kubectl annotate ${words(account)} --overwrite azure.workload.identity/client-id="$CLIENT_ID"`;

/** One line, so that it can also stand in a list of steps. */
export const removeAnnotation = (account: ServiceAccount): string => `kubectl annotate ${words(account)} azure.workload.identity/client-id-`;

export const removeAnnotationIfThere = (account: ServiceAccount): string => `if [ -n ${isThere(account)} ]; then\n  ${removeAnnotation(account)} >&2\nfi`;

/** For a tool that knows no Kubernetes: the commands as comments. */
export function annotateByHand(account: ServiceAccount | undefined, sign: string): readonly TrustStep[] {
  if (account === undefined) return [];
  return [{
    title: `The service account ${account.name} in the namespace ${account.namespace}`,
    why: 'Run this afterwards, with the client id in CLIENT_ID. The annotation tells the webhook of AKS whose client id a pod gets.',
    text: [`kubectl create ${words(account)} # where there is none`, annotateServiceAccount(account)].map((line) => `${sign} ${line}`).join('\n'),
  }];
}

/** The same for a list of steps. */
export const createByHand = (account: ServiceAccount): string => `kubectl create ${words(account)}`;
