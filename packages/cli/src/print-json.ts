/** One JSON object on standard output. `version` is raised when a member changes its meaning or leaves; new members come without it. */
export function printJson(host: NodeJS.Process, object: object): void {
  host.stdout.write(`${JSON.stringify({ version: 1, ...object })}\n`);
}
