import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressClass } from './address-class.ts';

describe('which addresses may be connected to', () => {
  it.each([
    '127.0.0.1', '127.255.0.9', '0.0.0.0', '169.254.169.254', '169.254.170.2', '100.100.100.200', '168.63.129.16', '224.0.0.1', '255.255.255.255', '192.0.0.192',
    '::', '::1', 'fe80::1', 'fe80::1%eth0', 'febf::1', 'ff02::1', 'fd00:ec2::254', 'fd20:ce::254',
    '::ffff:127.0.0.1', '::ffff:7f00:1', '0:0:0:0:0:ffff:a9fe:a9fe', '::127.0.0.1', '64:ff9b::169.254.169.254', '64:ff9b:1::1', '2002:7f00:1::', '2001::1',
    'localhost', '', '127.1', '0x7f.1',
  ])('%s never', (address) => {
    expect(addressClass(address)).toBe('refused');
  });

  it.each(['10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1', '100.64.0.1', 'fc00::1', 'fd12:3456::1', '::ffff:10.0.0.1', '64:ff9b::10.0.0.1'])('%s with the option for private networks', (address) => {
    expect(addressClass(address)).toBe('private');
  });

  it.each(['20.40.60.80', '172.32.0.1', '172.15.0.1', '169.253.0.1', '2603:1030::1', '::ffff:20.40.60.80', '64:ff9b::20.40.60.80'])('%s always', (address) => {
    expect(addressClass(address)).toBe('public');
  });

  it('an IPv4 address belongs to the same class in each IPv6 form of it', () => {
    fc.assert(fc.property(fc.ipV4(), (address) => {
      expect(addressClass(`::ffff:${address}`)).toBe(addressClass(address));
      expect(addressClass(`64:ff9b::${address}`)).toBe(addressClass(address));
    }));
  });
});
