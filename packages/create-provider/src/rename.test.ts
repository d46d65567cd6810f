import fc from 'fast-check';
import { expect, test } from 'vitest';
import { namesOf } from './names.ts';
import { rename } from './rename.ts';

const names = namesOf({ id: 'my-safe', scope: '@labs' });

test.each([
  ["id: 'acme'", "id: 'my-safe'"],
  ["from './acme.ts'", "from './my-safe.ts'"],
  ['https://safe.acme.example', 'https://safe.my-safe.example'],
  ['title: "Acme"', 'title: "My Safe"'],
  ["Acme's answer", "My Safe's answer"],
  ["title: 'Acme Safe'", "title: 'My Safe'"],
  ['createAcme(acmeManifest): AcmeStore', 'createMySafe(mySafeManifest): MySafeStore'],
  ['ACME_ENDPOINT', 'MY_SAFE_ENDPOINT'],
  ['"carnet-provider-acme"', '"@labs/carnet-provider-my-safe"'],
  ['github.com/acme/carnet-provider-acme.git', 'github.com/labs/carnet-provider-my-safe.git'],
  ['pacemaker', 'pacemaker'],
])('%s becomes %s', (text, renamed) => {
  expect(rename(text, names)).toBe(renamed);
});

test('a provider named acme is the template itself', () => {
  const text = "import { createAcme } from 'carnet-provider-acme'; // Acme, ACME_ENDPOINT, acme/carnet-provider-acme";
  expect(rename(text, namesOf({ id: 'acme' }))).toBe(text);
});

test('whatever the id: nothing put in is replaced again, and nothing else changes', () => {
  fc.assert(fc.property(fc.stringMatching(/^[a-z][a-z0-9-]{0,39}$/), fc.constantFrom('acme', 'acme-acme', 'acmes', 'my-acme'), (id, tricky) => {
    for (const each of [`z${id}`.slice(0, 40), tricky]) {
      const { pascal, camel, constant } = namesOf({ id: each });
      expect(rename('<acme|createAcme|acmeId|ACME_X|rest>', namesOf({ id: each }))).toBe(`<${each}|create${pascal}|${camel}Id|${constant}_X|rest>`);
    }
  }));
});
