/** The closed list of error codes, in the order of the way from configuration to child process. A code is never renamed and never changes its meaning. */
type ErrorCode = 'CONFIG_NOT_FOUND' | 'CONFIG_INVALID' | 'SETTINGS_INVALID' | 'MANIFEST_INVALID' | 'PROVIDER_CONFLICT' | 'PROVIDER_NOT_FOUND' | 'CREDENTIAL_NOT_FOUND' | 'IDENTITY_NOT_FOUND' | 'VARIABLE_NOT_FOUND' | 'REFUSED_ENVIRONMENT' | 'REFERENCE_INVALID' | 'SECRET_NAME_COLLISION' | 'SUBJECT_TOKEN_UNAVAILABLE' | 'SUBJECT_TOKEN_INVALID' | 'TRUST_REJECTED' | 'SIGNATURE_REJECTED' | 'ISSUER_UNREACHABLE' | 'CLOCK_SKEW' | 'PRINCIPAL_NOT_FOUND' | 'STATIC_SECRET_REJECTED' | 'EXCHANGE_REJECTED' | 'TOKEN_ENDPOINT_UNREACHABLE' | 'TOKEN_ENDPOINT_FAULT' | 'SECRET_NOT_FOUND' | 'SECRET_DISABLED' | 'ACCESS_DENIED' | 'STORE_ADDRESS_REFUSED' | 'REDIRECT_REFUSED' | 'CREDENTIAL_EXPIRED' | 'THROTTLED' | 'STORE_UNREACHABLE' | 'STORE_FAULT' | 'BATCH_DENIED' | 'OPERATION_NOT_SUPPORTED' | 'CREDENTIAL_READ_ONLY' | 'DEADLINE_EXCEEDED' | 'ABORTED' | 'PROVIDER_FAULT' | 'RESOLUTION_FAILED' | 'JSON_KEY_NOT_FOUND' | 'SECRET_NOT_TEXT' | 'SECRET_HAS_NUL' | 'SECRET_TOO_LARGE_FOR_ENV' | 'VARIABLE_NAME_INVALID' | 'VARIABLE_NAME_REFUSED' | 'VARIABLE_DUPLICATE' | 'COMMAND_NOT_FOUND' | 'COMMAND_NOT_EXECUTABLE' | 'COMMAND_FAILED_TO_START' | 'REQUEST_INVALID' | 'REQUEST_UNAUTHENTICATED' | 'REQUEST_ORIGIN_REFUSED' | 'AUTOMATION_NOT_FOUND' | 'KICKOFF_LIMIT_REACHED' | 'WORKER_FAILED';

/** Where on the way from token to child process it failed. */
type Step = 'configure' | 'mint' | 'authenticate' | 'read' | 'list' | 'write' | 'remove' | 'check' | 'decode' | 'inject' | 'run' | 'close';
interface CarnetErrorOptions {
    readonly code: ErrorCode;
    /** One sentence for a person. Never a value, a token, a body or a header. */
    readonly message: string;
    /** What to do. Default: the cure of the code. */
    readonly hint?: string | undefined;
    readonly provider?: string | undefined;
    readonly step?: Step | undefined;
    /** Default: as the code says. */
    readonly retryable?: boolean | undefined;
    /** Milliseconds that the store asked us to wait. */
    readonly retryAfter?: number | undefined;
    readonly requestId?: string | undefined;
    /** The cloud's own code: dropped unless it is at most 64 of `[A-Za-z0-9_.:-]`. */
    readonly cloudCode?: string | undefined;
    /** The cloud's own sentence, from a named field only: cut at 500 characters, token-like parts scrubbed, markup dropped. */
    readonly cloudMessage?: string | undefined;
}
/**
 * The one error of Carnet. Branch on {@link CarnetError.code}, a closed list with a page each in `docs/errors/`.
 * It never holds an SDK's error, as cause or otherwise: those carry tokens.
 *
 * @example
 * ```ts
 * import { CarnetError } from '@carnet/provider';
 * try {
 *   throw new CarnetError({ code: 'SECRET_NOT_FOUND', message: "The vault holds no secret 'api-key'." });
 * } catch (error) {
 *   if (CarnetError.isInstance(error) && error.code === 'SECRET_NOT_FOUND') console.error(error.hint);
 * }
 * ```
 */
