import { literal, type Form } from '../form.ts';

const named = new Map([['\n', '\\n'], ['\r', '\\r'], ['\t', '\\t']]);

function backslashed(escaped: RegExp): (text: string) => string {
  return (text) => text.replace(escaped, (unit) => named.get(unit) ?? `\\${unit}`);
}

const writers: readonly ((text: string) => string)[] = [
  // util.inspect and Python's repr, in quotation marks of which none stands in the text
  backslashed(/[\\\n\r\t]/g),
  // repr where both kinds do; bash's $'…', PHP's var_export
  backslashed(/[\\'\n\r\t]/g),
  // bash: declare, export -p
  backslashed(/[\\"$`]/g),
  // POSIX XCU §2.2.2, as bash traces it; as dash and Python's shlex write it
  (text) => text.replaceAll("'", "'\\''"),
  (text) => text.replaceAll("'", `'"'"'`),
];

/** The inside of a quoted string as programs print their variables, and a shell its commands: of a whole value, and of parts of it. */
export function quoted(plain: Uint8Array, parts: readonly Uint8Array[]): readonly Form[] {
  const present = latin1(Uint8Array.from(new Set(plain)));
  const distinct = new Map(writers.map((write) => [write(present), write]));
  distinct.delete(present);
  return parts.flatMap((part) => {
    const text = latin1(part);
    return [...new Set([...distinct.values()].map((write) => write(text)))].map((each) => literal(Buffer.from(each, 'latin1')));
  });
}

function latin1({ buffer, byteOffset, byteLength }: Uint8Array): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString('latin1');
}
