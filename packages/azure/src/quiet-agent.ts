import type { PipelineOptions } from '@azure/core-rest-pipeline';
import type { Transport } from '@carnet/provider';

/**
 * The transport's agent, which JSON leaves out: with AZURE_LOG_LEVEL set, the SDK prints each request with its agent, and in
 * it the Authorization headers of all requests that are on their way.
 */
export function quietAgent(transport: Transport, url: string): NonNullable<PipelineOptions['agent']> {
  const agent = transport.agent(url);
  if (!Object.hasOwn(agent, 'toJSON')) Object.defineProperty(agent, 'toJSON', { value: () => undefined });
  return agent as NonNullable<PipelineOptions['agent']>;
}