declare class CarnetError extends Error {
    readonly name: string;
    readonly code: ErrorCode;
    readonly hint: string;
    readonly provider: string | undefined;
    readonly step: Step | undefined;
    readonly retryable: boolean;
    readonly retryAfter: number | undefined;
    readonly requestId: string | undefined;
    readonly cloudCode: string | undefined;
    readonly cloudMessage: string | undefined;
    readonly docsUrl: string;
    constructor(options: CarnetErrorOptions);
    /** Works across duplicate copies of this package, where `instanceof` does not. */
    static isInstance(value: unknown): value is CarnetError;
    /** The public fields, for a log or an API answer. */
    toJSON(): Record<string, unknown>;
}

/** What a code means, what to do, and whether the same call may pass later. */
interface ErrorDescription {
    readonly meaning: string;
    readonly cure: string;
    readonly retryable: boolean;
}
/** What each code of the closed list says. The pages in `docs/errors/` are made from this table. */
declare const errorCodes: Readonly<Record<ErrorCode, ErrorDescription>>;

/**
 * A value that does not show itself: printing, JSON, string conversion and inspection give the fingerprint, or `[secret]`
 * without one. Only {@link Secret.reveal} and {@link Secret.revealBytes} give the value.
 *
 * @example
 * ```ts
 * import { Secret } from '@carnet/provider';
 * const secret = new Secret(new TextEncoder().encode('s3cr3t'));
 * String(secret); // '[secret]'
 * secret.reveal(); // 's3cr3t'
 * ```
 */
declare class Secret {
    /** `hmac:` and 12 hex digits, or undefined. */
    readonly fingerprint: string | undefined;
    /** Takes a copy of the bytes. */
    constructor(bytes: Uint8Array, fingerprint?: string);
    /**
     * The value as text, byte-exact: no normalisation, no byte-order mark removed.
     *
     * @throws CarnetError `SECRET_NOT_TEXT` where the bytes are not UTF-8
     */
    reveal(): string;
    /** A copy of the bytes. */
    revealBytes(): Uint8Array;
    toString(): string;
    toJSON(): string;
    [Symbol.toPrimitive](): string;
}

/** What a store is asked for. */
interface StoreReference {
    readonly name: string;
    /** The store's own version id. Absent: the newest. */
    readonly version?: string;
}
/** A secret, or one field of a JSON secret. */
interface SecretReference extends StoreReference {
    readonly jsonKey?: string;
}
/**
 * Checks a reference that came as data and returns it with nothing else in it.
 *
 * Refused: an empty part, one of more than 1,024 characters or with characters that cannot be seen, and a path segment `.` or `..`
 * in the name (an SDK's URL would collapse it to another address).
 *
 * @throws CarnetError `REFERENCE_INVALID`
 * @example
 * ```ts
 * import { checkReference } from '@carnet/provider';
 * checkReference({ name: 'database', jsonKey: 'password' });
 * ```
 */
declare function checkReference(reference: SecretReference): SecretReference;
/**
 * The text form `name#key@version`. `#`, `@` and `%` inside a part are percent-encoded; {@link parseReference} undoes it.
 *
 * @example
 * ```ts
 * import { printReference } from '@carnet/provider';
 * printReference({ name: 'database', jsonKey: 'password', version: '3' }); // 'database#password@3'
 * ```
 */
declare function printReference(reference: SecretReference): string;
/**
 * Reads the text form `name[#key][@version]`.
 *
 * @throws CarnetError `REFERENCE_INVALID`, as {@link checkReference}, and for a second `#` or `@`
 * @example
 * ```ts
 * import { parseReference } from '@carnet/provider';
 * parseReference('database#password@3'); // { name: 'database', jsonKey: 'password', version: '3' }
 * ```
 */
