/** Ids that no package is made for. */
export const reservedIds: ReadonlySet<string> = new Set([
  'azure', 'aws', 'gcp', 'vault', 'memory',
  // Words of the contract.
  'carnet', 'provider', 'static', 'workload-identity',
  // Names of the template's other files and functions.
  'abort', 'conformance', 'diagnose', 'index', 'manifest', 'shared-exchange', 'validate',
  // Words of JavaScript.
  'arguments', 'async', 'await', 'break', 'case', 'catch', 'class', 'const', 'constructor', 'continue', 'debugger', 'default', 'delete', 'do', 'else', 'enum',
  'eval', 'export', 'extends', 'false', 'finally', 'for', 'function', 'if', 'implements', 'import', 'in', 'instanceof', 'interface', 'let', 'new', 'null',
  'package', 'private', 'protected', 'prototype', 'public', 'return', 'super', 'switch', 'this', 'throw', 'true', 'try', 'typeof', 'undefined', 'var', 'void',
  'while', 'with', 'yield',
]);
