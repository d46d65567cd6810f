import { badAcme, type BadProvider } from './bad-provider.ts';

export const badOptOuts: readonly BadProvider[] = [
  badAcme('opt-outs.known', 'opts out of something that does not exist', { conformance: { without: { 'raeds.text': 'The store holds numbers alone.' } } }),
  badAcme('opt-outs.known', 'opts out of the rules for opting out', { conformance: { without: { 'opt-outs.known': 'The rules are too strict for us.' } } }),
  badAcme('opt-outs.reasoned', 'opts out without a word', { conformance: { without: { batches: '—' } } }),
  badAcme('opt-outs.needed', 'opts out of a theme that it passes', { conformance: { without: { versions: 'The store keeps no versions.' } } }),
];
