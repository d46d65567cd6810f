import { CarnetError } from '@carnet/provider';
import { addressClass } from './address-class.ts';

export interface AddressRule {
  readonly allowPrivate: boolean;
  /** What to do about a private address. */
  readonly privateHint: string;
}

/** Why an address is not connected to, or nothing where it may be. */
export function addressRefusal(host: string, address: string, { allowPrivate, privateHint }: AddressRule): CarnetError | undefined {
  const kind = addressClass(address);
  if (kind === 'public' || (kind === 'private' && allowPrivate)) return undefined;
  return new CarnetError({
    code: 'STORE_ADDRESS_REFUSED',
    message: `${host} leads to ${address}, ${kind === 'private' ? 'an address of a private network' : 'an address of this host, its link or a metadata service'}.`,
    hint: kind === 'private' ? privateHint : 'Correct the address of the store, or what DNS answers for it.',
  });
}
