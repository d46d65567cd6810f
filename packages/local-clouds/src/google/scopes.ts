// https://developers.google.com/identity/protocols/oauth2/scopes
export const cloudPlatform = 'https://www.googleapis.com/auth/cloud-platform';

const ofOpenId = ['openid', 'email', 'profile'];

export function isScope(text: string): boolean {
  return ofOpenId.includes(text) || /^https:\/\/www\.googleapis\.com\/auth\/[a-z0-9._/-]+$/.test(text);
}
