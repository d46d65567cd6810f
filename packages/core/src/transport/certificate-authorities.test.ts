import { generateKeyPairSync } from 'node:crypto';
import { rootCertificates } from 'node:tls';
import { inspect } from 'node:util';
import { CarnetError } from '@carnet/provider';
import { describe, expect, it } from 'vitest';
import { secureContextOf } from './certificate-authorities.ts';
import { proxyTransport } from './proxy-transport.ts';
import { systemTransport } from './system-transport.ts';

const [first = '', second = ''] = rootCertificates;
const key = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'pem', type: 'pkcs8' }) as string;

describe('certificate authorities besides those of Node', () => {
  it.each([
    ['nothing', ''], ['words', 'the authority'], ['a file name', '/etc/ssl/ca.pem'], ['no end', first.slice(0, -30)], ['garbage inside', first.replace(/[A-Za-z0-9]{40}/, 'x')],
    ['DER in another block', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----'], ['a private key', key], ['a certificate and its key', `${first}\n${key}`], ['a good one and a bad one', `${first}\n-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----`],
  ])('%s is refused at once, and not shown', (_, text) => {
    for (const make of [() => systemTransport({ certificateAuthorities: [first, text] }), () => proxyTransport({ proxy: 'http://proxy.example', certificateAuthorities: [first, text] })]) {
      let error: unknown;
      try {
        make().close();
      } catch (thrown) {
        error = thrown;
      }
      expect(CarnetError.isInstance(error)).toBe(true);
      expect(error).toMatchObject({ code: 'SETTINGS_INVALID', message: expect.stringMatching(/^certificateAuthorities\[1\] holds /) });
      expect(inspect(error)).not.toContain(key.split('\n')[1]);
    }
  });

  it('one text may hold several, with words between them and any line ends', () => {
    const text = `# Company\n${first}\r\nsubject=Company\n${second.replaceAll('\n', '\r\n')}\n`;
    expect(secureContextOf([text]).secureContext).toBeDefined();
  });

  it('without any, Node\'s own defaults are left alone', () => {
    expect(secureContextOf(undefined)).toEqual({});
    expect(secureContextOf([])).toEqual({});
  });
});
