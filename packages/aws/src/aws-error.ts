import { CarnetError, type CarnetErrorOptions } from '@carnet/provider';
import type { ProviderName } from '@carnet/provider-parts';

export const aws: ProviderName = { id: 'aws', title: 'AWS' };

export function awsError(options: Omit<CarnetErrorOptions, 'provider'>): CarnetError {
  return new CarnetError({ ...options, provider: aws.id });
}
