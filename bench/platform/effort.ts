/** How long the rows of the platform measure: the short form is for every commit, the long one is what the figures are about. */
export interface PlatformEffort {
  readonly long: boolean;
}
