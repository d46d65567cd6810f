// src/errors/error-codes.ts
var final = (meaning, cure) => ({ meaning, cure, retryable: false });
var passing = (meaning, cure) => ({ meaning, cure, retryable: true });
var errorCodes = {
  // What is configured
  CONFIG_NOT_FOUND: final("There is no configuration where one was looked for.", "Create carnet.config.ts in the working directory, or name a file with --config."),
  CONFIG_INVALID: final("The configuration is not usable.", "Correct the named entry."),
  SETTINGS_INVALID: final("A setting is missing, unknown or malformed.", "Correct the named field."),
  MANIFEST_INVALID: final("The manifest of a provider breaks a rule of the contract.", "Update the provider, or tell its author the named rule."),
  PROVIDER_CONFLICT: final("Two providers claim the same id or kind of identity, or one claims an audience that belongs to another.", "Remove one of the two named providers."),
  PROVIDER_NOT_FOUND: final("No provider with this id is part of this composition.", "Add the provider to the list of providers."),
  CREDENTIAL_NOT_FOUND: final("No credential found under this name.", "Add the credential, or correct its name in the variable."),
  IDENTITY_NOT_FOUND: final("No workload identity config found under this name.", "Add the workload identity config, or correct its name in the credential."),
  VARIABLE_NOT_FOUND: final("No variable found under this name.", "Add the variable, or correct its name."),
  REFUSED_ENVIRONMENT: final("An environment variable is set that could send tokens elsewhere or print them.", "Unset the named variable and start again."),
  REFERENCE_INVALID: final("A secret reference is not usable.", "Write it as name, name#key, name@version or name#key@version."),
  SECRET_NAME_COLLISION: final("Two references differ as written and mean the same secret in the store.", "Use one spelling for both."),
  // The subject token
  SUBJECT_TOKEN_UNAVAILABLE: passing("The source of subject tokens gave none.", "Check the issuer or the projected token file that the message names."),
  SUBJECT_TOKEN_INVALID: final("The source gave something that is not a subject token for this identity.", "Check what writes the token: its audience must be the one the message names."),
  // The exchange
  TRUST_REJECTED: final("The cloud trusts no token with this issuer, subject and audience.", "Register the three values exactly as shown; upper and lower case and a trailing slash count."),
  SIGNATURE_REJECTED: final("The cloud could not verify the signature of the subject token.", "Make sure that the JWKS can be fetched from the internet and holds the key id of the token."),
  ISSUER_UNREACHABLE: passing("The cloud could not fetch the issuer's discovery document or JWKS.", "Open both addresses to the internet over https and try again."),
  CLOCK_SKEW: final("The subject token is outside its valid time for the cloud.", "Synchronise the clock of the issuer's host (NTP)."),
  PRINCIPAL_NOT_FOUND: final("The cloud does not know the identity that the token is traded for.", "Check the tenant, client, role or provider of the workload identity config."),
  STATIC_SECRET_REJECTED: final("The cloud refused the static secret of the credential.", "Store a current secret in the credential, or move it to workload identity."),
  EXCHANGE_REJECTED: final("The cloud refused the exchange for another reason.", "Look the cloud's own code up in its documentation."),
  TOKEN_ENDPOINT_UNREACHABLE: passing("The token endpoint of the cloud could not be reached.", "Check DNS, proxy, firewall and certificate authorities between this host and the named endpoint."),
  TOKEN_ENDPOINT_FAULT: passing("The token endpoint of the cloud failed or answered with something else than a token.", "Try again; if it lasts, look at the status page of the cloud."),
  // The store
  SECRET_NOT_FOUND: final("The store holds no secret under this name or version.", "Create the secret, or correct the name; the message says where it was looked for."),
  SECRET_DISABLED: final("The secret or its version is disabled, expired or deleted.", "Enable it in the store, or refer to another version."),
  ACCESS_DENIED: final("The cloud knows the identity and does not let it do this.", "Grant the named role or permission."),
  STORE_ADDRESS_REFUSED: final("The address of the store is not one that may receive a token.", "Use the address that the cloud gives the store: its own host name over https, without port, path or user."),
  REDIRECT_REFUSED: final("The store or token endpoint answered with a redirect, and credentials are never sent after one.", "Use the address that answers itself."),
  CREDENTIAL_EXPIRED: passing("The store no longer accepts the cloud credential.", "Try again: a new one is fetched. If it lasts, check the clock of this host."),
  THROTTLED: passing("The store answered that it gets too many requests.", "Wait, spread the kickoffs, or ask the cloud for a higher quota."),
  STORE_UNREACHABLE: passing("The store could not be reached.", "Check DNS, proxy, firewall and certificate authorities between this host and the named store."),
  STORE_FAULT: passing("The store failed or answered with something that is not an answer of its protocol.", "Try again; if it lasts, look at the status page of the cloud."),
  BATCH_DENIED: final("The identity may read secrets one by one and not in batches.", "Grant the named permission to save requests; reading goes on one by one."),
  OPERATION_NOT_SUPPORTED: final("The provider does not offer this operation.", "Use the console of the store."),
  CREDENTIAL_READ_ONLY: final("The credential is read-only.", "Switch writing on for the credential, or use another one."),
  // The host
  DEADLINE_EXCEEDED: passing("The time for this step ran out.", "Try again; raise the deadline if the store is known to be slow."),
  ABORTED: final("The caller ended the call.", "Nothing to mend: start it again when it is wanted."),
  PROVIDER_FAULT: final("The provider broke the contract: it threw something that is no CarnetError or answered in the wrong shape.", "Update the provider, or tell its author."),
  RESOLUTION_FAILED: final("At least one variable could not be resolved, so nothing was started.", "Mend each failure in the list."),
  // The value
  JSON_KEY_NOT_FOUND: final("The secret is not a JSON object, or it has no such key.", "Correct the key after #, or store the secret as a JSON object with that key."),
  SECRET_NOT_TEXT: final("The secret is not UTF-8 text and cannot become an environment variable as it is.", "Set encoding: 'base64' on the variable."),
  SECRET_HAS_NUL: final("The value holds a NUL character, which no environment can carry.", "Set encoding: 'base64' on the variable."),
  SECRET_TOO_LARGE_FOR_ENV: final("The value is larger than an environment can carry.", "Hand it over as a file, or store a smaller value."),
  // The child process
  VARIABLE_NAME_INVALID: final("The name of a variable is not a legal name.", "Use letters, digits and underscores, and no digit in front."),
  VARIABLE_NAME_REFUSED: final("A variable of this name could change how the child process runs code.", "Use another name, or allow this one name on the variable where it is one that may be allowed."),
  VARIABLE_DUPLICATE: final("Two variables have the same name.", "Remove or rename one."),
  COMMAND_NOT_FOUND: final("The command was not found.", "Check its spelling and PATH."),
  COMMAND_NOT_EXECUTABLE: final("The command is not executable.", "Give the file the permission to execute."),
  COMMAND_FAILED_TO_START: final("The command could not be started.", "Look at the named reason of the operating system."),
  // The platform
  REQUEST_INVALID: final("The request is not one that this address takes.", "Correct the request as the message says."),
  REQUEST_UNAUTHENTICATED: final("The request carries no valid token.", "Send the token in the Authorization header as Bearer."),
  REQUEST_ORIGIN_REFUSED: final("The request names a Host or an Origin that is not this server.", "Call the server by the address it printed."),
  AUTOMATION_NOT_FOUND: final("There is no automation of this name.", "Correct the name, or add the automation."),
  KICKOFF_LIMIT_REACHED: passing("As many kickoffs as are allowed run already.", "Wait for one to end."),
  WORKER_FAILED: passing("The process that resolves and runs the kickoff ended before its time.", "Start the kickoff again; if it lasts, look at the log of the server.")
};

