import { Command } from 'commander';
import { expect, it } from 'vitest';
import { commonTrustFlags } from './common-flags.ts';
import { addTrustCommands } from './trust-commands.ts';

it('the flags of the page are those of the command', () => {
  const program = new Command();
  addTrustCommands(program, process, () => undefined);
  const flags = program.commands[0]?.options.flatMap(({ long }) => (long ? [long.slice(2)] : []));
  expect(flags?.toSorted()).toEqual([...commonTrustFlags].toSorted());
});
