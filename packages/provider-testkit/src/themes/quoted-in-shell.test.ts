import { expect, test } from 'vitest';
import { isQuoted } from './quoted-in-shell.ts';

const name = '$(carnet)';

test.each([
  `acme show '${name}'`,
  String.raw`acme show \$\(carnet\)`,
  `acme show --scope "$(acme id --name '${name}')"`,
  'acme show value',
])('%s runs nothing of the name', (command) => {
  expect(isQuoted(command, name)).toBe(true);
});

test.each([
  `acme show ${name}`,
  `acme show "${name}"`,
  `acme show "it's ${name}"`,
  `acme show 'a'${name}'b'`,
  `acme show --scope "$(acme id)" ${name}`,
])('%s runs the name', (command) => {
  expect(isQuoted(command, name)).toBe(false);
});