declare function parseReference(text: string): SecretReference;

/** What a person typed into a form or a configuration file, after its schema accepted it. */
type Settings = Readonly<Record<string, string | number | boolean>>;
/** How the console, the command line and the docs page show a field. Labels are plain text; links are https. */
interface FieldPresentation {
    readonly label: string;
    readonly help?: string;
    /** The only mark of a secret. Legal in the schema of a method alone. */
    readonly secret?: boolean;
    readonly group?: string;
    readonly showWhen?: {
        readonly field: string;
        readonly equals: string | number | boolean;
    };
    readonly suggest?: readonly string[];
}
interface FieldBase {
    readonly description?: string;
    readonly 'x-carnet'?: FieldPresentation;
}
/** `maxLength` is at most 65,536; beside a `pattern` it is mandatory and at most 4,096. */
interface StringField extends FieldBase {
    readonly type: 'string';
    readonly enum?: readonly string[];
    readonly const?: string;
    readonly default?: string;
    readonly minLength?: number;
    readonly maxLength?: number;
    /** At most 200 characters, anchored with ^ and $, without backreference, look-around or quantified group, and at most 10^7 ways to match a value. */
    readonly pattern?: string;
    readonly format?: 'uri' | 'uuid' | 'hostname' | 'email';
}
interface NumberField extends FieldBase {
    readonly type: 'number' | 'integer';
    readonly enum?: readonly number[];
    readonly const?: number;
    readonly default?: number;
    readonly minimum?: number;
    readonly maximum?: number;
}
interface BooleanField extends FieldBase {
    readonly type: 'boolean';
    readonly const?: boolean;
    readonly default?: boolean;
}
type Field = StringField | NumberField | BooleanField;
/**
 * The subset of JSON Schema 2020-12 that a manifest may use: one flat object. `additionalProperties: false` is implied.
 *
 * @see https://json-schema.org/draft/2020-12
 */
interface SettingsSchema {
    readonly type: 'object';
    readonly properties: Readonly<Record<string, Field>>;
    readonly required?: readonly string[];
}
/** One field that a schema, or a provider's `validate`, does not accept. Never holds the value. */
interface SettingsProblem {
    readonly field: string;
    readonly problem: string;
    /** Which schema the field belongs to, where two of them know the name. */
    readonly of?: 'identity' | 'store' | 'method' | undefined;
}

/** One credential, checked against the manifest. */
interface Connection {
    /** The id of one of the manifest's methods. */
    readonly method: string;
    /** The workload identity config. Present exactly when the method is `workload-identity`. */
    readonly identity?: Settings;
    readonly store: Settings;
    /** The method's fields: its secret ones as {@link Secret}, by name. */
    readonly secrets?: Readonly<Record<string, Secret>>;
    /** The method's fields that are not secret. */
    readonly methodSettings?: Settings;
}

