import { CarnetError, type SubjectTokenSource } from '@carnet/provider';

/** One source for each workload identity config or audience, by its name. */
export function chosenSource(places: Readonly<Record<string, string>>, what: string, sourceOf: (place: string) => SubjectTokenSource): SubjectTokenSource {
  const sources = new Map(Object.entries(places).map(([key, place]) => [key, sourceOf(place)]));
  return {
    async subjectToken(request) {
      const { workloadIdentity, audience } = request;
      const source = sources.get(workloadIdentity) ?? sources.get(audience);
      if (source !== undefined) return await source.subjectToken(request);
      throw new CarnetError({
        code: 'SUBJECT_TOKEN_UNAVAILABLE', step: 'mint', retryable: false,
        message: `No ${what} is named for the workload identity config '${workloadIdentity}', nor for its audience '${audience}'.`,
        hint: `Name one under either of the two.${sources.size === 0 ? '' : ` There is ${[...sources.keys()].map((key) => `'${key}'`).join(', ')}.`}`,
      });
    },
  };
}
