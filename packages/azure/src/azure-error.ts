import { CarnetError, type CarnetErrorOptions } from '@carnet/provider';

export function azureError(options: Omit<CarnetErrorOptions, 'provider'>): CarnetError {
  return new CarnetError({ ...options, provider: 'azure' });
}