/** Time, passed in so that every fault test is deterministic. */
interface Clock {
    /** Milliseconds since 1970-01-01T00:00:00Z. */
    now(): number;
    /** Settles after `milliseconds`, or rejects with the signal's reason as soon as it aborts. */
    sleep(milliseconds: number, options?: {
        readonly signal?: AbortSignal | undefined;
    }): Promise<void>;
}
/** A `node:https` Agent, described by its shape so that the contract needs no Node types. */
interface TransportAgent {
    destroy(): void;
    maxFreeSockets: number;
    maxSockets: number;
    readonly requests: unknown;
    readonly sockets: unknown;
}
/** The one way to the network. Both forms apply the proxy, the extra certificate authorities and the address check. */
interface Transport {
    /** Sends one request. Never follows a redirect: a 3xx comes back as it is. */
    fetch(request: Request): Promise<Response>;
    /** An agent for an SDK that takes one. */
    agent(url: string | URL): TransportAgent;
}
/** Something worth a line in a trace. Never the name or the value of a secret. */
interface Observation {
    readonly name: string;
    readonly step?: string;
    readonly durationMs?: number;
    readonly attributes?: Readonly<Record<string, string | number | boolean>>;
}
interface SubjectTokenRequest {
    readonly signal?: AbortSignal | undefined;
    /** Passes every cache by. Once for each exchange that the cloud refused. */
    readonly renew?: boolean;
}
/** All that a provider gets from its host: no logger, no environment, no audience to choose. */
interface ProviderContext {
    /** The OIDC token (a JWT) for this identity config's audience. Ask at use; never keep it. */
    subjectToken(request?: SubjectTokenRequest): Promise<string>;
    readonly transport: Transport;
    readonly clock: Clock;
    random(size: number): Uint8Array;
    observe(observation: Observation): void;
    /** The kickoff, opaque: `[A-Za-z0-9-]{1,40}`. */
    readonly run?: {
        readonly id: string;
    };
    /**
     * The only place for a cloud credential or client. One map for each identity config and subject, shared by its stores
     * (one exchange serves them all), owned and dropped by the host.
     */
    readonly session: Map<string, unknown>;
}

/** What our token said. Times are epoch seconds, as in the token (RFC 7519). */
interface SentToken {
    readonly issuer: string;
    readonly subject: string;
    readonly audience: string;
    readonly keyId?: string;
    readonly issuedAt?: number;
    readonly expiresAt?: number;
}
/** All that a diagnosis may know: never a value, a token or an SDK's error. */
interface Failure {
    readonly error: CarnetError;
    readonly operation: 'authenticate' | 'read' | 'list' | 'write' | 'remove' | 'check';
    readonly method: string;
    readonly identity?: Settings;
    readonly store: Settings;
    /** The method's fields that are not secret. */
    readonly methodSettings?: Settings;
    readonly token?: SentToken;
    readonly reference?: StoreReference;
    /** Whether `authenticate` passed before this failed. */
    readonly authenticated?: boolean;
}
/** What an operator reads at three in the morning. */
interface Diagnosis {
    /** One sentence: what is wrong, and on which side. */
    readonly cause: string;
    /** One sentence: what to do. */
    readonly cure: string;
    /** The cure as a command to copy. */
    readonly command?: string;
    /** The values of our token, by name, to hold against what the cloud has registered. */
    readonly sent?: Readonly<Record<string, string>>;
    /** `warning`: the trust works, a permission is missing. */
    readonly severity: 'error' | 'warning';
}

/**
 * Who a subject token is meant for.
 *
 * A string is the audience itself, or a template that names required identity fields in braces. A field of format
 * `uri` stands for its origin and fills the whole template (a store with a free address gets `https://host[:port]`).
 * The object form picks a fixed audience by the value of one enumerated field (a cloud and its sovereign forms).
 */
type AudienceRule = string | {
    readonly byField: string;
    readonly audiences: Readonly<Record<string, string>>;
};
/** A claim that a token carries by opt-in, from a closed list known to the issuer. `session-tags`: organization and automation, as ids, for a cloud that decides by the tags of a session. */
type OptionalClaim = 'session-tags';
/** Which optional claims an identity knows. The value names the boolean identity field that switches it on. */
type OptionalClaims = Readonly<Partial<Record<OptionalClaim, string>>>;
/** What a workload identity config holds, and the audience its tokens carry. A kind is defined by one package and may be used by any. */
interface IdentityDefinition {
    readonly kind: string;
    readonly schema: SettingsSchema;
    readonly audience: AudienceRule;
    readonly claims?: OptionalClaims;
}
/** Uses a kind of identity that another package defines. */
interface IdentityUse {
    readonly kind: string;
}
/** One way to authenticate. `workload-identity` is the federated one; every other id is a static method. */
interface AuthenticationMethod {
    readonly id: string;
    readonly title?: string;
    /** The only schema that may hold secret fields. */
    readonly schema?: SettingsSchema;
}
/**
 * An environment variable that could send tokens elsewhere: its name, a trailing `*` matching a prefix. `except` lists
 * values that are harmless, such as those that a cloud's own cluster sets in every pod.
 */