// src/errors/cloud-text.ts
var longestCloudMessage = 500;
function safeCloudCode(text) {
  return text !== void 0 && /^[A-Za-z0-9_.:-]{1,64}$/.test(text) ? text : void 0;
}
var longestRead = 8192;
var tokenLike = /eyJ[\w-]*(?:\.[\w-]*)*|[\w+/=-]{48,}/g;
function scrubbed(run) {
  return run.startsWith("eyJ") || /\d/.test(run) ? "[removed]" : run;
}
function safeCloudMessage(text) {
  if (text === void 0 || text === "" || /<\/?[a-z!]/i.test(text)) return void 0;
  const read = text.length > longestRead ? text.slice(0, text.lastIndexOf(" ", longestRead) + 1) : text;
  const line = read.replace(/\p{Default_Ignorable_Code_Point}+/gu, "").replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ").replace(tokenLike, scrubbed).trim();
  return (line.length > longestCloudMessage ? `${line.slice(0, longestCloudMessage - 1)}\u2026` : line).toWellFormed();
}

// src/errors/carnet-error.ts
var marker = /* @__PURE__ */ Symbol.for("carnet.error");
var CarnetError = class extends Error {
  name = "CarnetError";
  code;
  hint;
  provider;
  step;
  retryable;
  retryAfter;
  requestId;
  cloudCode;
  cloudMessage;
  docsUrl;
  constructor(options) {
    super(options.message);
    const description = errorCodes[options.code];
    this.code = options.code;
    this.hint = options.hint ?? description.cure;
    this.provider = options.provider;
    this.step = options.step;
    this.retryable = options.retryable ?? description.retryable;
    this.retryAfter = options.retryAfter;
    this.requestId = safeCloudCode(options.requestId);
    this.cloudCode = safeCloudCode(options.cloudCode);
    this.cloudMessage = safeCloudMessage(options.cloudMessage);
    this.docsUrl = `https://carnet.dev/errors/${options.code}`;
    Object.defineProperty(this, marker, { value: true });
  }
  /** Works across duplicate copies of this package, where `instanceof` does not. */
  static isInstance(value) {
    return value instanceof Error && value[marker] === true;
  }
  /** The public fields, for a log or an API answer. */
  toJSON() {
    return {
      code: this.code,
      message: this.message,
      hint: this.hint,
      provider: this.provider,
      step: this.step,
      retryable: this.retryable,
      retryAfter: this.retryAfter,
      requestId: this.requestId,
      cloudCode: this.cloudCode,
      cloudMessage: this.cloudMessage,
      docsUrl: this.docsUrl
    };
  }
  static {
    Object.defineProperty(this.prototype, /* @__PURE__ */ Symbol.for("nodejs.util.inspect.custom"), {
      value() {
        return `${this.name} [${this.code}]: ${this.message} ${this.hint}`;
      }
    });
  }
};

