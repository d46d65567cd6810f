/** The attribute condition that admits one subject and no other, in CEL. */
export function subjectCondition(subject: string): string {
  return `assertion.sub=='${subject.replace(/['\\]/g, String.raw`\$&`)}'`;
}

export interface AdmittedSubjects {
  /** By which name the condition calls the subject. */
  readonly of: 'assertion.sub' | 'google.subject';
  readonly subjects: readonly string[];
}

const literal = String.raw`(?:'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*")`;
const form = new RegExp(String.raw`^\s*(assertion\.sub|google\.subject)\s*(?:==\s*(${literal})|in\s*\[\s*(${literal}(?:\s*,\s*${literal})*)\s*\])\s*$`);

/** Undefined for a condition of another form than `assertion.sub == '…'` and `assertion.sub in ['…', …]`. */
export function admittedSubjects(condition: string): AdmittedSubjects | undefined {
  const [, of, one, list] = form.exec(condition) ?? [];
  if (of !== 'assertion.sub' && of !== 'google.subject') return undefined;
  const literals = [...(one ?? list ?? '').matchAll(new RegExp(literal, 'g'))].map(([text]) => text.slice(1, -1));
  // CEL has more escapes than these; a text with another one is not read.
  if (literals.some((text) => /\\[^'"`?\\]/.test(text.replaceAll(String.raw`\\`, '')))) return undefined;
  return { of, subjects: literals.map((text) => text.replace(/\\(.)/g, '$1')) };
}
