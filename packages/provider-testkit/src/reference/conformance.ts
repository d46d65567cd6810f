import { defineConformance, type Conformance } from '@carnet/provider-testkit';
import { startAcmeDouble } from './acme-double.ts';
import { createAcme } from './acme.ts';
import { manifest } from './manifest.ts';

/** What the conformance kit has to know about Acme Safe. */
const conformance: Conformance = defineConformance({
  create: createAcme,
  manifest,
  module: new URL('./index.ts', import.meta.url),
  start: startAcmeDouble,
  hostile: [
    { what: 'an address over http', identity: { address: 'http://safe.acme.example' } },
    { what: 'an address with a user', identity: { address: 'https://safe.acme.example@elsewhere.example' } },
    { what: 'an address with a port', identity: { address: 'https://safe.acme.example:8443' } },
    { what: 'an address with a path', identity: { address: 'https://safe.acme.example/elsewhere' } },
    { what: 'an address with a fragment', identity: { address: 'https://elsewhere.example#.acme.example' } },
    { what: 'an address whose backslash ends the host', identity: { address: String.raw`https://elsewhere.example\.acme.example` } },
    { what: 'an address that is a number', identity: { address: 'https://2852039166' } },
    { what: 'an address of letters that only look like others', identity: { address: 'https://safe.\u0430cme.example' } },
    { what: 'an address with a line end', identity: { address: 'https://safe.acme.example\n' } },
    { what: 'a safe that walks up', store: { safe: '..' } },
    { what: 'a safe with a path', store: { safe: 'production/secrets' } },
    { what: 'a safe with an encoded path', store: { safe: 'production%2fsecrets' } },
    { what: 'a safe with a query', store: { safe: 'production?safe=another' } },
  ],
});
export default conformance;
