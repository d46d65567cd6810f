import { CarnetError, type CarnetErrorOptions } from '@carnet/provider';
import type { ProviderName } from '@carnet/provider-parts';

export const azure: ProviderName = { id: 'azure', title: 'Azure' };

export function azureError(options: Omit<CarnetErrorOptions, 'provider'>): CarnetError {
  return new CarnetError({ ...options, provider: azure.id });
}