// src/secret.ts
var contents = /* @__PURE__ */ new WeakMap();
function contentsOf(secret) {
  const bytes = contents.get(secret);
  if (bytes === void 0) throw new TypeError("This object is not a Secret.");
  return bytes;
}
var Secret = class {
  /** `hmac:` and 12 hex digits, or undefined. */
  fingerprint;
  /** Takes a copy of the bytes. */
  constructor(bytes, fingerprint) {
    contents.set(this, new Uint8Array(bytes));
    this.fingerprint = fingerprint;
  }
  /**
   * The value as text, byte-exact: no normalisation, no byte-order mark removed.
   *
   * @throws CarnetError `SECRET_NOT_TEXT` where the bytes are not UTF-8
   */
  reveal() {
    const bytes = contentsOf(this);
    try {
      return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch {
      throw new CarnetError({ code: "SECRET_NOT_TEXT", message: "The secret is not UTF-8 text." });
    }
  }
  /** A copy of the bytes. */
  revealBytes() {
    return new Uint8Array(contentsOf(this));
  }
  toString() {
    return this.fingerprint === void 0 ? "[secret]" : `[secret ${this.fingerprint}]`;
  }
  toJSON() {
    return this.toString();
  }
  [Symbol.toPrimitive]() {
    return this.toString();
  }
  static {
    Object.defineProperty(this.prototype, /* @__PURE__ */ Symbol.for("nodejs.util.inspect.custom"), { value: this.prototype.toString });
  }
};

// src/reference.ts
var longestReference = 1024;
var unseen = /[\p{Cc}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\ufff9-\ufffb]/u;
var dotSegment = /^(?:\.|%2e){1,2}$/i;
function problemOf(part, what) {
  if (typeof part !== "string") return `its ${what} is no text`;
  if (part === "") return `its ${what} is empty`;
  if (part.length > longestReference) return `its ${what} is longer than ${longestReference} characters`;
  if (!part.isWellFormed() || unseen.test(part)) return `its ${what} holds a character that cannot be seen`;
  return void 0;
}
function checkReference(reference) {
  const { name, jsonKey, version } = reference ?? { name: "" };
  const problem = problemOf(name, "name") ?? (name.split(/[/\\]/).some((segment) => dotSegment.test(segment)) ? "its name walks a path" : void 0) ?? (jsonKey === void 0 ? void 0 : problemOf(jsonKey, "JSON key")) ?? (version === void 0 ? void 0 : problemOf(version, "version"));
  if (problem) throw new CarnetError({ code: "REFERENCE_INVALID", message: `A secret reference is not usable: ${problem}.` });
  return { name, ...jsonKey === void 0 ? {} : { jsonKey }, ...version === void 0 ? {} : { version } };
}
var encodePart = (part) => part.replace(/[%#@]/g, (mark) => mark === "%" ? "%25" : mark === "#" ? "%23" : "%40");
function decodePart(part) {
  return part.replace(/%(.{0,2})/gs, (_, code) => {
    if (code === "25") return "%";
    if (code === "23") return "#";
    if (code === "40") return "@";
    throw new CarnetError({ code: "REFERENCE_INVALID", message: "A secret reference holds a % that is not %25, %23 or %40." });
  });
}
function printReference(reference) {
  const key = reference.jsonKey === void 0 ? "" : `#${encodePart(reference.jsonKey)}`;
  const version = reference.version === void 0 ? "" : `@${encodePart(reference.version)}`;
  return `${encodePart(reference.name)}${key}${version}`;
}
function parseReference(text) {
  const parts = /^([^#@]*)(?:#([^#@]*))?(?:@([^#@]*))?$/s.exec(text);
  if (!parts) {
    throw new CarnetError({ code: "REFERENCE_INVALID", message: "A secret reference has the form name#key@version, key and version optional." });
  }
  const [, name = "", jsonKey, version] = parts;
  return checkReference({
    name: decodePart(name),
    ...jsonKey === void 0 ? {} : { jsonKey: decodePart(jsonKey) },
    ...version === void 0 ? {} : { version: decodePart(version) }
  });
}

// src/reserved-audiences.ts
var reserved = [
  { kind: "azure", owns: (audience) => audience.startsWith("api://AzureADTokenExchange") },
  { kind: "aws", owns: (audience) => /^sts(?:\.[a-z0-9-]+)?\.amazonaws\.com(?:\.cn)?$/.test(audience) },
  { kind: "gcp", owns: (audience) => /^(?:https:)?\/\/iam\.googleapis\.com\//.test(audience) }
];
function reservedAudienceOwner(audience) {
  return reserved.find(({ owns }) => owns(audience))?.kind;
}

// src/audience.ts
var placeholder = /\{([A-Za-z0-9]+)\}/g;
function audienceFields(identity) {
  if (typeof identity.audience !== "string") return [identity.audience.byField];
  return [...identity.audience.matchAll(placeholder)].map(([, name = ""]) => name);
}
function audienceOf(identity, settings) {
  const valueOf = (name) => {
    const value = Object.hasOwn(settings, name) ? settings[name] : void 0;
    if (value === void 0) throw new CarnetError({ code: "SETTINGS_INVALID", message: `The audience needs the field ${name}, which is not set.` });
    return String(value);
  };
  const rule = identity.audience;
  let audience;
  if (typeof rule !== "string") {
    const value = valueOf(rule.byField);
    audience = Object.hasOwn(rule.audiences, value) ? rule.audiences[value] : void 0;
    if (audience === void 0) throw new CarnetError({ code: "SETTINGS_INVALID", message: `No audience is known for this value of ${rule.byField}.` });
  } else {
    audience = rule.replace(placeholder, (_, name) => {
      const field = identity.schema.properties[name];
      const value = valueOf(name);
      return field?.type === "string" && field.format === "uri" ? originOf(name, value) : value;
    });
  }
  const owner = reservedAudienceOwner(audience);
  if (owner !== void 0 && owner !== identity.kind) {
    throw new CarnetError({ code: "SETTINGS_INVALID", message: `The audience would be one that belongs to ${owner}.` });
  }
  return audience;
}
function originOf(name, value) {
  const url = URL.canParse(value) ? new URL(value) : void 0;
  if (url?.protocol !== "https:" || url.username !== "" || url.password !== "") {
    throw new CarnetError({ code: "SETTINGS_INVALID", message: `The field ${name} must be an https address without a user.` });
  }
  return url.origin;
}

// src/claims.ts
var optionalClaims = { "session-tags": true };
function isOptionalClaim(name) {
  return Object.hasOwn(optionalClaims, name);
}
function claimsOf({ claims = {} }, settings) {
  return Object.keys(claims).filter(isOptionalClaim).filter((claim) => {
    const field = claims[claim];
    return field !== void 0 && Object.hasOwn(settings, field) && settings[field] === true;
  });
}

// src/settings/pattern-problem.ts
var longestPattern = 200;
var mostWays = 1e7;
function patternProblem(pattern, longestValue) {
  if (pattern.length > longestPattern) return `its pattern is longer than ${longestPattern} characters`;
  if (!pattern.startsWith("^") || !pattern.endsWith("$")) return "its pattern is not anchored with ^ and $";
  if (/\\(?:[1-9]|k)/.test(pattern)) return "its pattern holds a backreference";
  const bare = pattern.replace(/\\./g, "x").replace(/\[[^\]]*\]/g, "x");
  if (/\(\?(?:[=!]|<[=!])/.test(bare)) return "its pattern looks around";
  if (/\)[*+?{]/.test(bare)) return "its pattern repeats a group";
  if (waysToMatch(bare, longestValue) > mostWays) return "its pattern can match in too many ways";
  try {
    compilePattern(pattern);
    return void 0;
  } catch {
    return "its pattern is not a regular expression";
  }
}
function waysToMatch(bare, longestValue) {
  let ways = 1;
  for (const [choice, least, upTo, most] of bare.replaceAll("(?:", "(").matchAll(/[*+?|]|\{(\d+)(,?)(\d*)\}/g)) {
    if (choice === "*" || choice === "+") ways *= longestValue;
    else if (least === void 0) ways *= 2;
    else if (upTo !== "") ways *= most === "" ? longestValue : Math.max(1, Number(most) - Number(least) + 1);
  }
  return ways;
}
function compilePattern(pattern) {
  return new RegExp(`^(?:${pattern.slice(1, -1)})$`, "u");
}

// src/settings/check-schema.ts
var longestString = 65536;
var longestMatched = 4096;
var keywords = {
  string: ["enum", "const", "default", "minLength", "maxLength", "pattern", "format"],
  number: ["enum", "const", "default", "minimum", "maximum"],
  integer: ["enum", "const", "default", "minimum", "maximum"],
  boolean: ["const", "default"]
};
var formats = ["uri", "uuid", "hostname", "email"];
var fieldName = /^[a-z][A-Za-z0-9]{0,63}$/;
function fieldProblem(field, schema, allowSecret) {
  if (!field || !Object.hasOwn(keywords, field.type)) return "its type is not string, number, integer or boolean";
  const allowed = ["type", "description", "x-carnet", ...keywords[field.type]];
  const unknown = Object.keys(field).find((keyword) => !allowed.includes(keyword));
  if (unknown) return `it uses the keyword ${unknown}, which is outside the subset`;
  if (field.type === "string") {
    if (field.format !== void 0 && !formats.includes(field.format)) return "its format is not uri, uuid, hostname or email";
    if (field.maxLength !== void 0 && field.maxLength > longestString) return `its maxLength is above ${longestString}`;
    if (field.pattern !== void 0) {
      if (field.maxLength === void 0 || field.maxLength > longestMatched) return `it has a pattern and no maxLength of at most ${longestMatched}`;
      const problem = patternProblem(field.pattern, field.maxLength);
      if (problem) return problem;
    }
  }
  const presentation = field["x-carnet"];
  if (presentation?.secret !== void 0 && typeof presentation.secret !== "boolean") return "its secret is not true or false";
  if (presentation?.secret && !allowSecret) return "it is marked secret, which is legal in the schema of a method alone";
  if (presentation?.secret && (field.default !== void 0 || field.const !== void 0)) return "it is secret and carries a value";
  if (presentation?.showWhen && !Object.hasOwn(schema.properties, presentation.showWhen.field)) return "its showWhen names no field";
  return void 0;
}
function schemaProblems(schema, allowSecret) {
  if (schema?.type !== "object" || typeof schema.properties !== "object") return ["the schema is not a flat object"];
  const unknown = Object.keys(schema).filter((keyword) => !["type", "properties", "required"].includes(keyword));
  return [
    ...unknown.map((keyword) => `the schema uses the keyword ${keyword}, which is outside the subset`),
    ...(schema.required ?? []).filter((name) => !Object.hasOwn(schema.properties, name)).map((name) => `the required field ${name} does not exist`),
    ...Object.entries(schema.properties).flatMap(([name, field]) => {
      const problem = fieldName.test(name) ? fieldProblem(field, schema, allowSecret) : "its name is not camelCase";
      return problem ? [`field ${name}: ${problem}`] : [];
    })
  ];
}

// src/manifest-problems.ts
var identifier = /^[a-z][a-z0-9-]{0,39}$/;
var largestManifest = 256 * 1024;
function identityProblems(identity) {
  const { audience, schema, claims } = identity;
  const fields = schema?.properties ?? {};
  const required = schema?.required ?? [];
  const problems = [...schemaProblems(schema, false)];
  for (const name of audienceFields(identity)) {
    const field = Object.hasOwn(fields, name) ? fields[name] : void 0;
    if (!required.includes(name) && field?.default === void 0) problems.push(`its audience names ${name}, which is no required field`);
    if (typeof audience === "string" && field?.type === "string" && field.format === "uri" && audience !== `{${name}}`) {
      problems.push("an address must fill the whole audience");
    }
  }
  const literals = typeof audience === "string" ? [audience] : Object.values(audience.audiences);
  for (const literal of literals) {
    const owner = reservedAudienceOwner(literal);
    if (owner !== void 0 && owner !== identity.kind) problems.push(`its audience ${literal} belongs to ${owner}`);
  }
  for (const [claim, field] of Object.entries({ ...claims })) {
    if (!isOptionalClaim(claim)) problems.push(`the claim ${claim} is not one the issuer knows`);
    if (field === void 0 || fields[field]?.type !== "boolean") problems.push(`the claim ${claim} is not switched by a boolean field`);
  }
  return problems.map((problem) => `identity: ${problem}`);
}
var sound = /* @__PURE__ */ new Set();
var mostRemembered = 32;
function isPlainData(value, depth = 0) {
  if (value === null || typeof value === "string" || typeof value === "boolean") return true;
  if (typeof value === "number") return Number.isFinite(value);
  if (typeof value !== "object" || depth > 16) return false;
  const prototype = Object.getPrototypeOf(value);
  const isPlain = Array.isArray(value) || prototype === Object.prototype || prototype === null;
  return isPlain && Object.values(value).every((member) => isPlainData(member, depth + 1));
}
function manifestProblems(manifest) {
  if (!isPlainData(manifest)) return ["the manifest is not plain data"];
  const text = JSON.stringify(manifest);
  if (text.length > largestManifest) return [`the manifest is larger than ${largestManifest} bytes`];
  if (sound.has(text)) return [];
  const problems = brokenRules(manifest);
  if (problems.length === 0) {
    if (sound.size >= mostRemembered) sound.clear();
    sound.add(text);
  }
  return problems;
}
function brokenRules(manifest) {
  const problems = [];
  if (typeof manifest.id !== "string" || !identifier.test(manifest.id)) problems.push("its id is not of the form [a-z][a-z0-9-]{0,39}");
  if (!manifest.title) problems.push("it has no title");
  if (manifest.identity) {
    if (!identifier.test(manifest.identity.kind)) problems.push("its kind of identity is not of the form [a-z][a-z0-9-]{0,39}");
    if ("schema" in manifest.identity) problems.push(...identityProblems(manifest.identity));
  }
  problems.push(...schemaProblems(manifest.store?.schema, false).map((problem) => `store: ${problem}`));
  const methods = manifest.methods ?? [];
  if (methods.length === 0) problems.push("it has no method");
  if (new Set(methods.map(({ id }) => id)).size !== methods.length) problems.push("two of its methods have the same id");
  for (const { id, schema } of methods) {
    if (!identifier.test(id)) problems.push(`the id of the method ${id} is not of the form [a-z][a-z0-9-]{0,39}`);
    if (id === "workload-identity" && !manifest.identity) problems.push("it offers workload identity and has no identity");
    if (schema) problems.push(...schemaProblems(schema, true).map((problem) => `method ${id}: ${problem}`));
  }
  for (const refused of manifest.refusedEnvironment ?? []) {
    const name = typeof refused === "string" ? refused : refused.name;
    if (!/^[A-Za-z_][A-Za-z0-9_]*\*?$/.test(name)) problems.push(`${name} is no name of an environment variable`);
  }
  return problems;
}

// src/define-provider.ts
function defineProvider(parts) {
  const problems = manifestProblems(parts.manifest);
  if (problems.length > 0) {
    throw new CarnetError({ code: "MANIFEST_INVALID", message: `The manifest of ${parts.manifest.id} is not valid: ${problems.join("; ")}.` });
  }
  return { specificationVersion: "v1", ...parts };
}

// src/settings/validate-settings.ts
var defaultLongest = 4096;
var formats2 = {
  uri: (text) => /^[a-z][a-z0-9+.-]*:\/\/[\x21-\x7e]+$/i.test(text) && URL.canParse(text),
  uuid: (text) => /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text),
  hostname: (text) => text.length <= 253 && text.split(".").every((label) => /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i.test(label)),
  email: (text) => /^[^\s@]{1,64}@[a-z0-9.-]{1,190}$/i.test(text)
};
function patternMissed({ "x-carnet": presentation }, pattern) {
  return presentation?.help === void 0 ? `must match ${pattern}` : `does not have the right form (${presentation.help.replace(/\.$/, "")})`;
}
function stringProblem(field, value) {
  if (typeof value !== "string") return "must be text";
  if (value.length > (field.maxLength ?? defaultLongest)) return `must have at most ${field.maxLength ?? defaultLongest} characters`;
  if (value.length < (field.minLength ?? 0)) return field.minLength === 1 ? "must not be empty" : `must have at least ${field.minLength} characters`;
  if (!value.isWellFormed()) return "must be well-formed Unicode";
  if (field.pattern !== void 0 && !compilePattern(field.pattern).test(value)) return patternMissed(field, field.pattern);
  if (field.format !== void 0 && !formats2[field.format](value)) return `must be a ${field.format}`;
  return void 0;
}
function problemOf2(field, value) {
  if (field.type === "string") {
    const problem = stringProblem(field, value);
    if (problem) return problem;
  } else if (field.type === "boolean") {
    if (typeof value !== "boolean") return "must be true or false";
  } else {
    if (typeof value !== "number" || !Number.isFinite(value)) return "must be a number";
    if (field.type === "integer" && !Number.isSafeInteger(value)) return "must be a whole number";
    if (field.minimum !== void 0 && value < field.minimum) return `must be at least ${field.minimum}`;
    if (field.maximum !== void 0 && value > field.maximum) return `must be at most ${field.maximum}`;
  }
  if (field.const !== void 0 && value !== field.const) return `must be ${field.const}`;
  if (field.type !== "boolean" && field.enum && !field.enum.includes(value)) return `must be one of ${field.enum.join(", ")}`;
  return void 0;
}
function validateSettings(schema, input) {
  if (typeof input !== "object" || input === null || Array.isArray(input)) {
    return { ok: false, problems: [{ field: "", problem: "must be an object" }] };
  }
  const given = input;
  const settings = /* @__PURE__ */ Object.create(null);
  const problems = Object.keys(given).filter((name) => !Object.hasOwn(schema.properties, name)).map((name) => ({ field: name.slice(0, 64), problem: "is not a field of this provider" }));
  const fields = Object.entries(schema.properties);
  for (const [name, field] of fields) {
    const value = Object.hasOwn(given, name) && given[name] !== void 0 ? given[name] : field.default;
    if (value === void 0) continue;
    const problem = problemOf2(field, value);
    if (problem) problems.push({ field: name, problem });
    else settings[name] = value;
  }
  const shown = ({ "x-carnet": presentation }) => !presentation?.showWhen || settings[presentation.showWhen.field] === presentation.showWhen.equals;
  for (const [name, field] of fields) {
    if (!shown(field) && !Object.hasOwn(given, name)) delete settings[name];
    else if (shown(field) && schema.required?.includes(name) && !Object.hasOwn(settings, name) && !problems.some((problem) => problem.field === name)) {
      problems.push({ field: name, problem: "is required" });
    }
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, settings };
}
export {
  CarnetError,
  Secret,
  audienceOf,
  checkReference,
  claimsOf,
  defineProvider,
  errorCodes,
  manifestProblems,
  parseReference,
  printReference,
  reservedAudienceOwner,
  validateSettings
};
