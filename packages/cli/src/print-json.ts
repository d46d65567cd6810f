// Control characters of the second set, and those that turn the direction of a line: JSON leaves them as they are, and a terminal obeys.
const steering = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** One JSON object on standard output. `version` is raised when a member changes its meaning or leaves; new members come without it. */
export function printJson(host: NodeJS.Process, object: object): void {
  host.stdout.write(`${JSON.stringify({ version: 1, ...object }).replace(steering, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)}\n`);
}
