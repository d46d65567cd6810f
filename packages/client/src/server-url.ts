const loopback = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/** The address of a platform as calls need it. @throws TypeError when a token sent there could be read on the way */
export function serverUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined) throw new TypeError('The url of the platform is no URL.');
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && loopback.test(url.hostname))) {
    throw new TypeError('The url of the platform must begin with https://; http:// is for this machine alone.');
  }
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') throw new TypeError('The url of the platform has no user, query or fragment.');
  return url.href.replace(/\/+$/, '');
}