type RefusedVariable = string | {
    readonly name: string;
    readonly except: readonly string[];
};
/**
 * A provider as pure data, at most 256 KiB as JSON. The console's form, the command line's flags, the API's schema and the
 * docs page of a provider are all made from it.
 */
interface Manifest {
    /** `[a-z][a-z0-9-]{0,39}`, unique in a composition. */
    readonly id: string;
    readonly title: string;
    /** Absent where the store knows no federated identity. */
    readonly identity?: IdentityDefinition | IdentityUse;
    /** What a credential adds to its identity: vault URL, region, project. */
    readonly store: {
        readonly schema: SettingsSchema;
    };
    readonly methods: readonly AuthenticationMethod[];
    /** A host refuses to start while one of these is set. */
    readonly refusedEnvironment: readonly RefusedVariable[];
}

interface CallOptions {
    readonly signal?: AbortSignal | undefined;
}
/** Who the store takes us for. */
interface Authentication {
    /** The cloud's own words for the identity: an object id, an ARN, a principal. */
    readonly principal?: string;
    /** Epoch milliseconds. */
    readonly expiresAt?: number;
}
interface ReadResult {
    /** The value, byte for byte as stored. */
    readonly bytes: Uint8Array;
    /** The store's own id of what was read. Opaque, never empty. */
    readonly version: string;
    /** Epoch milliseconds: the store's own end of the value. Shown, never used to cache. */
    readonly notAfter?: number;
}
/** One reference of a batch. */
type BatchResult = ({
    readonly ok: true;
} & ReadResult) | {
    readonly ok: false;
    readonly error: CarnetError;
};
interface ListedSecret {
    readonly name: string;
    readonly enabled?: boolean;
    /** Epoch milliseconds. */
    readonly expiresAt?: number;
}
/**
 * One step of a connection test.
 *
 * @experimental Outside of the promise of v1 until four providers have used it: its shape may change in any release.
 */
interface CheckRung {
    readonly id: string;
    readonly status: 'pass' | 'fail' | 'warn' | 'skip';
    readonly sent?: string;
    readonly expected?: string;
    readonly error?: CarnetError;
}
/**
 * An open credential. Every method makes one attempt, classifies its failure as a `CarnetError`, and honours the signal;
 * deadlines, repeats, parallelism, decoding and redaction are the host's.
 */
interface SecretStore {
    /** Proves the handshake and nothing about a single secret. Idempotent, coalesced; `read` calls it by itself. */
    authenticate(options: CallOptions): Promise<Authentication>;
    read(reference: StoreReference, options: CallOptions): Promise<ReadResult>;
    /** Absent: the host calls `read` for each reference, in parallel. */
    readMany?(references: readonly StoreReference[], options: CallOptions): Promise<readonly BatchResult[]>;
    /** The most references one `readMany` takes. Absent: the host passes at most 20. */
    readonly batchSize?: number;
    /** Absent: no autocomplete; a name is typed. */
    list?(options: CallOptions & {
        readonly prefix?: string;
    }): AsyncIterable<ListedSecret>;
    /** Absent: the credential is read-only. */
    write?(name: string, bytes: Uint8Array, options: CallOptions): Promise<{
        readonly version: string;
    }>;
    /** Absent: secrets are removed in the store's own console. */
    remove?(name: string, options: CallOptions): Promise<void>;
    /**
     * The steps of a connection test. Absent: the test ends with `authenticate`.
     *
     * @experimental Outside of the promise of v1 until four providers have used it: its shape may change in any release.
     */
    check?(options: CallOptions & {
        readonly reference?: StoreReference;
    }): AsyncIterable<CheckRung>;
    /**
     * The name as the store writes it (`_` becomes `-`). Pure; the host asks before anything is sent, so that a wrong name stops a start.
     * Absent: the name as it is.
     *
     * @throws CarnetError `REFERENCE_INVALID` for a name that no secret of this store can have
     */
    canonicalName?(name: string): string;
    /** Absent: nothing to release. */
    close?(): Promise<void>;
}

