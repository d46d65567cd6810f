/** Where two values that should be equal first differ. All but printable ASCII is written out in both texts, as `\u{200b}`, so that each character is one column wide and nothing looks like another. */
export interface Difference {
  /** Which of the values. */
  readonly value: 'issuer' | 'subject' | 'audience';
  /** What the cloud calls the trust that was compared. */
  readonly registration: string;
  readonly ours: string;
  readonly theirs: string;
  /** The first character that differs, 1 for the first. */
  readonly position: number;
  /** How many columns stand before it in both texts. */
  readonly column: number;
  /** What differs, in one sentence. */
  readonly sentence: string;
}

/**
 * Compares character by character. Undefined where both are equal.
 *
 * @param place - what the sentence calls the other text
 */
export function differenceOf(value: Difference['value'], registration: string, ours: string, theirs: string, place: string = 'what is registered'): Difference | undefined {
  if (ours === theirs) return undefined;
  const [left, right] = [[...ours], [...theirs]];
  const found = left.findIndex((character, index) => character !== right[index]);
  const index = found === -1 ? left.length : found;
  return {
    value,
    registration,
    ours: visible(ours),
    theirs: visible(theirs),
    position: index + 1,
    column: [...visible(left.slice(0, index).join(''))].length,
    sentence: `Character ${index + 1} of the ${value} differs: ${reasonOf({ ours, theirs, place }, left[index], right[index])}.`,
  };
}

function reasonOf({ ours, theirs, place }: Readonly<Record<'ours' | 'theirs' | 'place', string>>, left: string | undefined, right: string | undefined): string {
  if (`${ours}/` === theirs) return `${place} ends with a slash, and ours does not`;
  if (ours === `${theirs}/`) return `ours ends with a slash, and ${place} does not`;
  if (ours.trim() === theirs.trim()) return `a space or line end stands at ${ours === ours.trim() ? `an end of ${place}` : 'an end of ours'}`;
  if (ours.toLowerCase() === theirs.toLowerCase()) return `upper and lower case, ${nameOf(left)} in ours and ${nameOf(right)} in ${place}`;
  if (isUnseen(right)) return `${place} holds ${nameOf(right)} there, which cannot be seen`;
  if (isUnseen(left)) return `ours holds ${nameOf(left)} there, which cannot be seen`;
  if (left === undefined) return `ours ends before it, and ${place} goes on with ${nameOf(right)}`;
  if (right === undefined) return `${place} ends before it, and ours goes on with ${nameOf(left)}`;
  return `${nameOf(left)} in ours, ${nameOf(right)} in ${place}`;
}

/** A letter that only looks like another is told by its number. */
function nameOf(character: string | undefined): string {
  if (character === undefined) return 'nothing';
  if (character === ' ') return 'a space';
  return /^[\x21-\x7e]$/.test(character) ? `"${character}"` : `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

const unseen = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]|(?! )\p{Zs}/u;
const isUnseen = (character: string | undefined): boolean => character !== undefined && unseen.test(character);

function visible(text: string): string {
  return [...text].map((character) => (character < ' ' || character > '~' ? `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}` : character)).join('');
}
