/** Licenses that a package may bring to our users, each looked at by a person. Names as SPDX has them. */
export const allowedLicenses: Readonly<Record<string, string>> = {
  'MIT': 'asks for its notice alone, which npm places beside the code',
  'ISC': 'as MIT, in fewer words',
  '0BSD': 'asks for nothing',
  'BSD-3-Clause': 'asks for its notice, and that its authors\' names endorse nothing',
  'Apache-2.0': 'our own license, with its grant of patents',
  '(Apache-2.0 AND BSD-3-Clause)': 'both of the above hold: @bufbuild/protobuf carries a part of protobuf\'s own runtime',
};