/**
 * The three values that a cloud must trust, and where.
 *
 * @experimental Outside of the promise of v1 until four providers have used it: its shape may change in any release.
 */
interface TrustInput {
    readonly issuer: string;
    readonly subject: string;
    readonly audience: string;
    readonly identity?: Settings;
    readonly store?: Settings;
}
/**
 * What to register at the cloud, as commands in order, and how to undo it.
 *
 * @experimental Outside of the promise of v1 until four providers have used it: its shape may change in any release.
 */
interface TrustPlan {
    readonly steps: readonly {
        readonly title: string;
        readonly command: string;
    }[];
    readonly teardown: readonly {
        readonly title: string;
        readonly command: string;
    }[];
}

/** A secret store as a plugin: what it needs, as data, and how to open it. */
interface Provider {
    readonly specificationVersion: 'v1';
    readonly manifest: Manifest;
    /** Synchronous and without I/O: the first request to the network is `authenticate` or `read`. */
    open(connection: Connection, context: ProviderContext): SecretStore;
    /** Adds what a pattern cannot say. Pure. Absent: the schema alone decides. */
    validate?(connection: Omit<Connection, 'secrets'>): readonly SettingsProblem[];
    /** The cause and the cure of a failure, in this store's own terms. Pure. Absent: the generic texts of the error code. */
    diagnose?(failure: Failure): Diagnosis | undefined;
    /**
     * What to register at the cloud. Pure. Absent: the operator is shown the three values.
     *
     * @experimental Outside of the promise of v1 until four providers have used it: its shape may change in any release.
     */
    trust?(input: TrustInput): TrustPlan;
}

/**
 * Makes a provider of its parts and checks its manifest at once, so that a rule is broken in the author's own tests
 * and not at an operator's start.
 *
 * @throws CarnetError `MANIFEST_INVALID`, naming every broken rule
 * @example
 * ```ts
 * import { defineProvider } from '@carnet/provider';
 * export const acme = defineProvider({
 *   manifest: { id: 'acme', title: 'Acme', store: { schema: { type: 'object', properties: {} } }, methods: [{ id: 'none' }], refusedEnvironment: [] },
 *   open: () => ({
 *     authenticate: async () => ({}),
 *     read: async () => ({ bytes: new Uint8Array(), version: '1' }),
 *   }),
 * });
 * ```
 */
declare function defineProvider(parts: Omit<Provider, 'specificationVersion'>): Provider;

/**
 * Every rule of the contract that a manifest breaks, one sentence each; an empty list where it breaks none.
 *
 * @example
 * ```ts
 * import { manifestProblems } from '@carnet/provider';
 * manifestProblems({ id: 'acme', title: 'Acme', store: { schema: { type: 'object', properties: {} } }, methods: [{ id: 'token' }], refusedEnvironment: [] }); // []
 * ```
 */
declare function manifestProblems(manifest: Manifest): readonly string[];

/**
 * The audience of the tokens of one workload identity config, computed by the host alone.
 *
 * @throws CarnetError `SETTINGS_INVALID` where a field is missing or the audience would be one that another kind owns
 * @example
 * ```ts
 * import { audienceOf } from '@carnet/provider';
 * const schema = { type: 'object', properties: { address: { type: 'string', format: 'uri' } }, required: ['address'] } as const;
 * audienceOf({ kind: 'acme', schema, audience: '{address}' }, { address: 'https://acme.example:8200/v1' });
 * // 'https://acme.example:8200'
 * ```
 */
