import type { Scorecard } from './scorecard.ts';

/** The shape that shields.io reads from an endpoint: https://shields.io/badges/endpoint-badge */
export interface Badge {
  readonly schemaVersion: 1;
  readonly label: string;
  readonly message: string;
  readonly color: string;
}

/** A scorecard as a badge. */
export function badgeOf({ provider, conforms, held, failed }: Scorecard): Badge {
  return {
    schemaVersion: 1,
    label: `carnet ${provider.specificationVersion}`,
    message: conforms ? `${held} of ${held}` : `${failed} failed`,
    color: conforms ? 'brightgreen' : 'red',
  };
}
