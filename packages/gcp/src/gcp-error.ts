import { CarnetError, type CarnetErrorOptions } from '@carnet/provider';
import type { ProviderName } from '@carnet/provider-parts';

export const gcp: ProviderName = { id: 'gcp', title: 'Google' };

export function gcpError(options: Omit<CarnetErrorOptions, 'provider'>): CarnetError {
  return new CarnetError({ ...options, provider: gcp.id });
}