declare function audienceOf(identity: IdentityDefinition, settings: Settings): string;

/**
 * The optional claims that a workload identity config has switched on, computed by the host alone.
 *
 * @example
 * ```ts
 * import { claimsOf } from '@carnet/provider';
 * const schema = { type: 'object', properties: { tagged: { type: 'boolean' } } } as const;
 * claimsOf({ kind: 'acme', schema, audience: 'acme', claims: { 'session-tags': 'tagged' } }, { tagged: true }); // ['session-tags']
 * ```
 */
declare function claimsOf({ claims }: IdentityDefinition, settings: Settings): readonly OptionalClaim[];

/**
 * The kind of identity that owns a cloud's audience, or undefined where it is free. A token for a reserved audience
 * can be replayed at that cloud by whoever receives it, so no other kind may ask for one.
 *
 * @example
 * ```ts
 * import { reservedAudienceOwner } from '@carnet/provider';
 * reservedAudienceOwner('sts.amazonaws.com'); // 'aws'
 * ```
 */
declare function reservedAudienceOwner(audience: string): string | undefined;

/** Either the settings with their defaults filled in, or every field that is wrong. */
type SettingsResult = {
    readonly ok: true;
    readonly settings: Settings;
} | {
    readonly ok: false;
    readonly problems: readonly SettingsProblem[];
};
/**
 * Checks settings against a manifest's schema and fills in its defaults. Unknown fields are refused; problems never
 * hold the value. A field with an unmet `showWhen` is neither required nor defaulted.
 *
 * @example
 * ```ts
 * import { validateSettings } from '@carnet/provider';
 * validateSettings({ type: 'object', properties: { region: { type: 'string' } }, required: ['region'] }, {});
 * // { ok: false, problems: [{ field: 'region', problem: 'is required' }] }
 * ```
 */
declare function validateSettings(schema: SettingsSchema, input: unknown): SettingsResult;

/** What a host asks a source for. The audience comes from the stored identity config, never from a provider. */
interface SubjectTokenSourceRequest extends SubjectTokenRequest {
    readonly audience: string;
    /** The name or id of the workload identity config the token is for. */
    readonly workloadIdentity: string;
    /** Switched-on claims of the manifest's closed list. */
    readonly claims?: readonly OptionalClaim[];
}
/** Where subject tokens come from: an issuer, a platform, a file that the cluster projects. */
interface SubjectTokenSource {
    subjectToken(request: SubjectTokenSourceRequest): Promise<string>;
}
/** One workload identity config, ready for an SDK's own credential type. */
interface FederatedIdentity {
    readonly kind: string;
    readonly settings: Settings;
    subjectToken(request?: SubjectTokenRequest): Promise<string>;
    readonly transport: Transport;
}
/** What the escape hatches take (`azureTokenCredential`, …); `createCarnet()` satisfies it. */
interface FederatedIdentities {
    identity(name: string): FederatedIdentity;
}

export { CarnetError, Secret, audienceOf, checkReference, claimsOf, defineProvider, errorCodes, manifestProblems, parseReference, printReference, reservedAudienceOwner, validateSettings };
export type { AudienceRule, Authentication, AuthenticationMethod, BatchResult, BooleanField, CallOptions, CarnetErrorOptions, CheckRung, Clock, Connection, Diagnosis, ErrorCode, ErrorDescription, Failure, FederatedIdentities, FederatedIdentity, Field, FieldPresentation, IdentityDefinition, IdentityUse, ListedSecret, Manifest, NumberField, Observation, OptionalClaim, OptionalClaims, Provider, ProviderContext, ReadResult, RefusedVariable, SecretReference, SecretStore, SentToken, Settings, SettingsProblem, SettingsResult, SettingsSchema, Step, StoreReference, StringField, SubjectTokenRequest, SubjectTokenSource, SubjectTokenSourceRequest, Transport, TransportAgent, TrustInput, TrustPlan };
