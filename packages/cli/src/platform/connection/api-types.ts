import type { components, paths } from '@carnet/client';

/** Everything of it may be read and nothing changed. */
type Frozen<T> = T extends readonly (infer Item)[] ? readonly Frozen<Item>[] : T extends object ? { readonly [Member in keyof T]: Frozen<T[Member]> } : T;

/** A named schema of the platform's document. */
export type Schema<Name extends keyof components['schemas']> = Frozen<components['schemas'][Name]>;

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** The addresses that have a method. */
export type PathOf<M extends Method> = { [P in keyof paths]: paths[P] extends { readonly [Each in M]: { responses: unknown } } ? P : never }[keyof paths];

type Operation<M extends Method, P extends PathOf<M>> = paths[P][M & keyof paths[P]];

type JsonOf<Response> = Response extends { content: { 'application/json': infer Json } } ? Frozen<Json> : undefined;

/** What success answers. */
export type AnswerOf<M extends Method, P extends PathOf<M>> = Operation<M, P> extends { responses: infer Responses } ? JsonOf<Responses[(200 | 201 | 202 | 204) & keyof Responses]> : never;

type PartOf<O, Part extends 'path' | 'query'> = O extends { parameters: { [Each in Part]?: infer Values } } ? Exclude<Values, undefined> : never;

/** What stands for the braces of the path. The organization is filled in where it is left out. */
type PathPart<O> = [PartOf<O, 'path'>] extends [never] ? { readonly path?: undefined }
  : keyof PartOf<O, 'path'> extends 'organization' ? { readonly path?: { readonly organization?: string } }
    : { readonly path: Readonly<Omit<PartOf<O, 'path'>, 'organization'>> & { readonly organization?: string } };

type QueryPart<O> = [PartOf<O, 'query'>] extends [never] ? { readonly query?: undefined }
  : Partial<PartOf<O, 'query'>> extends PartOf<O, 'query'> ? { readonly query?: Undefined<PartOf<O, 'query'>> } : { readonly query: Undefined<PartOf<O, 'query'>> };

/** A member that is undefined is not sent. */
type Undefined<T> = { readonly [Member in keyof T]: T[Member] | undefined };

/** What has a default may be left out, which the types of the client do not tell. */
type Draft<T> = T extends unknown ? { readonly [Member in keyof T]?: Frozen<T[Member]> } : never;

type BodyPart<O> = O extends { requestBody: { content: { 'application/json': infer Body } } } ? { readonly body: Draft<Body> }
  : O extends { requestBody?: { content: { 'application/json': infer Body } } } ? { readonly body?: Draft<Body> } : { readonly body?: undefined };

/** What a call says besides method and address. */
export type CallOf<M extends Method, P extends PathOf<M>> = PathPart<Operation<M, P>> & QueryPart<Operation<M, P>> & BodyPart<Operation<M, P>> & CallOptions;

export interface CallOptions {
  /** The version that is changed: If-Match. */
  readonly version?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Ends it before its deadline does. */
  readonly signal?: AbortSignal;
}

/** A call may be left out where nothing of it is needed. */
export type CallArguments<M extends Method, P extends PathOf<M>> = object extends CallOf<M, P> ? [call?: CallOf<M, P>] : [call: CallOf<M, P>];

/** The addresses of lists, and an item of one. */
export type ListPath = { [P in PathOf<'get'>]: AnswerOf<'get', P> extends { readonly items: readonly unknown[]; readonly next: string | null } ? P : never }[PathOf<'get'>];
export type ItemOf<P extends ListPath> = AnswerOf<'get', P> extends { readonly items: readonly (infer Item)[] } ? Item : never;
