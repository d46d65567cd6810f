/** The members of the objects that a help says `--json` prints, by the form in which they stand there: `{ version: 1, id, name, test?: {…} }`. */
export function documentedObjects(help: string): readonly DocumentedObject[] {
  const [, block = ''] = /\nJSON:\n((?: {2}.*(?:\n|$))+)/.exec(help) ?? [];
  return block.split('\n').flatMap((line) => {
    const text = line.trim();
    return text.startsWith('{') ? [objectIn(text.slice(1))] : [];
  });
}

interface DocumentedObject {
  readonly required: readonly string[];
  readonly optional: readonly string[];
}

function objectIn(text: string): DocumentedObject {
  let depth = 0;
  let member = '';
  const members: string[] = [];
  for (const character of text) {
    if (depth === 0 && (character === ',' || character === '}')) {
      members.push(member.trim());
      member = '';
      if (character === '}') break;
      continue;
    }
    if ('{['.includes(character)) depth += 1;
    if ('}]'.includes(character)) depth -= 1;
    member += character;
  }
  const named = members.map((each) => (each.split(':')[0] ?? '').trim());
  return { required: named.filter((name) => /^\w+$/.test(name)), optional: named.filter((name) => name !== '' && !/^\w+$/.test(name)).map((name) => name.replace('?', '')) };
}

/** Whether an object has what one of these says, and nothing beside; where `…` stands, more may be. */
export function isDocumented(printed: object, documented: readonly DocumentedObject[]): boolean {
  const names = Object.keys(printed);
  return documented.some(({ required, optional }) => required.every((name) => names.includes(name)) && (optional.includes('…') || names.every((name) => required.includes(name) || optional.includes(name))));
}
